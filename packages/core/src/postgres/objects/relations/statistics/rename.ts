import type { OperationSpec } from "../../../../operation/kinds.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { statisticsKey } from "./uses.ts";

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
  about: aboutOf("statistics"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "statistics", schema, name }, { schema, name: to }, kinds),
  reverse: (op): readonly RenameStatistics[] => [{ ...op, name: op.to, to: op.name }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: [statisticsKey({ schema, name })],
    creates: [statisticsKey({ schema, name: to })],
  }),
  sql: ({ schema, name, to }) => [sql`alter statistics ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const setStatisticsSchema: OperationSpec<SetStatisticsSchema> = {
  about: aboutOf("statistics"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "statistics", schema, name }, { schema: to, name }, kinds),
  reverse: (op): readonly SetStatisticsSchema[] => [{ ...op, schema: op.to, to: op.schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: [statisticsKey({ schema, name })],
    creates: [statisticsKey({ schema: to, name })],
    needs: [resource.schema(to)],
    frees: [resource.schema(schema)],
  }),
  sql: ({ schema, name, to }) => [sql`alter statistics ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => metadataOnly,
};
