import type { Column, EnumType, Index, PrimaryKey, SchemaObject, Unique } from "@migts/core/adapter";
import type { Made } from "./context.ts";
import type { Report } from "./reading/report.ts";

/** Says what Prisma lets pass and PostgreSQL refuses, whatever the database has. */
export function reportRefused(made: readonly Made[], report: Report): void {
  const tables = new Set(made.flatMap(({ object }) => (object.kind === "table" ? [placeOf(object)] : [])));
  for (const { object, at } of made) {
    const problem = problemOf(object, tables);
    if (problem !== undefined) report.error("PRISMA_REFUSED", at, problem);
  }
}

const placeOf = ({ schema, name }: SchemaObject): string => JSON.stringify([schema, name]);

function problemOf(object: SchemaObject, tables: ReadonlySet<string>): string | undefined {
  if (object.name === "") return "PostgreSQL takes no empty names.";
  if (object.kind === "column") return problemOfType(object as Column) ?? problemOfDefault(object as Column); // as its kind says
  if (object.kind === "index") return problemOfIndex(object as Index); // as its kind says
  if (object.kind === "primaryKey" || object.kind === "unique") return problemOfKeys((object as PrimaryKey | Unique).columns); // as its kind says
  if (object.kind !== "enumType") return undefined;
  return tables.has(placeOf(object))
    ? `A table is called "${object.name}" too. PostgreSQL makes a type of each table, so an enum needs another name.`
    : problemOfLabels(object as EnumType); // as its kind says
}

function problemOfLabels({ values }: EnumType): string | undefined {
  const twice = values.find((label, at) => values.indexOf(label) !== at);
  if (twice !== undefined) return `PostgreSQL takes each label of an enum once: "${twice}".`;
  const long = values.find((label) => Buffer.byteLength(label) > longestLabel);
  return long === undefined ? undefined : `PostgreSQL takes labels of up to ${longestLabel} bytes: "${long}" is longer.`;
}

const longestLabel = 63;

/** PostgreSQL's index methods that can do less than `btree`. Those of extensions are not known. */
const lesserMethods: Readonly<Record<string, { readonly takesOneKey?: true }>> = {
  hash: { takesOneKey: true },
  spgist: { takesOneKey: true },
  gin: {},
  gist: {},
  brin: {},
};

function problemOfIndex({ method = "btree", columns }: Index): string | undefined {
  const lesser = lesserMethods[method];
  if (lesser?.takesOneKey === true && columns.length > 1) return `PostgreSQL takes one column for an index of the method ${method}.`;
  if (lesser !== undefined && columns.some(({ order, nulls }) => order !== undefined || nulls !== undefined))
    return `PostgreSQL takes no order for an index of the method ${method}.`;
  return problemOfKeys(columns);
}

const mostKeys = 32;

const problemOfKeys = ({ length }: { readonly length: number }): string | undefined =>
  length > mostKeys ? `PostgreSQL takes up to ${mostKeys} columns for an index.` : undefined;

/** The longest that values of a type can be declared. */
const longest: Readonly<Record<string, number>> = {
  "character varying": 10_485_760,
  character: 10_485_760,
  "bit varying": 83_886_080,
  bit: 83_886_080,
};

function problemOfType({ type, default: given }: Column): string | undefined {
  if (type === "") return "PostgreSQL needs the name of a type.";
  if (type.endsWith("[]") && given?.startsWith("nextval(") === true) return "PostgreSQL counts up single numbers, not lists.";
  const [, base = "", length = ""] = /^([a-z ]+)\((\d+)\)/u.exec(type) ?? [];
  const most = longest[base];
  return most === undefined || (Number(length) >= 1 && Number(length) <= most)
    ? undefined
    : `PostgreSQL takes lengths from 1 to ${most} for ${base}.`;
}

const bits = /^(?:b?[01]*|x[\da-f]*)$/iu;

/** What a text has to look like to be a value of a type: what else is in it only the server can tell. */
const values: Readonly<Record<string, RegExp>> = {
  uuid: /^(?:(?:[\da-f]{4}-?){7}[\da-f]{4}|\{(?:[\da-f]{4}-?){7}[\da-f]{4}\})$/iu,
  inet: /^[\d.]+(?:\/\d+)?$|^[\da-f:]+[\d.]*(?:\/\d+)?$/iu,
  '"bit"': bits,
  "bit varying": bits,
};

/** A literal of such a type, as PostgreSQL prints it. */
const literal = String.raw`'((?:[^']|'')*)'::(uuid|inet|"bit"|bit varying)`;
const literals = new RegExp(String.raw`^(?:${literal}|ARRAY\[${literal}(?:, ${literal})*\])$`, "u");

function problemOfDefault({ default: given = "" }: Column): string | undefined {
  if (!literals.test(given)) return undefined;
  const found = Array.from(given.matchAll(new RegExp(literal, "gu")), ([, text = "", type = ""]) => ({ text, type }));
  const wrong = found.find(({ text, type }) => values[type]?.test(text) === false);
  return wrong === undefined ? undefined : `PostgreSQL takes no "${wrong.text}" as a value of the type ${wrong.type.replaceAll('"', "")}.`;
}
