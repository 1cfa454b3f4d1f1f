import { moves, renames } from "../../../../operation/object-operations.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";

/** Gives extended statistics another name. */
export interface RenameStatistics {
  readonly kind: "renameStatistics";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

/** Moves extended statistics into another schema; their table stays where it is. */
export interface SetStatisticsSchema {
  readonly kind: "setStatisticsSchema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move them to. */
  readonly to: string;
}

export const renameStatistics: OperationSpec<RenameStatistics> = {
  ...renames<RenameStatistics>("statistics"),
  sql: ({ schema, name, to }) => [sql`alter statistics ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const setStatisticsSchema: OperationSpec<SetStatisticsSchema> = {
  ...moves<SetStatisticsSchema>("statistics"),
  sql: ({ schema, name, to }) => [sql`alter statistics ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => metadataOnly,
};
