import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { renamePart, tableKey, type TablePart } from "../table-part.ts";

/** Gives an index another name; the index of a constraint takes the constraint along. */
export interface RenameIndex extends TablePart {
  readonly kind: "renameIndex";
  readonly to: string;
}

export const renameIndex: OperationSpec<RenameIndex> = {
  about: aboutOf("index"),
  apply: (before, op, kinds) => renamePart(before, op, ["index", "primaryKey", "unique", "exclusion"], kinds),
  reverse: (op) => [{ ...op, name: op.to, to: op.name }],
  touches: ({ schema, table, name, to }) => ({
    renames: true,
    creates: [resource.relation(schema, to)],
    drops: [resource.relation(schema, name)],
    needs: [tableKey({ schema, table })],
  }),
  sql: ({ schema, name, to }) => [sql`alter index ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => ({ ...metadataOnly, lock: "share update exclusive" }),
};
