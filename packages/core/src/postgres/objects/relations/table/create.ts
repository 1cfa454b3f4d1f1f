import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { lockingTables } from "../locks.ts";
import type { LockMode, OperationFacts, OtherLock, Touches } from "../../../../operation/spec.ts";
import { ownedBy } from "../../../../operation/links.ts";
import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { optionsClause } from "../../foreign-data/options.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import {
  madeNotNull,
  notNullName,
  columnAfter,
  columnClause,
  ownedByColumn,
  spelledOut,
  usedByColumn,
  type ColumnInTable,
} from "../column/fragment.ts";
import {
  checkClause,
  foreignKeyClause,
  keyNames,
  primaryKeyClause,
  uniqueClause,
  usedByForeignKey,
  type InTable,
} from "../constraint/fragment.ts";
import type { Check, ForeignKey, PrimaryKey, Unique } from "../constraint/model.ts";
import { keysInText, textUses } from "../../../expression/text-uses.ts";
import { methodKeys } from "../../database/access-method/fragment.ts";
import { resource } from "../../resources.ts";
import { columnsOf as columnsIn } from "../columns.ts";
import { isColumn } from "../column/model.ts";
import { gainedKey } from "../lacking.ts";
import { partitionsKey, roomKey, shapeKey, tableAt } from "../parents.ts";
import { defaultPartition } from "./attachment.ts";
import { withInherited } from "./join.ts";
import { parentsOf, type Table, type TableName } from "./model.ts";
import { rowSecuritySql } from "./row-security.ts";
import { parameters } from "./storage.ts";

/**
 * Makes a table with its columns, keys and checks. Indexes, exclusions and comments follow as operations of their own, and so do foreign
 * keys between tables that refer to each other.
 */
export interface CreateTable extends Omit<Table, "kind" | "foreign"> {
  readonly kind: "createTable";
  readonly columns: readonly ColumnInTable[];
  readonly primaryKey?: InTable<PrimaryKey>;
  readonly uniques?: readonly InTable<Unique>[];
  readonly checks?: readonly InTable<Check>[];
  readonly foreignKeys?: readonly InTable<ForeignKey>[];
}

/** A table that is made, of whatever sort. */
export type Making = Omit<CreateTable, "kind"> & Pick<Table, "foreign">;

/** The columns with the sequences of those that are `serial`. A column of the primary key takes no NULL, whether that is said or not. */
function columnsOf({ schema, name, columns, primaryKey, unlogged }: Making): readonly ReturnType<typeof spelledOut>[] {
  const keyed = new Set(primaryKey?.columns);
  return columns.map((column) =>
    spelledOut(
      {
        kind: "column",
        schema,
        table: name,
        ...column,
        ...(keyed.has(column.name) || column.identity !== undefined ? { notNull: true } : {}),
      },
      unlogged === undefined ? {} : { unlogged },
    ),
  );
}

function keysOf({ schema, name, primaryKey, uniques = [] }: Making): readonly (PrimaryKey | Unique)[] {
  const place = { schema, table: name };
  return [
    ...(primaryKey === undefined ? [] : [{ kind: "primaryKey" as const, ...place, ...primaryKey }]),
    ...uniques.map((unique) => ({ kind: "unique" as const, ...place, ...unique })),
  ];
}

const checksOf = ({ schema, name, checks = [] }: Making): readonly Check[] =>
  checks.map((check) => ({ kind: "check", schema, table: name, ...check }));

/** What the text of a check uses beside the table itself. */
const usedByCheck = ({ expression, schema, table }: Check): readonly string[] => keysInText(expression, { schema, table });

const foreignKeysOf = ({ schema, name, foreignKeys = [] }: Making): readonly ForeignKey[] =>
  foreignKeys.map((key) => ({ kind: "foreignKey", schema, table: name, ...key }));

