import type { OperationSpec } from "../../../../operation/kinds.ts";
import { moves, renames } from "../../../../operation/object-operations.ts";
import { quickExclusive } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";

/** Gives a property graph another name. */
export interface RenamePropertyGraph {
  readonly kind: "renamePropertyGraph";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

/** Moves a property graph into another schema. */
export interface SetPropertyGraphSchema {
  readonly kind: "setPropertyGraphSchema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move it to. */
  readonly to: string;
}

export const renamePropertyGraph: OperationSpec<RenamePropertyGraph> = {
  ...renames<RenamePropertyGraph>("propertyGraph"),
  sql: ({ schema, name, to }) => [sql`alter property graph ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => quickExclusive,
};

export const setPropertyGraphSchema: OperationSpec<SetPropertyGraphSchema> = {
  ...moves<SetPropertyGraphSchema>("propertyGraph"),
  sql: ({ schema, name, to }) => [sql`alter property graph ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => quickExclusive,
};
