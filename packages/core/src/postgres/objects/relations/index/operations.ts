import { aboutOf, metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { Kinds, SpecsOf } from "../../../../operation/kinds.ts";
import { toldAs } from "../../../../schema/use.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { ownedBy, usedBy, withoutObject, withParts as withObjectParts } from "../../../../operation/links.ts";
import { recoveryOf } from "../../../recovery/recovery.ts";
import { resource } from "../../resources.ts";
import { lockingHeirs } from "../locks.ts";
import { gainedKey, madeOnly } from "../lacking.ts";
import { leftKey, shapeKey } from "../parents.ts";
import { touchesOfParts, withParts } from "../partition-parts.ts";
import { partOf, tableKey, tableName, type TablePart } from "../table-part.ts";
import { createIndexSql, settings } from "./fragment.ts";
import { keyParts } from "./key-parts.ts";
import { keyColumns, ownKeys } from "./own-keys.ts";
import { isIndex, type Index, type IndexElement } from "./model.ts";
import { setIndexStatistics, type SetIndexStatistics } from "./statistics.ts";
import { attachIndex, type AttachIndex } from "./attach.ts";
import { renamePartitionIndex, type RenamePartitionIndex } from "./rename-in-partition.ts";
import { renameIndex, type RenameIndex } from "./rename.ts";

export interface CreateIndex extends Omit<Index, "kind" | "invalid" | "columns" | "partOf" | "lackedBy"> {
  readonly kind: "createIndex";
  /** Without parts in the partitions of the table: indexes of these are attached to it one by one, and then it is valid. */
  readonly only?: true;
  /** Its keys: a column by its name alone, or a column or an expression with an order, an operator class and so on. */
  readonly columns: readonly (string | Omit<IndexElement, "statistics">)[];
  /** Without stopping writes meanwhile; outside a transaction. */
  readonly concurrently?: true;
}

export interface DropIndex extends TablePart {
  readonly kind: "dropIndex";
  /** Without stopping reads and writes meanwhile; outside a transaction. */
  readonly concurrently?: true;
}

export interface SetIndexStorage extends TablePart {
  readonly kind: "setIndexStorage";
  /** Parameters to set. Absent: none. */
  readonly set?: Readonly<Record<string, string>>;
  /** Parameters to reset to their default. Absent: none. */
  readonly reset?: readonly string[];
}

export interface IndexOperations {
  readonly createIndex: CreateIndex;
  readonly dropIndex: DropIndex;
  readonly renameIndex: RenameIndex;
  readonly renamePartitionIndex: RenamePartitionIndex;
  readonly attachIndex: AttachIndex;
  readonly setIndexStorage: SetIndexStorage;
  readonly setIndexStatistics: SetIndexStatistics;
}

const refOf = (part: TablePart) => ({ ...partOf(part), kind: "index" }) as const;

function indexAt(schema: DatabaseSchema, part: TablePart): Index | undefined {
  const found = getObject(schema, refOf(part));
  return found !== undefined && isIndex(found) ? found : undefined;
}

function madeBy(op: CreateIndex): Index {
  const { concurrently: _, only: __, columns, ...index } = op;
  return toldAs<Index>(op, {
    ...index,
    kind: "index",
    columns: columns.map((element) => (typeof element === "string" ? { column: element } : element)),
  });
}

/** What is settled for foreign keys once it has come, or gone. */
function settledKeys(index: Omit<Index, "kind">): readonly string[] {
  const columns = keyColumns(index);
  return columns === undefined ? [] : [resource.usableKey(index.schema, index.table, columns)];
}

/** The index that goes, where it is known; its name in any case. */
function dropTouches(part: TablePart, before: DatabaseSchema, kinds: Kinds): Touches {
  const index = indexAt(before, part);
  const shape = { creates: [shapeKey(tableName(part))], needs: [leftKey(tableName(part))] };
  if (index === undefined) return { drops: [resource.relation(part.schema, part.name)], frees: [tableKey(part)], ...shape };
  const parts = withObjectParts(before, refOf(part), kinds).flatMap((object) => ownedBy(object, kinds));
  return {
    drops: [...new Set([...ownKeys(index), ...parts])],
    frees: usedBy(index, kinds),
    creates: [...settledKeys(index), ...shape.creates],
    needs: shape.needs,
  };
}

/** Writers wait (reads go on), or with CONCURRENTLY nobody does. */
function createFacts(op: CreateIndex): OperationFacts {
  const { unique, concurrently } = op;
  const { columns } = madeBy(op);
  return {
    ...metadataOnly,
    lock: concurrently === true ? "share update exclusive" : "share",
    scans: true,
    transactional: concurrently !== true,
    ...(unique === true
      ? {
          mayFail: `rows with equal values in ${sql`${columns.map(({ column, expression }) => (column === undefined ? raw(expression ?? "") : identifier(column)))}`.sql}`,
        }
      : {}),
  };
}

function withStorage(index: Index, { set = {}, reset = [] }: SetIndexStorage): Index {
  const { storage = {}, ...rest } = index;
  const kept = Object.entries({ ...storage, ...set }).filter(([name]) => !reset.includes(name));
  return kept.length === 0 ? rest : { ...rest, storage: Object.fromEntries(kept) };
}

function storageSql({ schema, name, set = {}, reset = [] }: SetIndexStorage): readonly Sql[] {
  return [
    ...(Object.keys(set).length === 0 ? [] : [sql`alter index ${{ schema, name }} set (${settings(set)})`]),
    ...(reset.length === 0 ? [] : [sql`alter index ${{ schema, name }} reset (${reset.map(identifier)})`]),
  ];
}

export const indexOperations: SpecsOf<IndexOperations> = {
  createIndex: {
    about: aboutOf("index"),
    ...statewise((before, op, kinds) => {
      const index = madeBy(op);
      return op.only === true
        ? putObjects(before, [toldAs<Index>(index, madeOnly(before, index, kinds))])
        : withParts(putObjects(before, [index]), index, kinds);
    }),
    touches: (op, before, kinds) => {
      const index = madeBy(op);
      if (op.only === true) return { creates: ownKeys(index), needs: [...usedBy(index, kinds), gainedKey(tableName(op))] };
      const parts = touchesOfParts(index, before, kinds);
      return { creates: [...ownKeys(index), ...settledKeys(index), ...parts.creates], needs: [...usedBy(index, kinds), ...parts.needs] };
    },
    sql: ({ concurrently, only, ...op }) => [
      createIndexSql(madeBy(op), { ...(concurrently === undefined ? {} : { concurrently }), ...(only === undefined ? {} : { only }) }),
    ],
    facts: (op, before, kinds) =>
      op.only === true ? { ...metadataOnly, lock: "share" } : lockingHeirs(createFacts(op), tableName(op), before, kinds, "partitions"),
    recovery: (op) => recoveryOf(createIndexSql(madeBy(op), { concurrently: true }).sql),
  },
  dropIndex: {
    about: aboutOf("index"),
    ...statewise((before, op, kinds) => withoutObject(before, refOf(op), kinds)),
    touches: dropTouches,
    sql: ({ schema, name, concurrently }) => [
      concurrently === true ? sql`drop index concurrently ${{ schema, name }}` : sql`drop index ${{ schema, name }}`,
    ],
    facts: (op, before, kinds) => {
      if (op.concurrently === true) return { ...metadataOnly, lock: "share update exclusive", transactional: false };
      const index = indexAt(before, op);
      const inTheWay = index === undefined ? [] : keyParts(index, before, kinds);
      const facts = inTheWay.length === 0 ? quickExclusive : { ...quickExclusive, inTheWay };
      return lockingHeirs(facts, tableName(op), before, kinds, "partitions");
    },
    recovery: ({ schema, name }) => recoveryOf(sql`drop index concurrently ${{ schema, name }}`.sql),
  },
  renameIndex,
  renamePartitionIndex,
  attachIndex,
  setIndexStorage: {
    about: aboutOf("index"),
    ...statewise((before, op) => {
      const index = indexAt(before, op);
      return index === undefined ? before : putObjects(before, [withStorage(index, op)]);
    }),
    touches: ({ schema, name }) => ({ alters: [resource.relation(schema, name)] }),
    sql: storageSql,
    facts: () => ({ ...metadataOnly, lock: "share update exclusive" }),
  },
  setIndexStatistics,
};
