import type { Kinds } from "../../../operation/kinds.ts";
import { renameObject } from "../../../operation/rename.ts";
import type { NewNames } from "../../../operation/new-names.ts";
import { hasObject, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../schema/object.ts";
import type { Use } from "../../../schema/use.ts";
import { sql, type Sql } from "../../sql/sql.ts";
import { resource } from "../resources.ts";

/** Names a part of a table: a constraint or an index. */
export interface TablePart {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

type OfTable = Pick<TablePart, "schema" | "table">;

/** The table's own name, as `mentions` and the `sql` tag take it. */
export const tableName = ({ schema, table }: OfTable): { readonly schema: string; readonly name: string } => ({ schema, name: table });

/** The identity of a part alone. */
export const partOf = ({ schema, table, name }: TablePart): TablePart => ({ schema, table, name });

export const hasTable = (schema: DatabaseSchema, part: OfTable): boolean => hasObject(schema, tableRef(part));

const tableRef = (part: OfTable): ObjectRef => ({ kind: "table", ...tableName(part) });

export const columnRef = ({ schema, table }: OfTable, name: string): ObjectRef => ({ kind: "column", schema, table, name });

export const tableKey = ({ schema, table }: OfTable): string => resource.relation(schema, table);

export const columnKeys = ({ schema, table }: OfTable, columns: readonly string[]): readonly string[] =>
  columns.map((name) => resource.column(schema, table, name));

export const alterTable = (part: OfTable, change: Sql): Sql => sql`alter table ${tableName(part)} ${change}`;

/** A part goes with its table and with its columns, and follows them. */
export const usesOfPart = (part: OfTable, columns: readonly string[]): readonly Use[] => [
  { of: tableKey(part), how: "part", follows: true },
  ...columns.map((name): Use => ({ of: resource.column(part.schema, part.table, name), in: tableKey(part), how: "part", follows: true })),
];

/** A part after its table, or it itself, got another name. `own` is its main resource key. */
export function renamedPart<Part extends TablePart>(part: Part, own: string, names: NewNames): Part {
  const [table, self] = [names.get(tableKey(part)), names.get(own)];
  if (table === undefined && self === undefined) return part;
  return {
    ...part,
    ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
    ...(self === undefined ? {} : { name: self.name }),
  };
}

/** Names of columns after some of them got another one. */
export const renamedColumns = (part: OfTable, columns: readonly string[], names: NewNames): readonly string[] =>
  columns.map((name) => names.get(resource.column(part.schema, part.table, name))?.name ?? name);

/** The schema with a part of one of these kinds under another name. */
export function renamePart(
  before: DatabaseSchema,
  part: TablePart & { readonly to: string },
  of: readonly string[],
  kinds: Kinds,
): DatabaseSchema {
  const { schema, table, name, to } = part;
  return of.reduce((next, kind) => renameObject(next, { kind, schema, table, name }, { schema, table, name: to }, kinds), before);
}