function objectsOf(op: Making, above?: Table): readonly [Table, ...SchemaObject[]] {
  const { columns: _, primaryKey: __, uniques: ___, checks: ____, foreignKeys: _____, ...attributes } = op;
  const { accessMethod = above?.accessMethod } = op;
  const table: Table = { ...attributes, kind: "table", ...(accessMethod === undefined ? {} : { accessMethod }) };
  const columns = columnsOf(op).flatMap(({ column, sequence }) => (sequence === undefined ? [column] : [column, sequence]));
  return [table, ...columns, ...keysOf(op), ...checksOf(op), ...foreignKeysOf(op)];
}

/** The table, with what it inherits before what is its own. */
function made(before: DatabaseSchema, op: Making, kinds: Kinds): DatabaseSchema {
  const [table, ...parts] = objectsOf(op, op.partitionOf === undefined ? undefined : tableAt(before, op.partitionOf));
  const alone = putObjects(before, [table, ...parts]);
  const parents = parentsOf(table);
  if (parents.length === 0) return alone;
  const inherited = objectsIn(withInherited(putObjects(before, [table]), table, parents, kinds), table).filter(isColumn);
  const ordered = putObjects(putObjects(before, [table, ...inherited]), parts);
  return withInherited(ordered, table, parents, kinds);
}

/** What comes with it from the tables that it inherits from, as resource keys, as far as these are there. */
function inheritedKeys(op: Making, before: DatabaseSchema, kinds: Kinds): readonly string[] {
  if (parentsOf(op).length === 0) return [];
  return objectsIn(made(before, op, kinds), op).flatMap((object) => ownedBy(object, kinds));
}

/** It is made of them as they will be, and where there is room. */
const neededOfParents = (op: Making, before: DatabaseSchema): readonly string[] =>
  parentsOf(op).flatMap((parent) => [
    resource.relation(parent.schema, parent.name),
    ...columnsIn(before, parent).map((column) => resource.column(parent.schema, parent.name, column.name)),
    ...(op.partitionOf === undefined ? [] : [roomKey(parent)]),
  ]);

/** What the key of a partitioned table uses beside its columns. */
const usedByKey = ({ partitionBy, schema, name }: Making): readonly string[] =>
  partitionBy === undefined ? [] : textUses(partitionBy, { schema, table: name }).flatMap(({ as, key }) => (as === "column" ? [] : [key]));

/** One part a line. */
function createSql(op: Making): Sql {
  const { schema, name, unlogged, accessMethod, storage = {}, partitionOf, partitionBy, inherits = [], foreign } = op;
  const parts = [
    ...op.columns.map((column) => columnClause(column, schema)),
    ...(op.primaryKey === undefined ? [] : [primaryKeyClause(op.primaryKey)]),
    ...(op.uniques ?? []).map(uniqueClause),
    ...(op.checks ?? []).map(checkClause),
    ...(op.foreignKeys ?? []).map(foreignKeyClause),
  ];
  return words(
    sql`create`,
    when(unlogged === true, () => sql`unlogged`),
    when(foreign !== undefined, () => sql`foreign`),
    sql`table ${{ schema, name }}`,
    when(partitionOf !== undefined, () => sql`partition of ${{ schema: partitionOf?.schema ?? "", name: partitionOf?.name ?? "" }}`),
    raw(parts.length > 0 ? `(\n${parts.map((part) => `  ${part.sql}`).join(",\n")}\n)` : partitionOf === undefined ? "()" : ""),
    when(partitionOf !== undefined, () => raw(partitionOf?.bound ?? "")),
    when(inherits.length > 0, () => sql`inherits (${inherits.map((parent) => sql`${{ schema: parent.schema, name: parent.name }}`)})`),
    when(partitionBy !== undefined, () => sql`partition by ${raw(partitionBy ?? "")}`),
    when(accessMethod !== undefined, () => sql`using ${identifier(accessMethod ?? "")}`),
    when(Object.keys(storage).length > 0, () => sql`with (${parameters(storage)})`),
    when(foreign !== undefined, () => sql`server ${identifier(foreign?.server ?? "")}`),
    optionsClause(foreign?.options),
  );
}

