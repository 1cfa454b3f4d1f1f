import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { ownedBy, usersOf, withParts } from "../../../../operation/links.ts";
import type { LockMode, OperationFacts, OtherLock, Touches } from "../../../../operation/spec.ts";
import { hasObject, objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { recoveryOf } from "../../../recovery/recovery.ts";
import { raw, sql, words, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { columnsOf } from "../columns.ts";
import { gainedKey } from "../lacking.ts";
import { childrenOf, filledKey, joinedKey, leftKey, roomKey, shapeKey, tableAt, unreferredKey, withAncestors } from "../parents.ts";
import { isForeignKey } from "../constraint/model.ts";
import { isParted } from "../partition-parts.ts";
import { withoutStatesFrom } from "../partition-trigger/fragment.ts";
import { withInherited, withoutInherited, withParent } from "./join.ts";
import type { PartitionOf, Table, TableName } from "./model.ts";

/**
 * Makes a table a partition, with its rows. PostgreSQL reads them all, to see that they belong there, unless a valid check of the table
 * says so. Its indexes and constraints that are like those of the partitioned table become parts of these; what is missing is made.
 */
export interface AttachPartition extends TableName {
  readonly kind: "attachPartition";
  readonly partitionOf: PartitionOf;
}

/** Makes a partition a table of its own. It keeps its rows, indexes and constraints. */
export interface DetachPartition extends TableName {
  readonly kind: "detachPartition";
  /** The partitioned table. */
  readonly from: TableName;
  /**
   * Without stopping reads and writes of the partitioned table; outside a transaction, and not where that has a default partition.
   * PostgreSQL adds a check to the table that says what its bounds were, unless it has one.
   */
  readonly concurrently?: true;
}

/** Has a table inherit from another one, whose columns and checks it must have. */
export interface InheritTable extends TableName {
  readonly kind: "inheritTable";
  readonly from: TableName;
  /** Tables that it then does not inherit from any more. What they and the new one have stays inherited. Absent: none. */
  readonly insteadOf?: readonly TableName[];
}

/** Has a table not inherit from another one any more. It keeps its columns and checks. */
export interface DisinheritTable extends TableName {
  readonly kind: "disinheritTable";
  readonly from: TableName;
}

export interface AttachmentOperations {
  readonly attachPartition: AttachPartition;
  readonly detachPartition: DetachPartition;
  readonly inheritTable: InheritTable;
  readonly disinheritTable: DisinheritTable;
}

const keyOf = ({ schema, name }: TableName): string => resource.relation(schema, name);
const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });

const columnKeys = (schema: DatabaseSchema, table: TableName): readonly string[] =>
  columnsOf(schema, table).map(({ name }) => resource.column(table.schema, table.name, name));

/** It comes after all else that happens to both tables, and after what makes room. */
function joinTouches(child: TableName, parent: TableName, { before, after, kinds }: Change): Touches {
  const made = objectsIn(after, child).filter((object) => !hasObject(before, object));
  return {
    creates: [joinedKey(child), gainedKey(parent), ...made.flatMap((object) => ownedBy(object, kinds))],
    needs: [keyOf(child), keyOf(parent), shapeKey(child), shapeKey(parent), leftKey(child), roomKey(parent)],
  };
}

interface Change {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  readonly kinds: Kinds;
}

/** It comes before all else that happens to both tables. */
function leaveTouches(child: TableName, parent: TableName, before: DatabaseSchema, kinds: Kinds): Touches {
  const wholes = objectsIn(before, parent).filter(isParted);
  const kept = withParts(before, { kind: "table", schema: child.schema, name: child.name }, kinds);
  return {
    creates: [leftKey(parent), leftKey(child), roomKey(parent)],
    keeps: kept.flatMap((object) => ownedBy(object, kinds)), // a parent that goes then does not take it along
    needs: [keyOf(child)],
    frees: [keyOf(parent), ...columnKeys(before, parent), ...wholes.flatMap((whole) => ownedBy(whole, kinds))],
  };
}

const lockOn = (table: TableName, lock: LockMode): OtherLock => ({ of: { kind: "table", ...nameOf(table) }, lock });

/** The partition for all rows that belong nowhere else. It is locked and read, since some of them may belong to a new one. */
export const defaultPartition = (schema: DatabaseSchema, parent: TableName, kinds: Kinds): Table | undefined =>
  childrenOf(schema, parent, kinds).find(({ partitionOf }) => partitionOf?.bound.toUpperCase() === "DEFAULT");

function attachFacts({ partitionOf }: AttachPartition, before: DatabaseSchema, kinds: Kinds): OperationFacts {
  const other = defaultPartition(before, partitionOf, kinds);
  return {
    ...quickExclusive,
    scans: true,
    alsoLocks: [lockOn(partitionOf, "share update exclusive"), ...(other === undefined ? [] : [lockOn(other, "access exclusive")])],
    mayFail: other === undefined ? "rows outside its bounds" : "rows outside its bounds; rows within them in the default partition",
  };
}

/** Whether a foreign key refers to a partitioned table, or to one that it is in: rows that it refers to cannot leave. */
function isReferredTo(table: TableName, before: DatabaseSchema, kinds: Kinds): boolean {
  const refers = usersOf(before, keyOf(table), kinds).some(
    (user) => isForeignKey(user) && user.references.schema === table.schema && user.references.table === table.name,
  );
  const above = tableAt(before, table)?.partitionOf;
  return refers || (above !== undefined && isReferredTo(above, before, kinds));
}

