import type { Design, IndexDesign, TableDesign } from "./design.ts";

/** A design of which all is to be made, on a server of this major. */
export type Shown = Design & { readonly major: number };

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const text = (value: string): string => `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

export const placed = ({ schema, name }: { readonly schema: string; readonly name: string }): string => `${quoted(schema)}.${quoted(name)}`;

/** What a placeholder stands for in this design. */
export function baseType(placeholder: string, { enums, domains, citext }: Design): string {
  if (!placeholder.startsWith("@")) return placeholder;
  if (placeholder === "@citext") return citext === undefined ? "text" : `${quoted(citext)}.citext`;
  if (placeholder.startsWith("@dom")) {
    const domain = domains.find(({ name }) => name.toLowerCase().replace(/[ .]/u, "_") === placeholder.slice(1));
    return domain === undefined ? "text" : placed(domain);
  }
  const type = enums.find(({ name }) => name === (placeholder === "@mood" ? "mood" : "Odd Type"));
  return type === undefined ? "text" : placed(type);
}

/** Types of columns as the design names them. */
export const typesOf = (table: TableDesign): ReadonlyMap<string, string> =>
  new Map([["id", table.key.replace(/ generated.*$/u, "")], ...table.columns.map(({ name, type }) => [name, type.sql] as const)]);

const comparable = /^(text|varchar\(\d+\)|integer|serial|bigint|bigserial|numeric|uuid|date|boolean|@mood|@odd|@citext)$/u;

const areComparable = (table: TableDesign, columns: readonly string[]): boolean =>
  columns.every((name) => comparable.test(typesOf(table).get(name) ?? ""));

export const keyColumns = (table: TableDesign): readonly string[] =>
  table.wideKey && areComparable(table, ["name"]) ? ["id", "name"] : ["id"];

export const uniquesOf = (table: TableDesign): TableDesign["uniques"] =>
  table.uniques.filter(
    ({ columns, suffix }) => columns.length > 0 && areComparable(table, columns) && !(suffix.includes("include") && columns.includes("id")),
  );

export function checksOf(table: TableDesign): TableDesign["checks"] {
  const types = typesOf(table);
  const isNumeric = /^(integer|serial|bigint|smallint|numeric(\(10,2\))?|double precision)$/u.test(types.get("amount") ?? "");
  const isTextual = /^(text|varchar\(\d+\))$/u.test(types.get("name") ?? "");
  return table.checks.filter(({ expression }) => {
    if (expression.startsWith("amount")) return isNumeric;
    if (expression.includes("= 'a'")) return types.get("Kind") === "@mood" || types.get("Kind") === "text";
    return expression.startsWith('"Kind"') ? types.has("Kind") : isTextual;
  });
}

export const indexName = (table: TableDesign, index: IndexDesign): string => `${index.name} ${table.name}`;

export const indexesOf = (table: TableDesign): readonly IndexDesign[] => {
  const types = typesOf(table);
  return table.indexes.filter(({ shape }) =>
    Object.entries(shape.needs).every(([name, fitting]) => fitting.includes(types.get(name) ?? "")),
  );
};
