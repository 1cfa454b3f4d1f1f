import type { Attribute, Value } from "../../document/document.ts";
import type { Report } from "./report.ts";
import { namesOf } from "./single-or-list.ts";

/** Attributes by name, with the names of their arguments. */
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

/** The argument that may stand without its name. */
const unnamed: Readonly<Record<string, string>> = {
  id: "fields",
  unique: "fields",
  index: "fields",
  default: "value",
  map: "name",
  schema: "map",
  relation: "name",
};

/** Reports each attribute, and each argument, that mig does not understand: nothing is passed over in silence. */
export function checkAttributes(attributes: readonly Attribute[], known: Known, report: Report): void {
  for (const attribute of attributes) {
    const names = known[attribute.name];
    if (names !== undefined) checkArguments(attribute, names, report);
    else report.error("PRISMA_NOT_UNDERSTOOD", attribute.at, `mig does not understand the attribute "@${attribute.name}" here.`);
  }
}

/** Reports each argument of an attribute that mig does not understand. */
function checkArguments({ name, args }: Pick<Attribute, "name" | "args">, names: readonly string[], report: Report): void {
  for (const argument of args) {
    const key = argument.name ?? unnamed[name];
    if (key !== undefined && names.includes(key)) continue;
    report.error(
      "PRISMA_NOT_UNDERSTOOD",
      argument.at,
      `mig does not understand ${key === undefined ? "this argument" : `the argument "${key}"`} of "${name}".`,
    );
  }
}

/** Warns of each option of a field in an index that Prisma accepts and does nothing with. */
export function warnOfIgnored({ name, args }: Pick<Attribute, "name" | "args">, names: readonly string[], report: Report): void {
  for (const argument of args) {
    if (argument.name !== undefined && names.includes(argument.name)) continue;
    report.warn(
      "PRISMA_IGNORED",
      argument.at,
      `Prisma ignores ${argument.name === undefined ? "this argument" : `the argument "${argument.name}"`} of "${name}" here, ` +
        `and so does mig.`,
    );
  }
}

/** The value of an argument, given with its name or, where that may be, without. */
export function argumentOf(attribute: Pick<Attribute, "name" | "args"> | undefined, name: string): Value | undefined {
  if (attribute === undefined) return undefined;
  for (const argument of attribute.args) {
    if ((argument.name ?? unnamed[attribute.name]) === name) return argument.value;
  }
  return undefined;
}

export const attributeNamed = (attributes: readonly Attribute[], name: string): Attribute | undefined =>
  attributes.length === 0 ? undefined : attributes.find((attribute) => attribute.name === name);

/** The text of an argument that is a string. */
export function stringArgument(attribute: Pick<Attribute, "name" | "args"> | undefined, name: string): string | undefined {
  const value = argumentOf(attribute, name);
  return value?.kind === "string" ? value.value : undefined;
}

/** The word of an argument that is a bare name, such as `Cascade`. */
export function nameArgument(attribute: Pick<Attribute, "name" | "args"> | undefined, name: string): string | undefined {
  const value = argumentOf(attribute, name);
  return value?.kind === "name" ? value.name : undefined;
}

/** The names in an argument that is a list of bare names. */
export function namesArgument(attribute: Pick<Attribute, "name" | "args"> | undefined, name: string): readonly string[] {
  return namesOf(argumentOf(attribute, name));
}
