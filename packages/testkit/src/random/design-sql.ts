import type { Design, IndexDesign, TableDesign } from "./design.ts";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const text = (value: string): string => `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** The DDL that makes a design in an empty database. It shares nothing with mig's own. */
export function designSql(design: Design): string {
  return [
    ...design.enums.map(({ name, values }) => `create type ${quoted(name)} as enum (${values.map(text).join(", ")})`),
    ...design.sequences.map(({ name, options }) => `create sequence ${quoted(name)}${options}`),
    ...design.tables.map((table) => tableSql(table)),
    ...design.tables.flatMap((table) => foreignKeySql(table, design)),
    ...design.tables.flatMap((table) => indexesOf(table).map((index) => indexSql(table, index))),
    ...commentsSql(design),
  ]
    .map((statement) => `${statement};\n`)
    .join("");
}

function tableSql(table: TableDesign): string {
  const types = columnTypesOf(table);
  const parts = [
    `id ${table.key} not null`,
    ...table.columns.map(({ name, type, variant, notNull }) => {
      const extra = type.extras[variant % type.extras.length] ?? "";
      return `${quoted(name)} ${type.sql} ${extra} ${notNull && !extra.includes("identity") ? "not null" : ""}`;
    }),
    ...foreignColumns(table),
    ...(types.has("amount") && /^(integer|bigint|numeric)(\(10,2\))?$/u.test(types.get("amount") ?? "") ? [`"computed" text generated always as (('n' || amount::int4::text)) stored`].slice(0, table.exclusion ? 0 : 1) : []),
    `constraint ${quoted(`${table.keyName} ${table.name}`)} primary key (id)`,
    ...uniquesOf(table).map((unique) => `unique ${unique.suffix.startsWith("nulls") ? "nulls not distinct " : ""}(${unique.columns.map(quoted).join(", ")})${unique.suffix.startsWith("nulls") ? "" : unique.suffix}`),
    ...(table.exclusion && types.get("data") === "int4range" ? ["exclude using gist (data with &&)"] : []),
  ];
  const create = `create ${table.unlogged ? "unlogged " : ""}table ${quoted(table.name)} (${parts.join(", ")})${table.storage}`;
  const checks = checksOf(table).map(({ name, expression, suffix }) => `alter table ${quoted(table.name)} add constraint ${quoted(name)} check (${expression})${suffix}`);
  return [create, ...checks].join(";\n");
}

const columnTypesOf = (table: TableDesign): ReadonlyMap<string, string> => new Map(table.columns.map(({ name, type }) => [name, type.sql]));

const comparable = /^(text|varchar\(\d+\)|integer|bigint|numeric|uuid|date|boolean|public\.mood)$/u;

/** Columns that foreign keys use are there whether or not the key can be made. */
function foreignColumns(table: TableDesign): readonly string[] {
  return table.foreignKeys.map(({ name }) => `${quoted(`${name} ref`)} ${name === "fk_a" ? "integer" : "uuid"}`);
}

function foreignKeySql(table: TableDesign, design: Design): readonly string[] {
  return table.foreignKeys.flatMap(({ name, to, actions }) => {
    const target = design.tables.find((other) => other.name === to);
    const type = name === "fk_a" ? ["integer", "serial"] : ["uuid"];
    if (target === undefined || !type.includes(target.key) || (target.unlogged && !table.unlogged)) return [];
    return [`alter table ${quoted(table.name)} add constraint ${quoted(name)} foreign key (${quoted(`${name} ref`)}) references ${quoted(to)} (id)${actions}`];
  });
}

const uniquesOf = (table: TableDesign): TableDesign["uniques"] =>
  table.uniques.filter(({ columns }) => columns.length > 0 && columns.every((name) => comparable.test(columnTypesOf(table).get(name) ?? "")));

function checksOf(table: TableDesign): TableDesign["checks"] {
  const types = columnTypesOf(table);
  const numeric = /^(integer|bigint|smallint|numeric(\(10,2\))?|double precision)$/u.test(types.get("amount") ?? "");
  const textual = /^(text|varchar\(\d+\))$/u.test(types.get("name") ?? "");
  return table.checks.filter(({ expression }) => {
    if (expression.startsWith("amount")) return numeric;
    if (expression.startsWith('"Kind"')) return types.has("Kind");
    return textual;
  });
}

const indexName = (table: TableDesign, index: IndexDesign): string => `${index.name} ${table.name}`;

const indexesOf = (table: TableDesign): readonly IndexDesign[] => {
  const types = columnTypesOf(table);
  return table.indexes.filter(({ shape }) => Object.entries(shape.needs).every(([name, fitting]) => fitting.includes(types.get(name) ?? "")));
};

const indexSql = (table: TableDesign, index: IndexDesign): string =>
  `create ${index.unique && index.shape.mayBeUnique ? "unique " : ""}index ${quoted(indexName(table, index))} on ${quoted(table.name)} ${index.shape.sql}`;

function commentsSql(design: Design): readonly string[] {
  const comment = (what: string): string => `comment on ${what} is ${text(`about "it"'s \\ ${what.length}\nsecond line`)}`;
  return [
    ...design.enums.filter((item) => item.comment).map(({ name }) => comment(`type ${quoted(name)}`)),
    ...design.sequences.filter((item) => item.comment).map(({ name }) => comment(`sequence ${quoted(name)}`)),
    ...design.tables.flatMap((table) => [
      ...(table.comment ? [comment(`table ${quoted(table.name)}`), comment(`constraint ${quoted(`${table.keyName} ${table.name}`)} on ${quoted(table.name)}`)] : []),
      ...table.columns.filter((item) => item.comment).map(({ name }) => comment(`column ${quoted(table.name)}.${quoted(name)}`)),
      ...indexesOf(table).filter((item) => item.comment).map((index) => comment(`index ${quoted(indexName(table, index))}`)),
    ]),
  ];
}
