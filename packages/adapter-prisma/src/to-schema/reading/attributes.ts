import type { Attribute, Value } from "../../document/document.ts";
import type { Report } from "./report.ts";

/** The arguments of an attribute by name. */
export type Arguments = ReadonlyMap<string, Value>;

/** Attributes by name, and their arguments in the order in which they may stand without a name. */
type Known = Readonly<Record<string, readonly string[]>>;

export const fieldAttributes: Known = {
  id: ["map", "sort"],
  unique: ["map", "sort", "where"],
  default: ["value"],
  map: ["name"],
  relation: ["name", "fields", "references", "map", "onDelete", "onUpdate"],
  updatedAt: [],
  ignore: [],
};

export const modelAttributes: Known = {
  id: ["fields", "name", "map"],
  unique: ["fields", "name", "map", "where"],
  index: ["fields", "name", "map", "type", "where"],
  map: ["name"],
  schema: ["map"],
  ignore: [],
};

export const enumAttributes: Known = { map: ["name"], schema: ["map"] };

export const enumValueAttributes: Known = { map: ["name"] };

/** An attribute that is known, with its arguments by name. */
export interface ReadAttribute {
  readonly name: string;
  readonly at: number;
  readonly args: Arguments;
}

/** Reads attributes; each one, and each argument, that mig does not understand is reported as an error. */
export function readAttributes(attributes: readonly Attribute[], known: Known, report: Report): readonly ReadAttribute[] {
  return attributes.flatMap((attribute) => {
    const names = known[attribute.name];
    if (names !== undefined) return [{ name: attribute.name, at: attribute.at, args: readArguments(attribute, names, report) }];
    report.error("PRISMA_NOT_UNDERSTOOD", attribute.at, `mig does not understand the attribute "@${attribute.name}" here.`);
    return [];
  });
}

/** The arguments of one attribute or function by name. */
export function readArguments({ name, args }: Pick<Attribute, "name" | "args">, names: readonly string[], report: Report): Arguments {
  const found = new Map<string, Value>();
  args.forEach((argument, index) => {
    const key = argument.name ?? names[index];
    if (key !== undefined && names.includes(key)) found.set(key, argument.value);
    else report.error("PRISMA_NOT_UNDERSTOOD", argument.at, `mig does not understand the argument ${key === undefined ? index + 1 : `"${key}"`} of "${name}".`);
  });
  return found;
}

export const attributeNamed = (attributes: readonly ReadAttribute[], name: string): ReadAttribute | undefined =>
  attributes.find((attribute) => attribute.name === name);

/** The text of an argument that is a string. */
export function stringArgument(attribute: ReadAttribute | undefined, name: string): string | undefined {
  const value = attribute?.args.get(name);
  return value?.kind === "string" ? value.value : undefined;
}

/** The word of an argument that is a bare name, such as `Cascade`. */
export function nameArgument(attribute: ReadAttribute | undefined, name: string): string | undefined {
  const value = attribute?.args.get(name);
  return value?.kind === "name" ? value.name : undefined;
}

/** The names in an argument that is a list of bare names. */
export function namesArgument(attribute: ReadAttribute | undefined, name: string): readonly string[] {
  const value = attribute?.args.get(name);
  if (value?.kind !== "array") return [];
  return value.items.flatMap((item) => (item.kind === "name" ? [item.name] : []));
}
