import type { Design, IndexDesign, SequenceDesign, TableDesign } from "./design.ts";
import { commentsSql } from "./comments-sql.ts";
import { domainsSql } from "./domain-sql.ts";
import { foreignKeySql, foreignColumns } from "./foreign-key-sql.ts";
import { othersSql } from "./others-sql.ts";
import { baseType, checksOf, indexesOf, indexName, keyColumns, placed, quoted, text, typesOf, uniquesOf, type Shown } from "./shown.ts";
import { partitionsSql } from "./partition-sql.ts";
import { routinesSql } from "./routine-sql.ts";
import { viewsSql } from "./view-sql.ts";

/** The DDL that makes a design in an empty database. It shares nothing with mig's own. */
export function designSql(design: Design, major: number): string {
  const shown = withoutHidden(design, major);
  return [
    ...shown.schemas.map((name) => `create schema ${quoted(name)}`),
    `create collation public.sorted (provider = libc, locale = ${shown.schemas.length % 2 === 0 ? "'C'" : "'POSIX'"})`,
    "create domain public.positive as integer check (value > 0)",
    ...(shown.citext === undefined ? [] : [`create extension citext schema ${quoted(shown.citext)}`]),
    ...shown.enums.map((type) => `create type ${placed(type)} as enum (${type.values.map(text).join(", ")})`),
    ...shown.sequences.map((sequence) => `create ${sequence.unlogged ? "unlogged " : ""}sequence ${placed(sequence)}${sequence.options}`),
    ...domainsSql(shown),
    ...shown.tables.map((table) => tableSql(table, shown)),
    // before foreign keys, which may refer to a unique one
    ...shown.tables.flatMap((table) => indexesOf(table).map((index) => indexSql(table, index))),
    ...shown.tables.flatMap((table) => foreignKeySql(table, shown)),
    ...shown.sequences.flatMap((sequence) => ownerSql(sequence, shown)),
    ...commentsSql(shown),
    ...viewsSql(shown),
    ...routinesSql(shown),
    ...othersSql(shown),
    ...partitionsSql(shown.partitions),
  ]
    .map((statement) => `${statement};\n`)
    .join("");
}

/** Without what is in a schema that the design has not. */
function withoutHidden(design: Design, major: number): Shown {
  const schemas = new Set(["public", ...design.schemas]);
  const isShown = ({ schema }: { readonly schema: string }): boolean => schemas.has(schema);
  const { citext, ...rest } = design;
  return {
    ...rest,
    major,
    ...(citext === undefined || !schemas.has(citext) ? {} : { citext }),
    enums: design.enums.map((type) => (isShown(type) ? type : { ...type, schema: "public" })),
    sequences: design.sequences.filter(isShown),
    domains: design.domains.map((domain) => (isShown(domain) ? domain : { ...domain, schema: "public" })),
    tables: design.tables.filter(isShown),
    views: design.views.filter(isShown),
    routines: design.routines.filter(isShown),
  };
}

function tableSql(table: TableDesign, design: Shown): string {
  const types = typesOf(table);
  const parts = [
    `id ${table.key}${table.key.includes("identity") ? "" : " not null"}`,
    ...table.columns.map((column) => columnSql(column, table, design)),
    ...foreignColumns(table, design),
    ...computedSql(table, design),
    `constraint ${quoted(`${table.keyName} ${table.name}`)} primary key (${keyColumns(table).map(quoted).join(", ")})`,
    ...(table.exclusion && types.get("data") === "int4range"
      ? [`constraint "ex ${table.name.replaceAll('"', '""')}" exclude using gist (data with &&)`]
      : []),
  ];
  const create = `create ${table.unlogged ? "unlogged " : ""}table ${placed(table)} (${parts.join(", ")})${table.storage}`;
  return [
    create,
    ...[...uniqueClauses(table), ...checkClauses(table)].map((clause) => `alter table ${placed(table)} add constraint ${clause}`),
  ].join(";\n");
}

/** Apart from their table: it would take two over the same columns for one. */
const uniqueClauses = (table: TableDesign): readonly string[] =>
  uniquesOf(table).map(({ name, columns, suffix }) => {
    const nulls = suffix.startsWith("nulls");
    return (
      `${quoted(`${name} ${table.name}`)} unique ` +
      `${nulls ? "nulls not distinct " : ""}(${columns.map(quoted).join(", ")})${nulls ? "" : suffix}`
    );
  });

const checkClauses = (table: TableDesign): readonly string[] =>
  checksOf(table).map(({ name, expression, suffix }) => `${quoted(name)} check (${expression})${suffix}`);

function columnSql({ name, type, variant, notNull }: TableDesign["columns"][number], table: TableDesign, design: Shown): string {
  const extra = realText(type.extras[variant % type.extras.length] ?? "", design);
  const isSet = notNull !== "no" && !extra.includes("identity");
  return (
    `${quoted(name)} ${realText(type.sql, design)} ${extra} ` +
    (isSet ? `${notNull === "named" ? `constraint ${quoted(`${name} of ${table.name} is there`)} ` : ""}not null` : "")
  );
}

/** With the types that the design has; a default that takes from a sequence which it has not is left out. */
function realText(sql: string, design: Shown): string {
  const taken = /nextval\('(?<schema>\w+)\."?(?<name>[^"']+)"?'\)/u.exec(sql)?.groups;
  if (taken !== undefined && !design.sequences.some(({ schema, name }) => schema === taken["schema"] && name === taken["name"])) return "";
  return sql.replaceAll(/@\w+/gu, (placeholder) => baseType(placeholder, design));
}

function computedSql(table: TableDesign, design: Shown): readonly string[] {
  const types = typesOf(table);
  if (table.computed === "none") return [];
  // A virtual column cannot use types of the user's (PostgreSQL 18).
  const kind = table.computed === "virtual" && design.major >= 18 ? "virtual" : "stored";
  const parts = [
    ...(/^(integer|bigint|numeric)(\(10,2\))?$/u.test(types.get("amount") ?? "") ? ["'n' || amount::int4::text"] : []),
    ...(types.get("Kind") === "@mood" && kind === "stored" ? [`case when "Kind" = 'a' then 'is a' else 'other' end`] : []),
  ];
  return parts.length === 0 ? [] : [`"computed" text generated always as (${parts.map((part) => `(${part})`).join(" || ")}) ${kind}`];
}

const indexSql = (table: TableDesign, index: IndexDesign): string =>
  `create ${index.unique && index.shape.mayBeUnique ? "unique " : ""}index ${quoted(indexName(table, index))} on ${placed(table)} ` +
  index.shape.sql;

function ownerSql(sequence: SequenceDesign, { tables }: Shown): readonly string[] {
  const owner = tables.find(({ schema }) => schema === sequence.schema);
  return sequence.owned && owner !== undefined && owner.unlogged === sequence.unlogged
    ? [`alter sequence ${placed(sequence)} owned by ${placed(owner)}.id`]
    : [];
}
