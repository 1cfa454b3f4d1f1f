import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { resource } from "../../resources.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { renameObject } from "../../../../operation/rename.ts";

/** Gives a table another name; constraints, indexes and sequences keep theirs. */
export interface RenameTable {
  readonly kind: "renameTable";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

/** Moves a table into another schema, with its indexes, constraints and the sequences of its columns. */
export interface SetTableSchema {
  readonly kind: "setTableSchema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move it to. */
  readonly to: string;
}

const namesOf = (schema: string, name: string): readonly string[] => [resource.relation(schema, name), resource.type(schema, name)];

export const renameTable: OperationSpec<RenameTable> = {
  about: aboutOf("table"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "table", schema, name }, { schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameTable[] => [{ kind: "renameTable", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({ renames: true, drops: namesOf(schema, name), creates: namesOf(schema, to) }),
  sql: ({ schema, name, to }) => [sql`alter table ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => quickExclusive,
};

export const setTableSchema: OperationSpec<SetTableSchema> = {
  about: aboutOf("table"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "table", schema, name }, { schema: to, name }, kinds),
  reverse: ({ schema, name, to }): readonly SetTableSchema[] => [{ kind: "setTableSchema", schema: to, name, to: schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: namesOf(schema, name),
    creates: namesOf(to, name),
    needs: [resource.schema(to)],
    frees: [resource.schema(schema)],
  }),
  sql: ({ schema, name, to }) => [sql`alter table ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => quickExclusive,
};
