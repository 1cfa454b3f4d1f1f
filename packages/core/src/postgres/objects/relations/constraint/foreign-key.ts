import type { Ends, UsedChange } from "../../../../operation/ends.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { lockingHeirs, lockingTables } from "../locks.ts";
import type { LockMode, OperationFacts } from "../../../../operation/spec.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { objectsIn, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { tellUses, type Use } from "../../../../schema/use.ts";
import { isComparable } from "../../../type/comparable.ts";
import { typeParts } from "../../../type/parts.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { constraintAddress } from "../address.ts";
import { isColumn } from "../column/model.ts";
import { keysInRing } from "../table/fragment.ts";
import { isTable, type TableName } from "../table/model.ts";
import {
  alterTable,
  columnKeys,
  hasTable,
  partOf,
  renamedColumns,
  renamedPart,
  tableKey,
  tableName,
  usesOfPart,
  type TablePart,
} from "../table-part.ts";
import type { ValidateConstraint } from "./any-constraint.ts";
import { deferralClause, foreignKeyClause } from "./fragment.ts";
import { isForeignKey, type ForeignKey, type PartOf } from "./model.ts";
import { filledKey, followsParent, movingPartitions, partitionsKey, unreferredKey } from "../parents.ts";
import { losesWhole, renamedPartOf, usesOfPartOf, withAllParts } from "../partition-parts.ts";
import {
  addSql,
  addTouches,
  asOwn,
  constraintAt,
  constraintKey,
  dropsConstraint,
  namesText,
  withConstraint,
  type ConstraintShape,
} from "./parts.ts";
import { comesWithTable, goesWithTable, keyOfForeignKey, referencedTable, usedByForeignKey } from "./references.ts";

export interface AddForeignKey extends Omit<ForeignKey, "kind" | "partOf"> {
  readonly kind: "addForeignKey";
}

export interface DropForeignKey extends TablePart {
  readonly kind: "dropForeignKey";
}

/** Changes when a foreign key is checked. */
export interface AlterForeignKeyDeferral extends TablePart {
  readonly kind: "alterForeignKeyDeferral";
  /** Absent: at once, not deferrable. */
  readonly deferrable?: ForeignKey["deferrable"];
}

export interface ForeignKeyOperations {
  readonly addForeignKey: AddForeignKey;
  readonly dropForeignKey: DropForeignKey;
  readonly alterForeignKeyDeferral: AlterForeignKeyDeferral;
}

const shape: ConstraintShape<ForeignKey> = {
  kind: "foreignKey",
  is: isForeignKey,
  needs: (key) => [tableKey(key), ...columnKeys(key, key.columns), ...usedByForeignKey(key), filledKey(tableName(referencedTable(key)))],
};

const dropForeignKey = dropsConstraint<DropForeignKey, ForeignKey>(shape, (op, before) =>
  onBoth(quickExclusive, constraintAt(before, shape, op), before, "access exclusive"),
);

/** The same lock on the referenced table. */
function onBoth(facts: OperationFacts, key: Omit<ForeignKey, "kind"> | undefined, before: DatabaseSchema, lock: LockMode): OperationFacts {
  if (key === undefined || (key.references.schema === key.schema && key.references.table === key.table)) return facts;
  // What is not modelled may be partitioned.
  const isUnknown =
    before.containers.size > 0 && objectsIn(before, { schema: key.references.schema, name: key.references.table }).length === 0;
  const { alsoLocks = [] } = lockingTables([key.references], lock);
  const words = `every partition of ${key.references.schema}.${key.references.table}`;
  return { ...facts, alsoLocks: isUnknown ? [...alsoLocks, { words, lock }] : alsoLocks };
}

function addFacts(key: AddForeignKey, before: DatabaseSchema): OperationFacts {
  const unchecked = key.notValid === true || key.notEnforced === true;
  const facts: OperationFacts = {
    ...quickExclusive,
    lock: "share row exclusive",
    scans: !unchecked,
    ...(unchecked ? {} : { mayFail: `rows whose ${namesText(key.columns)} is not in ${namesText([key.references.table])}` }),
  };
  return onBoth(facts, key, before, "share row exclusive");
}

