import { renameObject, renameResource } from "../../../../operation/rename.ts";
import { quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { MaterializedView, View } from "./model.ts";
import { namesOfView, refOf, viewAt, viewKey, type ViewRef } from "./view-ref.ts";

interface Rename extends ViewRef {
  readonly to: string;
}

/** Gives a view another name; views over it follow. */
export interface RenameView extends Rename {
  readonly kind: "renameView";
}

/** Gives a materialized view another name; its indexes keep theirs. */
export interface RenameMaterializedView extends Rename {
  readonly kind: "renameMaterializedView";
}

/** Moves a view into another schema. */
export interface SetViewSchema extends Rename {
  readonly kind: "setViewSchema";
}

/** Moves a materialized view into another schema, with its indexes. */
export interface SetMaterializedViewSchema extends Rename {
  readonly kind: "setMaterializedViewSchema";
}

interface ColumnRename {
  readonly schema: string;
  readonly view: string;
  /** The column. */
  readonly name: string;
  readonly to: string;
}

/** Gives a column of a view another name; views over it follow. */
export interface RenameViewColumn extends ColumnRename {
  readonly kind: "renameViewColumn";
}

/** Gives a column of a materialized view another name; its indexes and views over it follow. */
export interface RenameMaterializedViewColumn extends ColumnRename {
  readonly kind: "renameMaterializedViewColumn";
}

export interface ViewRenameOperations {
  readonly renameView: RenameView;
  readonly setViewSchema: SetViewSchema;
  readonly renameViewColumn: RenameViewColumn;
  readonly renameMaterializedView: RenameMaterializedView;
  readonly setMaterializedViewSchema: SetMaterializedViewSchema;
  readonly renameMaterializedViewColumn: RenameMaterializedViewColumn;
}

type AnyView = View | MaterializedView;

const statementWord: { readonly [Kind in AnyView["kind"]]: Sql } = { view: raw("view"), materializedView: raw("materialized view") };

const renames = <Op extends Rename & { readonly kind: string }>(kind: AnyView["kind"]): OperationSpec<Op> => ({
  about: (op) => refOf(kind, op),
  apply: (before, op, kinds) => renameObject(before, refOf(kind, op), { schema: op.schema, name: op.to }, kinds),
  reverse: (op) => [{ ...op, name: op.to, to: op.name }],
  touches: ({ schema, name, to }) => ({ renames: true, drops: namesOfView({ schema, name }), creates: namesOfView({ schema, name: to }) }),
  sql: ({ schema, name, to }) => [sql`alter ${statementWord[kind]} ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => quickExclusive,
});

const moves = <Op extends Rename & { readonly kind: string }>(kind: AnyView["kind"]): OperationSpec<Op> => ({
  about: (op) => refOf(kind, op),
  apply: (before, op, kinds) => renameObject(before, refOf(kind, op), { schema: op.to, name: op.name }, kinds),
  reverse: (op) => [{ ...op, schema: op.to, to: op.schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: namesOfView({ schema, name }),
    creates: namesOfView({ schema: to, name }),
    needs: [resource.schema(to)],
    frees: [resource.schema(schema)],
  }),
  sql: ({ schema, name, to }) => [sql`alter ${statementWord[kind]} ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => quickExclusive,
});

const columnRenames = <Op extends ColumnRename & { readonly kind: string }>(kind: AnyView["kind"]): OperationSpec<Op> => ({
  about: ({ schema, view }) => refOf(kind, { schema, name: view }),
  apply: (before, { schema, view, name, to }, kinds) => {
    const owner = viewAt(before, refOf(kind, { schema, name: view }));
    if (owner === undefined) return before;
    return renameResource(before, { owner, key: resource.column(schema, view, name), to: { schema, table: view, name: to } }, kinds);
  },
  reverse: (op) => [{ ...op, name: op.to, to: op.name }],
  touches: ({ schema, view, name, to }) => ({
    renames: true,
    drops: [resource.column(schema, view, name)],
    creates: [resource.column(schema, view, to)],
    needs: [viewKey({ schema, name: view })],
  }),
  sql: ({ schema, view, name, to }) => [
    sql`alter ${statementWord[kind]} ${{ schema, name: view }} rename column ${identifier(name)} to ${identifier(to)}`,
  ],
  facts: () => quickExclusive,
});

export const viewRenameOperations: SpecsOf<ViewRenameOperations> = {
  renameView: renames("view"),
  setViewSchema: moves("view"),
  renameViewColumn: columnRenames("view"),
  renameMaterializedView: renames("materializedView"),
  setMaterializedViewSchema: moves("materializedView"),
  renameMaterializedViewColumn: columnRenames("materializedView"),
};