function detachFacts({ from, concurrently }: DetachPartition, before: DatabaseSchema, kinds: Kinds): OperationFacts {
  const risk = isReferredTo(from, before, kinds) ? { scans: true, mayFail: "rows that foreign keys refer to" } : {};
  if (concurrently === true)
    return { ...quickExclusive, alsoLocks: [lockOn(from, "share update exclusive")], transactional: false, ...risk };
  const other = defaultPartition(before, from, kinds);
  return {
    ...quickExclusive,
    alsoLocks: [from, ...(other === undefined ? [] : [other])].map((table) => lockOn(table, "access exclusive")),
    ...risk,
  };
}

const detachSql = ({ from, concurrently, ...table }: DetachPartition): Sql =>
  words(sql`alter table ${nameOf(from)} detach partition ${nameOf(table)}`, raw(concurrently === true ? "concurrently" : ""));

function attached(before: DatabaseSchema, op: AttachPartition, kinds: Kinds): DatabaseSchema {
  const table = tableAt(before, op);
  if (table === undefined) return before;
  const partition: Table = { ...table, partitionOf: op.partitionOf };
  return withInherited(putObjects(before, [partition]), partition, [op.partitionOf], kinds);
}

function inheriting(before: DatabaseSchema, op: InheritTable, kinds: Kinds): DatabaseSchema {
  const table = tableAt(before, op);
  if (table === undefined) return before;
  const heir = withParent(table, nameOf(op.from));
  const joined = withInherited(putObjects(before, [heir]), heir, [op.from], kinds);
  return leavesOf(op).reduce((schema, leave) => left(schema, leave, kinds), joined);
}

const leavesOf = ({ schema, name, insteadOf = [] }: InheritTable): readonly DisinheritTable[] =>
  insteadOf.map((from) => ({ kind: "disinheritTable", schema, name, from }));

/** It stays with some of a table until it has all of it from another one, and so both happen at once: before what else happens to it. */
function exchangeTouches(op: InheritTable, before: DatabaseSchema, kinds: Kinds): Touches {
  const all = leavesOf(op).map(({ from }) => leaveTouches(op, from, before, kinds));
  const { needs = [], creates = [] } = joinTouches(op, op.from, { before, after: inheriting(before, op, kinds), kinds });
  const own = new Set([shapeKey(op), leftKey(op)]);
  const merged = (of: (touches: Touches) => readonly string[] | undefined): readonly string[] => [
    ...new Set(all.flatMap((touches) => of(touches) ?? [])),
  ];
  return {
    creates: [...creates, ...merged((touches) => touches.creates)],
    keeps: merged((touches) => touches.keeps),
    frees: merged((touches) => touches.frees),
    needs: needs.filter((key) => !own.has(key)),
  };
}

function left(before: DatabaseSchema, op: DetachPartition | DisinheritTable, kinds: Kinds): DatabaseSchema {
  const table = tableAt(before, op);
  return table === undefined ? before : withoutInherited(withoutStatesFrom(before, table, op.from, kinds), table, op.from, kinds);
}

const attachPartition: OperationSpec<AttachPartition> = {
  about: aboutOf("table"),
  ...statewise(attached),
  touches: (op, before, kinds) => {
    const { creates = [], ...touches } = joinTouches(op, op.partitionOf, { before, after: attached(before, op, kinds), kinds });
    return { ...touches, creates: [...creates, ...withAncestors(before, op.partitionOf).map(filledKey)] };
  },
  sql: ({ partitionOf, ...table }) => [sql`alter table ${nameOf(partitionOf)} attach partition ${nameOf(table)} ${raw(partitionOf.bound)}`],
  facts: attachFacts,
};

const detachPartition: OperationSpec<DetachPartition> = {
  about: aboutOf("table"),
  ...statewise(left),
  touches: (op, before, kinds) => {
    const { needs = [], ...touches } = leaveTouches(op, op.from, before, kinds);
    return { ...touches, needs: [...needs, ...withAncestors(before, op.from).map(unreferredKey)] };
  },
  sql: (op) => [detachSql(op)],
  facts: detachFacts,
  recovery: (op) => recoveryOf(detachSql({ ...op, concurrently: true }).sql),
};

const inheritTable: OperationSpec<InheritTable> = {
  about: aboutOf("table"),
  ...statewise(inheriting),
  touches: (op, before, kinds) =>
    op.insteadOf === undefined
      ? joinTouches(op, op.from, { before, after: inheriting(before, op, kinds), kinds })
      : exchangeTouches(op, before, kinds),
  sql: ({ from, insteadOf = [], ...table }) => {
    const all = [sql`inherit ${nameOf(from)}`, ...insteadOf.map((other) => sql`no inherit ${nameOf(other)}`)];
    return [sql`alter table ${nameOf(table)} ${raw(all.map((piece) => piece.sql).join(", "))}`];
  },
  facts: ({ from, insteadOf = [] }) => ({
    ...quickExclusive,
    alsoLocks: [from, ...insteadOf].map((other) => lockOn(other, "share update exclusive")),
  }),
};

const disinheritTable: OperationSpec<DisinheritTable> = {
  about: aboutOf("table"),
  ...statewise(left),
  touches: (op, before, kinds) => leaveTouches(op, op.from, before, kinds),
  sql: ({ from, ...table }) => [sql`alter table ${nameOf(table)} no inherit ${nameOf(from)}`],
  facts: ({ from }) => ({ ...quickExclusive, alsoLocks: [lockOn(from, "share update exclusive")] }),
};

export const attachmentOperations: SpecsOf<AttachmentOperations> = { attachPartition, detachPartition, inheritTable, disinheritTable };
