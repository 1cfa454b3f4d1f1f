import type { Ends } from "../../../../operation/ends.ts";
import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { ownedBy } from "../../../../operation/links.ts";
import { statewise } from "../../../../operation/shapes.ts";
import type { Touches } from "../../../../operation/spec.ts";
import { objectsIn, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { isForeignKey } from "../constraint/model.ts";
import { resource } from "../../resources.ts";
import { lockingHeirs } from "../locks.ts";
import { leftKey, settledKey, shapeKey, sharedParents } from "../parents.ts";
import { isParted, noParts, touchesOfNewParts, withPartsAnew } from "../partition-parts.ts";
import { tableKey, tableName } from "../table-part.ts";
import { columnAt, columnKey, columnRef, type ColumnRef } from "./column-ref.ts";
import { allHeirs, heirColumns } from "./heir-columns.ts";
import { inheritedNotNull } from "./inherited.ts";
import { nextValue } from "./identity/serial.ts";
import type { Column } from "./model.ts";
import type { ColumnOperations } from "./own-operations.ts";
import { notNullName } from "./value/not-null.ts";

// What happens to a column of a table happens to the same column of its partitions, and of the tables that inherit it.

type ColumnOperation = ColumnOperations[keyof ColumnOperations];
type Specs = SpecsOf<ColumnOperations>;

/** Operations that PostgreSQL also does to every column that is inherited from this one, as they are. */
const passedOn: ReadonlySet<string> = new Set([
  "alterColumnType",
  "setColumnDefault",
  "dropColumnDefault",
  "setColumnStorage",
  "setColumnStatistics",
  "setColumnExpression",
  "dropColumnExpression",
] satisfies ColumnOperation["kind"][]);

/** What an operation on a column also does to one that is inherited from it, as operations on that. `parent`: the column after it. */
function heirOperations(op: ColumnOperation, heir: Column, parent: Column | undefined): readonly ColumnOperation[] {
  const ref = columnRef(heir);
  if (passedOn.has(op.kind)) return [{ ...op, ...ref }];
  if (op.kind === "convertSerialToIdentity") return [{ kind: "dropColumnDefault", ...ref }];
  if (op.kind === "convertIdentityToSerial") return [{ kind: "setColumnDefault", ...ref, default: nextValue(op.sequence) }];
  if (op.kind === "setColumnNotNull" && parent !== undefined && op.constraint?.noInherit !== true) {
    const had =
      heir.notNull === true ? { ...heir.notNullConstraint, ...named(heir), inherited: true as const, alsoOwn: true as const } : undefined;
    return [{ kind: "setColumnNotNull", ...ref, constraint: had ?? inheritedNotNull(parent) }];
  }
  if (op.kind !== "dropColumnNotNull") return [];
  const { inherited: _, alsoOwn, ...rest } = heir.notNullConstraint ?? {};
  return alsoOwn === true || op.only === true
    ? [{ kind: "setColumnNotNull", ...ref, constraint: rest }]
    : [{ kind: "dropColumnNotNull", ...ref }];
}

function named(column: Column): { readonly name?: string } {
  const name = notNullName(column);
  return name === undefined ? {} : { name };
}

function applyDeep(before: DatabaseSchema, op: ColumnOperation, specs: Specs, kinds: Kinds): DatabaseSchema {
  const heirs = heirColumns(before, op, kinds);
  const after = specOf(specs, op).apply(before, op, kinds);
  const parent = columnAt(after, op);
  if ("only" in op)
    return heirs
      .flatMap((heir) => heirOperations(op, heir, parent))
      .reduce((schema, heirOp) => specOf(specs, heirOp).apply(schema, heirOp, kinds), after);
  return heirs
    .flatMap((heir) => heirOperations(op, heir, parent))
    .reduce((schema, heirOp) => applyDeep(schema, heirOp, specs, kinds), after);
}

const specOf = (specs: Specs, op: ColumnOperation): OperationSpec<ColumnOperation> =>
  specs[op.kind] as unknown as OperationSpec<ColumnOperation>; // it is handed its own operations

/** The spec of an operation on one column, with what it does to the columns that are inherited from it. */
export function passingOn<Op extends ColumnOperation>(spec: OperationSpec<Op>, specs: Specs): OperationSpec<Op> {
  return {
    ...spec,
    ...statewise<Op>((before, op, kinds) => {
      const after = applyDeep(before, op, specs, kinds);
      return op.kind === "alterColumnType" ? withPartsAnew(after, [op, ...allHeirs(after, op, kinds)], kinds) : after;
    }),
    touches: (op, before, kinds) => deepTouches(spec.touches(op, before, kinds), op, before, kinds),
    facts: (op, before, kinds) => lockingHeirs(spec.facts(op, before, kinds), tableName(op), before, kinds),
  };
}

function deepTouches(touches: Touches, op: ColumnOperation, before: DatabaseSchema, kinds: Kinds): Touches {
  const heirs = passedOn.has(op.kind) || op.kind.includes("NotNull") || op.kind.startsWith("convert") ? allHeirs(before, op, kinds) : [];
  const { alters, retypes, creates = [], needs = [] } = touches;
  const column = columnAt(before, op);
  const keys = heirs.map(columnKey);
  const parts = op.kind === "alterColumnType" ? touchesOfNewParts(before, [op, ...heirs], kinds) : noParts;
  return {
    ...touches,
    ...(parts.drops.length === 0 ? {} : { drops: parts.drops }),
    ...(alters === undefined ? {} : { alters: [...alters, ...keys] }),
    ...(retypes === undefined
      ? {}
      : {
          retypes: [
            ...retypes,
            ...keys,
            ...heirs.map(({ schema, table }) => resource.row(schema, table)),
            ...[op, ...heirs].flatMap((one) => keysIncluding(one, before, kinds)),
            ...parts.retypes,
          ],
        }),
    creates: [...creates, ...parts.creates, ...[op, ...heirs].flatMap((one) => [shapeKey(tableName(one)), settledKey(columnKey(one))])],
    needs: [
      ...needs,
      leftKey(tableName(op)),
      ...(column === undefined ? [tableKey(op)] : []),
      ...(column?.inheritedFrom ?? []).map((parent) => settledKey(columnKey({ ...parent, name: op.name }))),
    ],
  };
}

/**
 * Keys that only include the column: PostgreSQL makes them anew, and takes nothing along that refers to them without being over the column
 * itself, as a foreign key does.
 */
const keysIncluding = ({ schema, table, name }: ColumnRef, before: DatabaseSchema, kinds: Kinds): readonly string[] =>
  objectsIn(before, { schema, name: table })
    .filter(isParted)
    .filter((object) => !isForeignKey(object) && object.include?.includes(name) === true)
    .flatMap((object) => ownedBy(object, kinds));

/**
 * What a column has become when all has happened to the tables that it is inherited from, at both ends: only the rest is left to do for
 * itself. "replace": it is made anew with theirs.
 */
export function afterParents(column: Column, ends: Ends, { alter, specs }: Altering): Column | "replace" {
  const ops = operationsOfParents(column, ends, alter);
  if (ops === "replace") return ops;
  return ops.reduce<Column>((heir, { op, parent }) => {
    return heirOperations(op, heir, parent).reduce((now, heirOp) => changed(now, heirOp, specs), heir);
  }, column);
}

/** The column alone after an operation on it. What else that changes is no matter here, so that no kind is asked. */
function changed(column: Column, op: ColumnOperation, specs: Specs): Column {
  if (op.kind === "dropColumnNotNull") {
    const { notNull: _, notNullConstraint: __, ...rest } = column;
    return rest;
  }
  return columnAt(specOf(specs, op).apply(schemaOf([column]), op, noKinds), column) ?? column;
}

const noKinds = undefined as unknown as Kinds; // of a column alone nothing else is to be found

interface Altering {
  readonly alter: (from: Column, to: Column, ends: Ends) => readonly { readonly kind: string }[] | "replace";
  readonly specs: Specs;
}

interface OfParent {
  readonly op: ColumnOperation;
  readonly parent: Column;
}

function operationsOfParents(column: Column, ends: Ends, alter: Altering["alter"]): readonly OfParent[] | "replace" {
  const all: OfParent[] = [];
  for (const { schema, name } of sharedParents(ends, column)) {
    const ref = { schema, table: name, name: column.name };
    const [from, to] = [columnAt(ends.before, ref), columnAt(ends.after, ref)];
    if (from === undefined || to === undefined) continue;
    const above = operationsOfParents(from, ends, alter);
    const own = alter(from, to, ends);
    if (above === "replace" || own === "replace") return "replace";
    all.push(...above, ...own.map((op) => ({ op: op as ColumnOperation, parent: to }))); // others change no column
  }
  return all;
}
