import type { ObjectKind } from "../../../../operation/object-kind.ts";
import { quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { LockMode, OperationFacts, SpecsOf } from "../../../../operation/spec.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { alterTable, partOf, type TablePart } from "../table-part.ts";
import type { ValidateConstraint } from "./any-constraint.ts";
import { deferralClause, foreignKeyClause } from "./fragment.ts";
import { isForeignKey, type ForeignKey } from "./model.ts";
import {
  addSql,
  addTouches,
  constraintAt,
  constraintKey,
  dropsConstraint,
  namesText,
  tableAndColumnKeys,
  tableAndColumns,
  type ConstraintShape,
} from "./parts.ts";
import { comesWithTable, goesWithTable, keyOfForeignKey, referencedKeys, referencedTable, usedByForeignKey } from "./references.ts";

export interface AddForeignKey extends Omit<ForeignKey, "kind"> {
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
  own: (key) => [constraintKey(key)],
  uses: (key) => [...tableAndColumnKeys(key, key.columns), ...usedByForeignKey(key)],
  frees: (key) => [keyOfForeignKey(key)],
};

/** The same lock on the referenced table. */
function onBoth(facts: OperationFacts, key: Omit<ForeignKey, "kind"> | undefined, before: DatabaseSchema, lock: LockMode): OperationFacts {
  if (key === undefined || (key.references.schema === key.schema && key.references.table === key.table)) return facts;
  const table = `${key.references.schema}.${key.references.table}`;
  // What is not modelled may be partitioned.
  const isUnknown =
    before.containers.size > 0 && objectsIn(before, { schema: key.references.schema, name: key.references.table }).length === 0;
  return { ...facts, alsoLocks: [{ table, lock }, ...(isUnknown ? [{ table: `every partition of ${table}`, lock }] : [])] };
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
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "foreignKey" }])),
    touches: (op) => addTouches(shape, op),
    sql: (op) => [addSql(op, foreignKeyClause(op))],
    facts: addFacts,
  },
  dropForeignKey: dropsConstraint<DropForeignKey, ForeignKey>(shape, (op, before) =>
    onBoth(quickExclusive, constraintAt(before, shape, op), before, "access exclusive"),
  ),
  alterForeignKeyDeferral: {
    ...statewise((before, op) => {
      const key = constraintAt(before, shape, op);
      return key === undefined ? before : putObjects(before, [withDeferral(key, op.deferrable)]);
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

export const foreignKeyKind: ObjectKind<ForeignKey, AddForeignKey | DropForeignKey | AlterForeignKeyDeferral | ValidateConstraint> = {
  kind: "foreignKey",
  dependsOn: (key, schema) => [
    ...tableAndColumns(schema, key, key.columns),
    ...tableAndColumns(schema, referencedTable(key), key.references.columns),
  ],
  restsOn: referencedKeys,
  normalize: normalizeForeignKey,
  create: (key, ends) => (comesWithTable(key, ends) ? [] : [{ ...key, kind: "addForeignKey" }]),
  drop: (key, ends) => (goesWithTable(key, ends) ? [] : [{ ...partOf(key), kind: "dropForeignKey" }]),
  alter: alterForeignKey,
};

function alterForeignKey(from: ForeignKey, to: ForeignKey): readonly (AlterForeignKeyDeferral | ValidateConstraint)[] | "recreate" {
  const { deferrable: wasDeferrable, notValid: wasNotValid, ...had } = normalizeForeignKey(from);
  const { deferrable, notValid, ...wanted } = normalizeForeignKey(to);
  if (!sameData(had, wanted) || (wasNotValid === undefined && notValid === true)) return "recreate";
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
