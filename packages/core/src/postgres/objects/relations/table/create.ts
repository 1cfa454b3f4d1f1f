import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { lockingTables } from "../locks.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { putObjects } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { columnAfter, columnClause, ownedByColumn, spelledOut, usedByColumn, type ColumnInTable } from "../column/fragment.ts";
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
import { keysInText } from "../../../expression/text-uses.ts";
import { resource } from "../../resources.ts";
import type { Table } from "./model.ts";
import { rowSecuritySql } from "./row-security.ts";
import { parameters } from "./storage.ts";

/**
 * Makes a table with its columns, keys and checks. Indexes, exclusions and comments follow as operations of their own, and so do foreign
 * keys between tables that refer to each other.
 */
export interface CreateTable extends Omit<Table, "kind"> {
  readonly kind: "createTable";
  readonly columns: readonly ColumnInTable[];
  readonly primaryKey?: InTable<PrimaryKey>;
  readonly uniques?: readonly InTable<Unique>[];
  readonly checks?: readonly InTable<Check>[];
  readonly foreignKeys?: readonly InTable<ForeignKey>[];
}

/** The columns with the sequences of those that are `serial`. A column of the primary key takes no NULL, whether that is said or not. */
function columnsOf({ schema, name, columns, primaryKey, unlogged }: CreateTable): readonly ReturnType<typeof spelledOut>[] {
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

function keysOf({ schema, name, primaryKey, uniques = [] }: CreateTable): readonly (PrimaryKey | Unique)[] {
  const place = { schema, table: name };
  return [
    ...(primaryKey === undefined ? [] : [{ kind: "primaryKey" as const, ...place, ...primaryKey }]),
    ...uniques.map((unique) => ({ kind: "unique" as const, ...place, ...unique })),
  ];
}

const checksOf = ({ schema, name, checks = [] }: CreateTable): readonly Check[] =>
  checks.map((check) => ({ kind: "check", schema, table: name, ...check }));

/** What the text of a check uses beside the table itself. */
const usedByCheck = ({ expression, schema, table }: Check): readonly string[] => keysInText(expression, { schema, table });

const foreignKeysOf = ({ schema, name, foreignKeys = [] }: CreateTable): readonly ForeignKey[] =>
  foreignKeys.map((key) => ({ kind: "foreignKey", schema, table: name, ...key }));

function objectsOf(op: CreateTable): readonly SchemaObject[] {
  const { columns: _, primaryKey: __, uniques: ___, checks: ____, foreignKeys: _____, ...attributes } = op;
  const table: Table = { ...attributes, kind: "table" };
  const columns = columnsOf(op).flatMap(({ column, sequence }) => (sequence === undefined ? [column] : [column, sequence]));
  return [table, ...columns, ...keysOf(op), ...checksOf(op), ...foreignKeysOf(op)];
}

/** One part a line. */
function createSql(op: CreateTable): Sql {
  const { schema, name, unlogged, accessMethod, storage = {} } = op;
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
    sql`table ${{ schema, name }}`,
    raw(parts.length === 0 ? "()" : `(\n${parts.map((part) => `  ${part.sql}`).join(",\n")}\n)`),
    when(accessMethod !== undefined, () => sql`using ${identifier(accessMethod ?? "")}`),
    when(Object.keys(storage).length > 0, () => sql`with (${parameters(storage)})`),
  );
}

/** Nobody sees the new table, but those that its foreign keys refer to take no writes meanwhile. */
function facts({ schema, name, foreignKeys = [] }: CreateTable): OperationFacts {
  const referred = foreignKeys.map(({ references }) => references).filter((other) => other.schema !== schema || other.table !== name);
  return { ...metadataOnly, ...lockingTables(referred, "share row exclusive") };
}

export const createTable: OperationSpec<CreateTable> = {
  about: aboutOf("table"),
  ...statewise((before, op) => putObjects(before, objectsOf(op))),
  touches: (op) => {
    const { schema, name } = op;
    const made = columnsOf(op);
    const columns = made.map(({ column }) => column);
    return {
      creates: [
        resource.relation(schema, name),
        resource.type(schema, name),
        ...columns.flatMap(ownedByColumn),
        ...made.flatMap(({ sequence }) => (sequence === undefined ? [] : [resource.relation(sequence.schema, sequence.name)])),
        ...[...keysOf(op), ...checksOf(op), ...foreignKeysOf(op)].map((constraint) => resource.constraint(schema, name, constraint.name)),
        ...keysOf(op).flatMap((key) => [
          resource.relation(schema, key.name),
          resource.uniqueKey(schema, name, keyNames(key.columns, key.withoutOverlaps)),
          resource.usableKey(schema, name, keyNames(key.columns, key.withoutOverlaps)),
        ]),
      ],
      needs: [
        resource.schema(schema),
        ...columns.flatMap(usedByColumn),
        ...checksOf(op).flatMap(usedByCheck),
        ...foreignKeysOf(op).flatMap(usedByForeignKey),
      ],
    };
  },
  sql: (op) => [
    createSql(op),
    ...op.columns.flatMap((column) => columnAfter({ schema: op.schema, name: op.name }, column)),
    ...(op.forcedRowSecurity === true ? [rowSecuritySql("forceRowSecurity", op)] : []),
    ...(op.rowSecurity === true ? [rowSecuritySql("enableRowSecurity", op)] : []),
  ],
  facts,
};
