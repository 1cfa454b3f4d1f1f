import type { SchemaObject } from "../../schema/object.ts";

/** A name, in which `*` stands for any characters and `?` for one; an expression; or several of these. */
export type NamePattern = string | RegExp | readonly (string | RegExp)[];

/** What a rule sees of an object of the database or of the models. */
export interface ObjectView {
  /** @example "table", "materializedView", "index", "function", "privilege" */
  readonly kind: string;
  /** The schema that it lies in; of a schema, its own name. Absent: it lies in none. */
  readonly schema?: string;
  /** The table, view or type that it is in. Absent: it is in none. */
  readonly table?: string;
  readonly name: string;
  /** Argument types of a function, a procedure or an aggregate. */
  readonly signature?: string;
  /** What a comment or a privilege is on. */
  readonly of?: string;
  /** Who has a privilege. */
  readonly role?: string;
  /** All that mig knows of it. Absent: no kind of mig models it. */
  readonly object?: SchemaObject;
}

/** Which objects are meant: those that fit everything that is said. */
export interface ObjectFields {
  readonly kind?: NamePattern;
  readonly schema?: NamePattern;
  readonly table?: NamePattern;
  readonly name?: NamePattern;
  readonly of?: NamePattern;
  readonly role?: NamePattern;
}

/**
 * Objects, with all that is in them or on them: `legacy_*` (a name), `audit.*` (a schema and a name), `public.users.old_*` (in a table),
 * with the kind before it (`index:idx_*`, `view:public.*`), some fields, or a function.
 * @example ["audit.*", { kind: "trigger", name: "ts_*" }, ({ name }) => name.startsWith("tmp_")]
 */
export type ObjectRule = string | ObjectFields | ((object: ObjectView) => boolean);

const fieldNames = ["kind", "schema", "table", "name", "of", "role"] as const;

interface Segments {
  readonly kind: string | undefined;
  readonly parts: readonly RegExp[];
}

/** `kind:a.b.c`, each part a pattern or quoted. Undefined: it cannot be read. */
function readSegments(text: string): Segments | undefined {
  const found = /^(?:(?<kind>[a-zA-Z]+):)?(?<path>.+)$/su.exec(text)?.groups;
  const parts = found?.["path"]?.match(/"(?:[^"]|"")*"|[^".]+|\.|"/gsu) ?? [];
  const names = parts.filter((_, at) => at % 2 === 0);
  const dots = parts.filter((_, at) => at % 2 === 1);
  if (names.length === 0 || names.length > 3 || names.length !== dots.length + 1) return undefined;
  if (names.some((name) => name === "." || name === '"') || dots.some((dot) => dot !== ".")) return undefined;
  return { kind: found?.["kind"], parts: names.map(segmentPattern) };
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);

const segmentPattern = (text: string): RegExp =>
  text.startsWith('"') ? new RegExp(`^${escaped(text.slice(1, -1).replaceAll('""', '"'))}$`, "u") : globPattern(text);

const globPattern = (text: string): RegExp =>
  new RegExp(
    `^${escaped(text)
      .replaceAll(String.raw`\*`, "[^]*")
      .replaceAll(String.raw`\?`, "[^]")}$`,
    "u",
  );

/** What is wrong with a rule, in words that follow its key. Undefined: nothing. */
export function ruleProblem(rule: unknown): string | undefined {
  if (typeof rule === "function") return undefined;
  if (typeof rule === "string")
    return readSegments(rule) === undefined
      ? 'must be a name such as "legacy_*", "audit.*", "public.users.old_*" or "index:idx_*"'
      : undefined;
  return fieldsProblem(rule, fieldNames);
}

/** The same for an object with fields that are patterns. */
export function fieldsProblem(rule: unknown, known: readonly string[]): string | undefined {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule) || rule instanceof RegExp)
    return `must be a name, an object of ${known.join(", ")}, or a function`;
  const entries = Object.entries(rule).filter(([, value]) => value !== undefined);
  const unknown = entries.find(([key]) => !known.includes(key));
  if (unknown !== undefined) return `has "${unknown[0]}", which is none of ${known.join(", ")}`;
  if (entries.length === 0) return `says nothing; it takes ${known.join(", ")}`;
  const wrong = entries.find(([, value]) => !isPattern(value));
  return wrong === undefined ? undefined : `has "${wrong[0]}", which must be a name, an expression, or a list of these`;
}

const isOne = (value: unknown): boolean => (typeof value === "string" && value !== "") || value instanceof RegExp;
const isPattern = (value: unknown): boolean => isOne(value) || (Array.isArray(value) && value.length > 0 && value.every(isOne));

/** Whether a name fits a pattern. One that is not there fits none. */
export function patternMatcher(pattern: NamePattern): (name: string | undefined) => boolean {
  const all = (Array.isArray(pattern) ? (pattern as readonly (string | RegExp)[]) : [pattern as string | RegExp]).map((one) =>
    typeof one === "string" ? globPattern(one) : new RegExp(one.source, one.flags.replaceAll(/[gy]/gu, "")),
  ); // Array.isArray does not narrow readonly
  return (name) => name !== undefined && all.some((one) => one.test(name));
}

/** A rule as a function. */
export function ruleMatcher(rule: ObjectRule): (object: ObjectView) => boolean {
  if (typeof rule === "function") return rule;
  if (typeof rule !== "string") return fieldsMatcher(rule);
  const { kind, parts } = readSegments(rule) ?? { kind: undefined, parts: [] };
  const [name, table, schema] = parts.toReversed();
  return (object) => {
    if (kind !== undefined && object.kind !== kind) return false;
    if (name?.test(object.name) !== true) return false;
    if (schema !== undefined) return object.table !== undefined && fits(table, object.table) && fits(schema, object.schema);
    if (object.table !== undefined && kind === undefined) return false; // a name alone is that of no column
    return table === undefined || fits(table, object.schema);
  };
}

/** Fields of a view as a function. */
export function fieldsMatcher(fields: ObjectFields): (object: ObjectView) => boolean {
  const tests = fieldNames.flatMap((field) => {
    const pattern = fields[field];
    return pattern === undefined ? [] : [{ field, test: patternMatcher(pattern) }];
  });
  return (object) => tests.every(({ field, test }) => test(object[field]));
}

const fits = (pattern: RegExp | undefined, text: string | undefined): boolean => text !== undefined && pattern?.test(text) === true;
