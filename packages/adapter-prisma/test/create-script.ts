import { objectsOf, type Column, type DatabaseSchema, type EnumType, type Extension, type ForeignKey, type Index, type IndexElement, type PrimaryKey, type SchemaObject, type Sequence } from "@migts/core/adapter";

// DDL of a schema in the plainest words, so that a test of the adapter rests on nothing but PostgreSQL.

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const names = (list: readonly string[]): string => list.map(name).join(", ");
const full = ({ schema = "", name: own }: { readonly schema?: string; readonly name: string }): string => `${name(schema)}.${name(own)}`;
const tableOf = ({ schema = "", table = "" }: SchemaObject): string => `${name(schema)}.${name(table)}`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const makers: readonly (readonly [kind: string, make: (object: never) => string])[] = [
  ["schema", (object: SchemaObject) => `create schema if not exists ${name(object.name)}`],
  ["extension", (object: Extension) => `create extension if not exists ${name(object.name)}${object.installedIn === undefined ? "" : ` with schema ${name(object.installedIn)}`}`],
  ["enumType", (object: EnumType) => `create type ${full(object)} as enum (${object.values.map(text).join(", ")})`],
  ["sequence", (object: Sequence) => `create sequence ${full(object)} as ${object.dataType ?? "bigint"}`],
  ["table", (object: SchemaObject) => `create table ${full(object)} ()`],
  ["column", (object: Column) =>
    `alter table ${tableOf(object)} add column ${name(object.name)} ${object.type}${object.default === undefined ? "" : ` default ${object.default}`}${object.notNull === true ? " not null" : ""}`],
  ["sequence", (object: Sequence) => (object.ownedBy === undefined ? "" : `alter sequence ${full(object)} owned by ${tableOf({ kind: "", name: "", ...object.ownedBy })}.${name(object.ownedBy.column)}`)],
  ["primaryKey", (object: PrimaryKey) => `alter table ${tableOf(object)} add constraint ${name(object.name)} primary key (${names(object.columns)})`],
  ["index", (object: Index) =>
    `create ${object.unique === true ? "unique " : ""}index ${name(object.name)} on ${tableOf(object)} using ${object.method ?? "btree"} (${object.columns.map(element).join(", ")})${object.where === undefined ? "" : ` where ${object.where}`}`],
  ["foreignKey", (object: ForeignKey) =>
    `alter table ${tableOf(object)} add constraint ${name(object.name)} foreign key (${names(object.columns)}) references ${tableOf({ kind: "", name: "", ...object.references })} (${names(object.references.columns)}) on delete ${object.onDelete ?? "no action"} on update ${object.onUpdate ?? "no action"}`],
];

function element({ column = "", operatorClass, operatorClassParameters, order }: IndexElement): string {
  const parameters = Object.entries(operatorClassParameters ?? {}).map(([key, value]) => `${key}=${value}`);
  const operators = operatorClass === undefined ? "" : ` ${operatorClass}${parameters.length === 0 ? "" : `(${parameters.join(",")})`}`;
  return `${name(column)}${operators}${order === undefined ? "" : ` ${order}`}`;
}

/** Everything in the schema as statements that run one after the other. */
export function createScriptOf(schema: DatabaseSchema): string {
  const objects = [...objectsOf(schema)];
  const statements = makers.flatMap(([kind, make]) => objects.filter((object) => object.kind === kind).map((object) => make(object as never))); // each maker gets its kind
  return statements.filter((statement) => statement !== "").join(";\n");
}
