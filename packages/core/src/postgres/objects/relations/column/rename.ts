import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { heirsOf, staysWithout } from "../parents.ts";
import { isColumn, type Column } from "./model.ts";
import { columnKey, columnRef, type ColumnRef } from "./column-ref.ts";

/** Constraints, indexes and expressions over the column follow by themselves. */
export interface RenameColumn extends ColumnRef {
  readonly kind: "renameColumn";
  readonly to: string;
}

/** It gets the name wherever it is inherited; where the table says that it has it too, that is told here. */
function renamed(before: DatabaseSchema, { schema, table, name, to }: Omit<RenameColumn, "kind">, kinds: Kinds): DatabaseSchema {
  const own = heirsOf(before, columnKey({ schema, table, name }), kinds).filter(
    (heir): heir is Column => isColumn(heir) && staysWithout(heir),
  );
  const after = renameObject(before, { kind: "column", schema, table, name }, { schema, table, name: to }, kinds);
  return own.reduce((next, heir) => renamed(next, { ...columnRef(heir), to }, kinds), after);
}

export const renameColumn: OperationSpec<RenameColumn> = {
  about: aboutOf("column"),
  apply: renamed,
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