/** Nobody sees the new table, but those that its foreign keys refer to take no writes meanwhile. */
function facts(op: Making, before: DatabaseSchema, kinds: Kinds): OperationFacts {
  const { schema, name, foreignKeys = [], partitionOf, inherits = [] } = op;
  const referred = foreignKeys.map(({ references }) => references).filter((other) => other.schema !== schema || other.table !== name);
  const { alsoLocks = [] } = lockingTables(referred, "share row exclusive");
  const other = partitionOf === undefined ? undefined : defaultPartition(before, partitionOf, kinds);
  const locks = [
    ...alsoLocks,
    ...lockedAs(inherits, "share update exclusive"),
    ...lockedAs([...(partitionOf === undefined ? [] : [partitionOf]), ...(other === undefined ? [] : [other])], "access exclusive"),
  ];
  return {
    ...metadataOnly,
    ...(locks.length === 0 ? {} : { alsoLocks: locks }),
    ...(other === undefined ? {} : { scans: true, mayFail: "rows in the default partition that belong to it" }),
  };
}

const lockedAs = (tables: readonly TableName[], lock: LockMode): readonly OtherLock[] =>
  tables.map((table) => ({ of: { kind: "table", schema: table.schema, name: table.name }, lock }));

function touchesOfMaking(op: Making, before: DatabaseSchema, kinds: Kinds): Touches {
  const { schema, name } = op;
  const spelled = columnsOf(op);
  const columns = spelled.map(({ column }) => column);
  return {
    creates: [
      resource.relation(schema, name),
      resource.type(schema, name),
      ...columns.flatMap(ownedByColumn),
      ...spelled.flatMap(({ sequence }) => (sequence === undefined ? [] : [resource.relation(sequence.schema, sequence.name)])),
      ...[...keysOf(op), ...checksOf(op), ...foreignKeysOf(op)].map((constraint) => resource.constraint(schema, name, constraint.name)),
      ...keysOf(op).flatMap((key) => [
        resource.relation(schema, key.name),
        resource.uniqueKey(schema, name, keyNames(key.columns, key.withoutOverlaps)),
        resource.usableKey(schema, name, keyNames(key.columns, key.withoutOverlaps)),
      ]),
      ...inheritedKeys(op, before, kinds),
      ...(op.partitionOf === undefined ? [] : [gainedKey(op.partitionOf)]),
      shapeKey(op),
      ...(op.partitionOf === undefined ? [] : [partitionsKey(op.partitionOf)]),
      ...columns.flatMap((column) => notNullName(column) ?? []).map((given) => madeNotNull(schema, given)),
    ],
    needs: [
      resource.schema(schema),
      ...(op.foreign === undefined ? [] : [resource.foreignServer(op.foreign.server)]),
      ...columns.flatMap(usedByColumn),
      ...checksOf(op).flatMap(usedByCheck),
      ...foreignKeysOf(op).flatMap(usedByForeignKey),
      ...usedByKey(op),
      ...methodKeys(op.accessMethod),
      ...(op.ofType === undefined ? [] : [resource.type(op.ofType.schema, op.ofType.name)]),
      ...neededOfParents(op, before),
    ],
  };
}

/** What any operation that makes a table does. */
export const making = {
  apply: made,
  touches: touchesOfMaking,
  sql: (op: Making): readonly Sql[] => [
    createSql(op),
    ...(op.ofType === undefined ? [] : [sql`alter table ${{ schema: op.schema, name: op.name }} of ${op.ofType}`]),
    ...op.columns.flatMap((column) => columnAfter({ schema: op.schema, name: op.name }, column)),
    ...(op.forcedRowSecurity === true ? [rowSecuritySql("forceRowSecurity", op)] : []),
    ...(op.rowSecurity === true ? [rowSecuritySql("enableRowSecurity", op)] : []),
  ],
  facts,
};

export const createTable: OperationSpec<CreateTable> = { about: aboutOf("table"), ...making, ...statewise<CreateTable>(made) };
