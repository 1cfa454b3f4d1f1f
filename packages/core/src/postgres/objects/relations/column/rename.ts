import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { columnKey, columnRef, type ColumnRef } from "./column-ref.ts";

/** Constraints, indexes and expressions over the column follow by themselves. */
export interface RenameColumn extends ColumnRef {
  readonly kind: "renameColumn";
  readonly to: string;
}

export const renameColumn: OperationSpec<RenameColumn> = {
  about: aboutOf("column"),
  apply: (before, { schema, table, name, to }, kinds) =>
    renameObject(before, { kind: "column", schema, table, name }, { schema, table, name: to }, kinds),
  reverse: ({ to, ...op }): readonly RenameColumn[] => [{ ...op, name: to, to: op.name }],
  touches: (op) => ({
    renames: true,
    drops: [columnKey(op)],
    creates: [columnKey({ ...columnRef(op), name: op.to })],
    needs: [resource.relation(op.schema, op.table)],
  }),
  sql: ({ schema, table, name, to }) => [
    sql`alter table ${{ schema, name: table }} rename column ${identifier(name)} to ${identifier(to)}`,
  ],
  facts: () => quickExclusive,
};