const withDeferral = ({ deferrable: _, ...key }: ForeignKey, deferrable: ForeignKey["deferrable"]): ForeignKey =>
  deferrable === undefined ? key : { ...key, deferrable };

export const foreignKeyOperations: SpecsOf<ForeignKeyOperations> = {
  addForeignKey: {
    about: aboutOf("foreignKey"),
    ...statewise((before, op, kinds) => withConstraint(before, { ...op, kind: "foreignKey" }, kinds)),
    touches: (op, before, kinds) => addTouches(shape, op, before, kinds),
    sql: (op) => [addSql(op, foreignKeyClause(op))],
    facts: (op, before, kinds) => lockingHeirs(addFacts(op, before), tableName(op), before, kinds, "partitions"),
  },
  dropForeignKey: {
    ...dropForeignKey,
    touches: (op, before, kinds) => {
      const { creates = [], ...touches } = dropForeignKey.touches(op, before, kinds);
      const key = constraintAt(before, shape, op);
      return { ...touches, creates: [...creates, ...(key === undefined ? [] : [unreferredKey(tableName(referencedTable(key)))])] };
    },
  },
  alterForeignKeyDeferral: {
    about: aboutOf("foreignKey"),
    ...statewise((before, op, kinds) => {
      const key = constraintAt(before, shape, op);
      return key === undefined ? before : withAllParts(before, key, (one) => withDeferral(one, op.deferrable), kinds);
    }),
    touches: (op) => ({ alters: [constraintKey(op)] }),
    sql: ({ deferrable, ...op }) => [
      alterTable(
        op,
        sql`alter constraint ${identifier(op.name)} ${deferrable === undefined ? sql`not deferrable` : deferralClause(deferrable)}`,
      ),
    ],
    facts: () => quickExclusive,
  },
};

export const foreignKeyKind: PostgresKind<
  ForeignKey,
  AddForeignKey | DropForeignKey | AlterForeignKeyDeferral | ValidateConstraint | RenameConstraint
> = {
  kind: "foreignKey",
  owns: (key) => [constraintKey(key)],
  ownsWithin: () => true,
  uses: usesOfForeignKey,
  standsAside,
  rename: partRenamedBy("renameConstraint"),
  renamed: renamedForeignKey,
  addresses: { constraint: constraintAddress },
  normalize: normalizeForeignKey,
  create: (key, ends) => creationOf(key, ends) ?? (comesWithTable(key, ends) ? [] : [{ ...asOwn(key), kind: "addForeignKey" }]),
  drop: (key, ends) => (goesWithTable(key, ends) || goesWithWhole(key, ends) ? [] : [{ ...partOf(key), kind: "dropForeignKey" }]),
  disturbed: (ends) => {
    const moving = movingPartitions(ends);
    return moving.length === 0
      ? []
      : objectsOf(ends.before)
          .filter(isForeignKey)
          .filter((key) => key.partOf === undefined && refersToAny(key, moving));
  },
  alter: alterForeignKey,
};

const refersToAny = ({ references }: ForeignKey, tables: readonly TableName[]): boolean =>
  tables.some(({ schema, name }) => schema === references.schema && name === references.table);

/** A part goes with its whole, or with the partition. */
const goesWithWhole = (key: ForeignKey, ends: Ends): boolean =>
  hasTable(ends.after, key) ? followsParent(ends, key) : key.partOf !== undefined;

function usesOfForeignKey(key: ForeignKey): readonly Use[] {
  const other = referencedTable(key);
  const blocks = (of: string): Use => ({ of, how: "blocks", follows: true });
  return [
    ...usesOfPart(key, key.columns),
    ...usesOfPartOf(key, constraintKey),
    blocks(tableKey(other)),
    ...columnKeys(other, key.references.columns).map((of): Use => ({ ...blocks(of), in: tableKey(other) })),
    blocks(keyOfForeignKey(key)),
  ];
}

/**
 * PostgreSQL checks a key again as soon as one of its columns has another type: it would refuse `uuid` for `text` while the other
 * column is still to follow. Between tables that need each other in a cycle, none can become logged or unlogged first.
 */
