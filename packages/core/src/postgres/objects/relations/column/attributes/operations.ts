import { aboutOf, metadataOnly, quickExclusive, statewise } from "../../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../../operation/spec.ts";
import type { OperationSpec, SpecsOf } from "../../../../../operation/kinds.ts";
import { identifier, identifiers, sql, type Sql } from "../../../../sql/sql.ts";
import { optionsChangeClause, withOptions as withForeignOptions, type ForeignOptionsChange } from "../../../foreign-data/options.ts";
import { storageOfType, type StorageMode } from "../../../../type/storage.ts";
import { alterColumnSql, changeColumn, columnKey, type ColumnRef } from "../column-ref.ts";
import type { Column } from "../model.ts";
import type { ColumnAttributes } from "./model.ts";
import { compressionClause, optionsClause, ownStorageSql, statisticsClause, storageClause } from "./sql.ts";

/** New values are stored so; values that are there stay as they are. */
export interface SetColumnStorage extends ColumnRef {
  readonly kind: "setColumnStorage";
  /** `default`: as the type says. */
  readonly storage: StorageMode | "default";
}

/** New values are compressed so; values that are there stay as they are. */
export interface SetColumnCompression extends ColumnRef {
  readonly kind: "setColumnCompression";
  /** `default`: as the server is set. `lz4` only where the server was built with it. */
  readonly compression: "pglz" | "lz4" | "default";
}

/** How exactly the next ANALYZE looks at the column. */
export interface SetColumnStatistics extends ColumnRef {
  readonly kind: "setColumnStatistics";
  /** From 0, which is not at all, to 10000. `default`: as the server is set. */
  readonly statistics: number | "default";
}

/** What the next ANALYZE takes for the number of distinct values. */
export interface SetColumnOptions extends ColumnRef {
  readonly kind: "setColumnOptions";
  /** `n_distinct`, `n_distinct_inherited`. Absent: none is set. */
  readonly set?: Readonly<Record<string, string>>;
  /** Names. Absent: none is taken back. */
  readonly reset?: readonly string[];
}

/** What the wrapper of a foreign table is told of one of its columns. */
export interface SetColumnForeignOptions extends ColumnRef, ForeignOptionsChange {
  readonly kind: "setColumnForeignOptions";
}

export interface AttributeOperations {
  readonly setColumnStorage: SetColumnStorage;
  readonly setColumnCompression: SetColumnCompression;
  readonly setColumnStatistics: SetColumnStatistics;
  readonly setColumnOptions: SetColumnOptions;
  readonly setColumnForeignOptions: SetColumnForeignOptions;
}

/** A change of one column that reads and writes none of its rows. */
const attribute = <Op extends ColumnRef & { readonly kind: string }>(
  change: (column: Column, op: Op) => Column,
  sqlOf: (op: Op) => readonly Sql[],
  facts: OperationFacts,
): OperationSpec<Op> => ({
  about: aboutOf("column"),
  ...statewise<Op>((before, op) => changeColumn(before, op, (column) => change(column, op))),
  touches: (op) => ({ alters: [columnKey(op)] }),
  sql: sqlOf,
  facts: () => facts,
});

const quickShared: OperationFacts = { ...metadataOnly, lock: "share update exclusive" };

/** The column with attributes that are undefined left out. */
function withAttributes(column: Column, change: { readonly [Name in keyof ColumnAttributes]: ColumnAttributes[Name] | undefined }): Column {
  const now = Object.entries({ ...column, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(now) as unknown as Column; // attributes are optional
}

function withOptions({ options: had = {} }: Column, { set = {}, reset = [] }: SetColumnOptions): ColumnAttributes["options"] {
  const gone = new Set([...reset, ...Object.keys(set)].map((name) => name.toLowerCase()));
  const now = [...Object.entries(had).filter(([name]) => !gone.has(name.toLowerCase())), ...Object.entries(set)];
  return now.length === 0 ? undefined : Object.fromEntries(now);
}

export const attributeSpecs: SpecsOf<AttributeOperations> = {
  setColumnStorage: attribute(
    (column, { storage }) =>
      withAttributes(column, { storage: storage === "default" || storage === storageOfType(column.type) ? undefined : storage }),
    (op) => [op.storage === "default" ? ownStorageSql(op) : alterColumnSql(op, storageClause(op.storage))],
    quickExclusive,
  ),
  setColumnCompression: attribute(
    (column, { compression }) => withAttributes(column, { compression: compression === "default" ? undefined : compression }),
    (op) => [alterColumnSql(op, compressionClause(op.compression))],
    quickExclusive,
  ),
  setColumnStatistics: attribute(
    (column, { statistics }) => withAttributes(column, { statistics: statistics === "default" || statistics < 0 ? undefined : statistics }),
    (op) => [alterColumnSql(op, statisticsClause(op.statistics))],
    quickShared,
  ),
  setColumnOptions: attribute(
    (column, op) => withAttributes(column, { options: withOptions(column, op) }),
    ({ set = {}, reset = [], ...op }) => [
      ...(Object.keys(set).length === 0 ? [] : [alterColumnSql(op, optionsClause(set))]),
      ...(reset.length === 0 ? [] : [alterColumnSql(op, sql`reset (${identifiers(reset)})`)]),
    ],
    quickShared,
  ),
  setColumnForeignOptions: attribute(
    ({ foreignOptions, ...column }, op) => withAttributes(column, { foreignOptions: withForeignOptions(foreignOptions, op).options }),
    (op) => [
      sql`alter foreign table ${{ schema: op.schema, name: op.table }} alter column ${identifier(op.name)} ${optionsChangeClause(op)}`,
    ],
    quickExclusive,
  ),
};
