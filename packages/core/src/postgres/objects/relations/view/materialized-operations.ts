import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { aboutOf, metadataOnly, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { toldAs } from "../../../../schema/use.ts";
import { identifier, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { changeStorage, parameterName, parameters } from "../table/fragment.ts";
import { createMaterializedViewSql } from "./fragment.ts";
import type { MaterializedView } from "./model.ts";
import { changeView, refOf, viewKey, type ViewRef } from "./view-ref.ts";

export interface CreateMaterializedView extends Omit<MaterializedView, "kind" | "shape"> {
  readonly kind: "createMaterializedView";
}

export interface DropMaterializedView extends ViewRef {
  readonly kind: "dropMaterializedView";
}

export interface SetMaterializedViewStorage extends ViewRef {
  readonly kind: "setMaterializedViewStorage";
  /** Parameters to set. Absent: none. */
  readonly set?: Readonly<Record<string, string>>;
  /** Parameters to reset to their default. Absent: none. */
  readonly reset?: readonly string[];
}

/** Stores the rows with another access method, or in another tablespace. */
export interface MoveMaterializedView extends ViewRef {
  readonly kind: "moveMaterializedView";
  /** Absent: it stays as it is. */
  readonly accessMethod?: string;
  /** Absent: it stays as it is. */
  readonly tablespace?: string;
}

/** Runs the query again and stores its rows. */
export interface RefreshMaterializedView extends ViewRef {
  readonly kind: "refreshMaterializedView";
  /** Without stopping reads meanwhile; the view must have a unique index over all rows, and be filled. */
  readonly concurrently?: true;
  /** Empties it instead. It cannot be read then. */
  readonly noData?: true;
}

export interface PlainMaterializedViewOperations {
  readonly createMaterializedView: CreateMaterializedView;
  readonly dropMaterializedView: DropMaterializedView;
  readonly setMaterializedViewStorage: SetMaterializedViewStorage;
  readonly moveMaterializedView: MoveMaterializedView;
  readonly refreshMaterializedView: RefreshMaterializedView;
}

const refIn = (ref: ViewRef) => refOf("materializedView", ref);

const createMaterializedView: OperationSpec<CreateMaterializedView> = {
  ...creates<CreateMaterializedView>("materializedView", (op) => toldAs<MaterializedView>(op, { ...op, kind: "materializedView" })),
  sql: (op) => [createMaterializedViewSql(op)],
  facts: ({ noData }) => ({ ...metadataOnly, scans: noData !== true }),
};

const dropMaterializedView: OperationSpec<DropMaterializedView> = {
  ...drops<DropMaterializedView>("materializedView"),
  sql: ({ schema, name }) => [sql`drop materialized view ${{ schema, name }}`],
  facts: () => quickExclusive,
};

function withStorage({ storage, ...view }: MaterializedView, { set = {}, reset = [] }: SetMaterializedViewStorage): MaterializedView {
  const now = changeStorage(storage, { set, reset });
  return now === undefined ? view : { ...view, storage: now };
}

function storageSql({ schema, name, set = {}, reset = [] }: SetMaterializedViewStorage): readonly Sql[] {
  return [
    ...(Object.keys(set).length === 0 ? [] : [sql`alter materialized view ${{ schema, name }} set (${parameters(set)})`]),
    ...(reset.length === 0 ? [] : [sql`alter materialized view ${{ schema, name }} reset (${reset.map(parameterName)})`]),
  ];
}

const setMaterializedViewStorage: OperationSpec<SetMaterializedViewStorage> = {
  ...alters<SetMaterializedViewStorage, MaterializedView>("materializedView", withStorage),
  sql: storageSql,
  facts: () => ({ ...metadataOnly, lock: "share update exclusive" }),
};

/** The names that stand for "as usual" are not kept. */
function moved(
  { accessMethod: hadMethod, tablespace: hadTablespace, ...view }: MaterializedView,
  op: MoveMaterializedView,
): MaterializedView {
  const { accessMethod = hadMethod, tablespace = hadTablespace } = op;
  return {
    ...view,
    ...(accessMethod === undefined || accessMethod === usual.accessMethod ? {} : { accessMethod }),
    ...(tablespace === undefined || tablespace === usual.tablespace ? {} : { tablespace }),
  };
}

/** What PostgreSQL takes where nothing else is set. */
export const usual = { accessMethod: "heap", tablespace: "pg_default" } as const;

const moveMaterializedView: OperationSpec<MoveMaterializedView> = {
  ...alters<MoveMaterializedView, MaterializedView>("materializedView", moved),
  sql: ({ schema, name, accessMethod, tablespace }) => [
    ...(accessMethod === undefined ? [] : [sql`alter materialized view ${{ schema, name }} set access method ${identifier(accessMethod)}`]),
    ...(tablespace === undefined ? [] : [sql`alter materialized view ${{ schema, name }} set tablespace ${identifier(tablespace)}`]),
  ],
  facts: () => ({ ...quickExclusive, rewrites: true, scans: true }),
};

const refreshMaterializedView: OperationSpec<RefreshMaterializedView> = {
  about: aboutOf("materializedView"),
  apply: (before, op) => changeView(before, refIn(op), ({ noData: _, ...view }) => (op.noData === true ? { ...view, noData: true } : view)),
  reverse: () => [], // what was stored before cannot be brought back, and would be out of date
  touches: (op) => ({ needs: [viewKey(op)] }),
  sql: ({ schema, name, concurrently, noData }) => [
    words(
      sql`refresh materialized view`,
      when(concurrently === true, () => sql`concurrently`),
      sql`${{ schema, name }}`,
      when(noData === true, () => sql`with no data`),
    ),
  ],
  facts: ({ concurrently, noData }) => ({
    ...metadataOnly,
    lock: concurrently === true ? "exclusive" : "access exclusive",
    rewrites: concurrently !== true,
    scans: noData !== true,
  }),
};

export const plainMaterializedViewOperations: SpecsOf<PlainMaterializedViewOperations> = {
  createMaterializedView,
  dropMaterializedView,
  setMaterializedViewStorage,
  moveMaterializedView,
  refreshMaterializedView,
};