function standsAside(key: ForeignKey, { from, to, isRetyped }: UsedChange, { before }: Ends): boolean {
  if (isColumn(from) && isColumn(to)) {
    const isOther = key.period === true && typeParts(from.type).base !== typeParts(to.type).base; // btree_gist knows no families of types
    return isRetyped && (isOther || !isComparable(from, to));
  }
  if (isTable(from) && isTable(to)) return from.unlogged !== to.unlogged && keysInRing(from, before).includes(key);
  return isRetyped;
}

function renamedForeignKey(key: ForeignKey, names: NewNames): ForeignKey {
  const other = referencedTable(key);
  const table = names.get(tableKey(other));
  return {
    ...renamedPart(key, constraintKey(key), names),
    columns: renamedColumns(key, key.columns, names),
    references: {
      ...key.references,
      ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
      columns: renamedColumns(other, key.references.columns, names),
    },
    ...(key.onDeleteColumns === undefined ? {} : { onDeleteColumns: renamedColumns(key, key.onDeleteColumns, names) }),
    ...renamedPartOf(key, constraintKey, names),
  };
}

/** A part comes with its whole, under its name. Undefined: it does not come by itself. */
function creationOf(key: ForeignKey, ends: Ends): readonly RenameConstraint[] | undefined {
  if (key.partOf === undefined || !followsParent(ends, key)) return undefined;
  const made = madeWith(key.partOf, ends);
  const { name } = made;
  const isTaken = objectsIn(ends.after, tableName(key)).some((other) => other.table !== undefined && other.name === name);
  if (name === key.name || isTaken) return [];
  const rename: RenameConstraint = { ...partOf(key), kind: "renameConstraint", name, to: key.name };
  const after = [constraintKey(made), partitionsKey(tableName(key))]; // whose parts come with the same name
  return [
    tellUses(
      rename,
      after.map((of) => ({ of, how: "blocks" })),
    ),
  ];
}

/** The key that a part comes with, under its name: where the whole is a part itself that comes, it has no name of its own yet. */
function madeWith(whole: PartOf, ends: Ends): PartOf {
  const { schema, table, name } = whole;
  const keyIn = (end: DatabaseSchema): ForeignKey | undefined =>
    objectsIn(end, { schema, name: table })
      .filter(isForeignKey)
      .find((key) => key.name === name);
  const key = keyIn(ends.after);
  if (key?.partOf === undefined || keyIn(ends.before) !== undefined || !followsParent(ends, key)) return whole;
  return madeWith(key.partOf, ends);
}

function alterForeignKey(
  from: ForeignKey,
  to: ForeignKey,
  ends: Ends,
): readonly (AlterForeignKeyDeferral | ValidateConstraint)[] | "recreate" {
  const { deferrable: wasDeferrable, notValid: wasNotValid, ...had } = asOwn(normalizeForeignKey(from));
  const { deferrable, notValid, ...wanted } = asOwn(normalizeForeignKey(to));
  if (!sameData(had, wanted) || (wasNotValid === undefined && notValid === true) || losesWhole(from, to, ends)) return "recreate";
  if (refersToAny(from, movingPartitions(ends))) return "recreate"; // rows that it refers to cannot leave, not even for a time
  if (from.partOf !== undefined && followsParent(ends, from)) return []; // what is done to its whole
  return [
    ...(wasDeferrable === deferrable
      ? []
      : [{ ...partOf(to), kind: "alterForeignKeyDeferral" as const, ...(deferrable === undefined ? {} : { deferrable }) }]),
    ...(wasNotValid === notValid ? [] : [{ ...partOf(to), kind: "validateConstraint" as const }]),
  ];
}

/** Without the actions that are the default; one that is not enforced is never valid. */
function normalizeForeignKey(key: ForeignKey): ForeignKey {
  const { onUpdate, onDelete, onDeleteColumns = [], notValid, ...rest } = key;
  const someColumns = onDeleteColumns.length > 0 && !sameData(onDeleteColumns.toSorted(), key.columns.toSorted());
  return {
    ...rest,
    ...(onUpdate === undefined || onUpdate === "no action" ? {} : { onUpdate }),
    ...(onDelete === undefined || onDelete === "no action" ? {} : { onDelete }),
    ...(someColumns ? { onDeleteColumns } : {}),
    ...(notValid === true && key.notEnforced !== true ? { notValid } : {}),
  };
}
