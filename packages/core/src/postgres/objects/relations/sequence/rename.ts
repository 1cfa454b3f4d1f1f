import { moves } from "../../../../operation/object-operations.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";

/** Defaults that take from it follow by themselves. */
export interface RenameSequence {
  readonly kind: "renameSequence";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

export const renameSequence: OperationSpec<RenameSequence> = {
  about: aboutOf("sequence"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "sequence", schema, name }, { schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameSequence[] => [{ kind: "renameSequence", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: [resource.relation(schema, name)],
    creates: [resource.relation(schema, to)],
  }),
  sql: ({ schema, name, to }) => [sql`alter sequence ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => quickExclusive,
};

/** Moves a sequence that belongs to no column: the others go with their table. Defaults that take from it follow by themselves. */
export interface SetSequenceSchema {
  readonly kind: "setSequenceSchema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move it to. */
  readonly to: string;
}

export const setSequenceSchema: OperationSpec<SetSequenceSchema> = {
  ...moves<SetSequenceSchema>("sequence"),
  sql: ({ schema, name, to }) => [sql`alter sequence ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => quickExclusive,
};
