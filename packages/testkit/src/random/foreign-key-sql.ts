import type { ForeignKeyDesign, TableDesign } from "./design.ts";
import { baseType, indexesOf, keyColumns, placed, quoted, typesOf, uniquesOf, type Shown } from "./shown.ts";

/** A foreign key and what it is over: columns of its own, made for it with the types of those that it refers to. */
interface Reference {
  readonly target: TableDesign;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly to: string }[];
}

function referenceOf(table: TableDesign, { name, to, key, turned }: ForeignKeyDesign, design: Shown): Reference | undefined {
  const target = design.tables[to % Math.max(design.tables.length, 1)];
  if (target === undefined || (target.unlogged && !table.unlogged)) return undefined;
  const keys = referableKeys(target);
  const columns = (keys[key % keys.length] ?? []).map((column) => ({
    name: `${name} ${column}`,
    type: typeOf(target, column, design),
    to: column,
  }));
  return { target, columns: turned ? columns.toReversed() : columns };
}

const referableKeys = (target: TableDesign): readonly (readonly string[])[] => [
  keyColumns(target),
  ...uniquesOf(target).flatMap(({ columns, suffix }) => (suffix.includes("deferrable") ? [] : [columns])),
  ...indexesOf(target).flatMap(({ unique, shape }) =>
    unique && (shape.sql === "(name)" || shape.sql === '("Kind", name)') ? [shape.sql === "(name)" ? ["name"] : ["Kind", "name"]] : [],
  ),
];

const plainTypes: Readonly<Record<string, string>> = { serial: "integer", bigserial: "bigint" };

function typeOf(table: TableDesign, column: string, design: Shown): string {
  const type = typesOf(table).get(column) ?? "integer";
  return type.startsWith("@") ? baseType(type, design) : (plainTypes[type] ?? type);
}

/** The columns of a table's foreign keys. */
export const foreignColumns = (table: TableDesign, design: Shown): readonly string[] =>
  table.foreignKeys.flatMap((key) => (referenceOf(table, key, design)?.columns ?? []).map(({ name, type }) => `${quoted(name)} ${type}`));

/** Names of those columns. */
export const foreignColumnsOf = (table: TableDesign, design: Shown): readonly string[] =>
  table.foreignKeys.flatMap((key) => (referenceOf(table, key, design)?.columns ?? []).map(({ name }) => name));

/** Names of the foreign keys that can be made. */
export const foreignKeysOf = (table: TableDesign, design: Shown): readonly ForeignKeyDesign[] =>
  table.foreignKeys.filter((key) => referenceOf(table, key, design) !== undefined);

export function foreignKeySql(table: TableDesign, design: Shown): readonly string[] {
  return foreignKeysOf(table, design).flatMap((key) => {
    const { target, columns } = referenceOf(table, key, design) ?? { columns: [] };
    if (target === undefined) return [];
    const own = columns.map(({ name }) => quoted(name)).join(", ");
    return [
      `alter table ${placed(table)} add constraint ${quoted(key.name)} foreign key (${own}) references ${placed(target)} ` +
        `(${columns.map(({ to }) => quoted(to)).join(", ")})${key.actions}`,
    ];
  });
}
