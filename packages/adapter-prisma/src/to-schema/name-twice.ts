import { refKey, refText, type SchemaObject } from "@migts/core/adapter";
import type { Made } from "./context.ts";
import type { Report } from "./reading/report.ts";

/**
 * Two objects of one name: after names were cut, or by a name that Prisma does not check. What directives declare must not have the name of
 * another constraint of its table, or of another table or index, either.
 */
export function reportTwins(made: readonly Made[], declared: ReadonlySet<string>, report: Report): void {
  const seen = new Map<string, Made>();
  for (const one of made) {
    if (one.object.kind === "comment") continue;
    const keys = [refKey(one.object), ...takenBy(one.object)];
    const twin = keys.map((key) => seen.get(key)).find((other) => other !== undefined && isTwin(other.object, one.object, declared));
    if (twin !== undefined) report.error("PRISMA_NAME_TWICE", ...problemOf(one, twin, declared));
    for (const key of keys) if (!seen.has(key)) seen.set(key, one);
  }
}

const isTwin = (other: SchemaObject, object: SchemaObject, declared: ReadonlySet<string>): boolean =>
  refKey(other) === refKey(object) || declared.has(refKey(other)) || declared.has(refKey(object));

/** It is said at the directive, if there is one. */
function problemOf(one: Made, twin: Made, declared: ReadonlySet<string>): readonly [at: number, message: string] {
  const [about, other] = !declared.has(refKey(one.object)) && declared.has(refKey(twin.object)) ? [twin, one] : [one, twin];
  const text = refText(about.object);
  if (!declared.has(refKey(about.object))) return [about.at, `This name is used twice: ${text}.`];
  const by = refKey(other.object) === refKey(about.object) ? "Another directive" : `The ${refText(other.object)}`;
  return [
    about.at,
    `${by} has this name already: ${about.object.name}. Give the ${about.object.kind} another one with the argument "name".`,
  ];
}

const constraints: ReadonlySet<string> = new Set(["primaryKey", "foreignKey", "check", "exclusion"]);
const relations: ReadonlySet<string> = new Set(["table", "index", "primaryKey", "exclusion", "sequence"]);

/** The names that it takes among objects of other kinds. */
function takenBy({ kind, schema, table, name }: SchemaObject): readonly string[] {
  return [
    ...(constraints.has(kind) ? [JSON.stringify(["constraint", schema, table, name])] : []),
    ...(relations.has(kind) ? [JSON.stringify(["relation", schema, name])] : []),
  ];
}
