import type { Ends } from "../../../../operation/ends.ts";
import { getObject, hasObject } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { RenameConstraint } from "../constraint/fragment.ts";
import { isSequence, type Sequence } from "../sequence/model.ts";
import { attributeChanges } from "./attributes/alter.ts";
import { apart } from "./attributes/model.ts";
import { alterGenerated } from "./generated/alter.ts";
import { columnRef } from "./column-ref.ts";
import { ownedSequences } from "./owned-sequences.ts";
import { isTableUnlogged } from "./identity/persistence.ts";
import { identitySequenceName } from "./identity/sequence-name.ts";
import { identitySteps, type IdentityStep } from "./identity/sequence-type.ts";
import { becomesIdentity, serialSequence } from "./identity/serial.ts";
import type { Column, Identity } from "./model.ts";
import { normalizeColumn } from "./normal-form.ts";
import type { ColumnOperations } from "./operations.ts";
import { conversionOver } from "../../types/domain/fragment.ts";
import { conversionBetween, type Conversion } from "../../../type/conversion.ts";
import { enumTypes, isEnumOf } from "../../../type/user-types.ts";
import { staysForeign } from "../foreign.ts";
import { typeParts } from "../../../type/parts.ts";
import { asksTimeZone } from "../../../type/zone.ts";
import { notNullChange } from "./value/not-null-change.ts";

type ColumnOperation = ColumnOperations[keyof ColumnOperations] | RenameConstraint;

/** A column at both ends, in normal form. */
interface Change {
  readonly from: Column;
  readonly to: Column;
  readonly ends: Ends;
  readonly conversion: Conversion;
  /** The sequences that make it a serial column, before and after. */
  readonly serial: { readonly from?: Sequence | undefined; readonly to?: Sequence | undefined };
  /** What the column has in the catalog, names included. */
  readonly live: Column;
  readonly wanted: Column;
}

/**
 * The series of operations that turns one column into the other, in an order that PostgreSQL takes: what ties the
 * column to its old type goes first (identity, default, NOT NULL), then comes the type, then what is new. "replace"
 * where there is no such series: the values cannot be carried over, or are worked out anew.
 */
export function alterColumn(live: Column, wanted: Column, ends: Ends): readonly ColumnOperation[] | "replace" {
  const ops = alterDefinition(apart(live).rest, apart(wanted).rest, ends);
  if (ops === "replace") return ops;
  const isRetyped = ops.some(({ kind }) => kind === "alterColumnType");
  return [...ops, ...attributeChanges(live, wanted, { isRetyped })];
}

/** All but its attributes. */
function alterDefinition(live: Column, wanted: Column, ends: Ends): readonly ColumnOperation[] | "replace" {
  if (live.generated === undefined && wanted.generated === undefined) return alterOrdinary(live, wanted, ends);
  const ops = alterGenerated(live, wanted, ends);
  if (ops === "replace" || wanted.generated !== undefined) return ops;
  const rest = alterOrdinary(ordinary(live), wanted, ends);
  return rest === "replace" ? rest : [...ops, ...rest];
}

const ordinary = ({ generated: _, ...column }: Column): Column => column;

/**
 * The same for a virtual column that becomes an ordinary one, which PostgreSQL cannot alter: it is made anew, and its
 * values are worked out a last time. Undefined: it is none, or its values cannot be carried over.
 */
export function fillColumn(live: Column | undefined, wanted: Column, ends: Ends): readonly ColumnOperation[] | undefined {
  if (live?.generated?.as !== "virtual" || wanted.generated !== undefined || staysForeign(ends, wanted)) return undefined;
  const { notNull: _, notNullConstraint: __, ...empty } = apart(ordinary(live)).rest;
  const rest = alterColumn(empty, wanted, ends);
  if (rest === "replace") return undefined;
  const { type, collation } = live;
  const filled: ColumnOperation = {
    kind: "alterColumnType",
    ...columnRef(live),
    type,
    ...(collation === undefined ? {} : { collation }),
    using: live.generated.expression,
  };
  return [{ ...empty, kind: "addColumn" }, filled, ...rest];
}

function alterOrdinary(live: Column, wanted: Column, ends: Ends): readonly ColumnOperation[] | "replace" {
  const [from, to] = [normalizeColumn(live), normalizeColumn(wanted)];
  const isEnum = (base: string): boolean => isEnumOf(base, to.schema, ends.before) || isEnumOf(base, to.schema, ends.after);
  const conversion = conversionOver(from, to.type, ends, isEnum);
  if (conversion === "impossible" && !staysForeign(ends, to)) return "replace";
  const serial = { from: serialSequence(from, ends.before), to: serialSequence(to, ends.after) };
  const change: Change = { from, to, ends, conversion, serial, live, wanted };
  return [...untie(change), ...retype(change), ...retie(change)];
}

const isRetyped = ({ from, to }: Change): boolean => from.type !== to.type;

/**
 * A default is made for its type: it cannot always follow to another, and where it can, it may come to mean another
 * moment or text. Only a number stays one.
 */
function keepsDefault(change: Change): boolean {
  const [was, is] = [typeParts(change.from.type), typeParts(change.to.type)];
  return (
    change.from.default === change.to.default &&
    ((was.base === is.base && was.array === is.array) || (integers.has(was.base) && integers.has(is.base)))
  );
}

const integers = new Set(["smallint", "integer", "bigint"]);

/** From a serial column to an identity column: one operation does both, and keeps the position. */
const toIdentity = ({ serial, to, ends }: Change): Sequence | undefined =>
  serial.from !== undefined && to.identity !== undefined && !hasObject(ends.after, serial.from) ? serial.from : undefined;

const toSerial = ({ serial, from, ends }: Change): Sequence | undefined =>
  serial.to !== undefined && from.identity !== undefined && !hasObject(ends.before, serial.to) ? serial.to : undefined;

function untie(change: Change): readonly ColumnOperation[] {
  const { from, to, live } = change;
  const ref = columnRef(to);
  const ops: ColumnOperation[] = [];
  const sequence = toSerial(change);
  if (from.identity !== undefined && sequence !== undefined) ops.push(convertToSerial(live, sequence));
  else if (from.identity !== undefined && to.identity === undefined) ops.push({ kind: "dropColumnIdentity", ...ref });
  else if (from.identity !== undefined && to.identity !== undefined) {
    const { first } = identitySteps(from, from.identity, to, to.identity);
    if (first !== undefined) ops.push(...alterIdentityBy(live, first));
  } else if (
    from.default !== undefined &&
    toIdentity(change) === undefined &&
    (to.default === undefined || (isRetyped(change) && !keepsDefault(change)))
  ) {
    ops.push({ kind: "dropColumnDefault", ...ref });
  }
  ops.push(...notNullChange(live, change.wanted, change.ends).drops);
  return ops;
}

function convertToSerial(live: Column, { ownedBy: _, kind: __, ...sequence }: Sequence): ColumnOperation {
  const own = live.identity?.sequence;
  return { kind: "convertIdentityToSerial", ...columnRef(live), sequence, ...(own === undefined ? {} : { identitySequence: own }) };
}

function retype(change: Change): readonly ColumnOperation[] {
  const { from, to, conversion, ends } = change;
  if (from.type === to.type && from.collation === to.collation) return [];
  const isElsewhere = staysForeign(ends, to); // no values are converted, and PostgreSQL takes no expression
  if (!isElsewhere && changes(from, ends) && changes(to, ends)) return byWayOfText(change);
  const using = typeof conversion === "string" || isElsewhere ? undefined : conversion.using;
  return [
    {
      kind: "alterColumnType",
      ...columnRef(to),
      type: to.type,
      ...(to.collation === undefined ? {} : { collation: to.collation }),
      ...(using === undefined ? {} : { using }),
      ...(asksTimeZone(from.type, to.type) && !isElsewhere ? { timeZone: "UTC" } : {}),
    },
  ];
}

/** Whether an enum that stays has other labels afterwards. */
const changes = ({ type, schema }: Column, { before, after }: Ends): boolean =>
  enumTypes(type, schema, before).some((ref) => hasObject(after, ref) && !sameData(getObject(before, ref), getObject(after, ref)));

/**
 * From one enum to another where both are made anew: the column must leave the one before that, and can only take the
 * other after it. Two columns that change places would wait for each other.
 */
function byWayOfText({ from, to }: Change): readonly ColumnOperation[] {
  const ref = columnRef(to);
  const text = typeParts(from.type).array ? "text[]" : "text";
  const conversion = conversionBetween({ ...from, type: text }, to.type, () => true);
  const using = typeof conversion === "string" ? undefined : conversion.using;
  return [
    { kind: "alterColumnType", ...ref, type: text },
    { kind: "alterColumnType", ...ref, type: to.type, ...(using === undefined ? {} : { using }) },
  ];
}

function retie(change: Change): readonly ColumnOperation[] {
  const { from, to, serial, wanted } = change;
  const ref = columnRef(to);
  const ops: ColumnOperation[] = [];
  const isConverted = toSerial(change) !== undefined;
  if (to.default !== undefined && !isConverted && (from.default !== to.default || (isRetyped(change) && !keepsDefault(change)))) {
    ops.push({ kind: "setColumnDefault", ...ref, default: to.default });
    if (serial.to !== undefined && !hasObject(change.ends.before, serial.to)) ops.push(advance(to, serial.to));
  }
  const { sets, renames } = notNullChange(change.live, wanted, change.ends);
  ops.push(...sets, ...renames);
  if (wanted.identity !== undefined) ops.push(...alterIdentity(change, wanted.identity));
  return ops;
}

function advance(column: Column, { schema, name, start, increment }: Sequence): ColumnOperation {
  return {
    kind: "advanceSequence",
    ...columnRef(column),
    sequence: { schema, name },
    ...(start === undefined ? {} : { start }),
    ...(increment === undefined ? {} : { increment }),
  };
}

function alterIdentity(change: Change, identity: Identity): readonly ColumnOperation[] {
  const { from, to, live } = change;
  const ref = columnRef(to);
  const sequence = toIdentity(change);
  if (sequence !== undefined)
    return [
      {
        kind: "convertSerialToIdentity",
        ...ref,
        identity: named(identity, change),
        sequence: { schema: sequence.schema, name: sequence.name },
      },
    ];
  if (from.identity === undefined || to.identity === undefined)
    return [{ kind: "addColumnIdentity", ...ref, identity: named(identity, change) }];
  const { generation } = to.identity;
  const { last } = identitySteps(from, from.identity, to, to.identity);
  return alterIdentityBy(
    live,
    { ...last, ...persistenceChange(change, from.identity, to.identity) },
    from.identity.generation === generation ? {} : { generation },
  );
}

/** The sequence changes with its table. */
function persistenceChange({ to, ends }: Change, had: Identity, wanted: Identity): Pick<IdentityStep, "unlogged"> {
  const [was, is] = [ends.before, ends.after].map((side) => isTableUnlogged(side, to));
  const own = wanted.unlogged ?? is === true;
  return own === (was === is ? (had.unlogged ?? was) : is) ? {} : { unlogged: own };
}

/** Nothing where the step changes nothing. */
function alterIdentityBy(
  live: Column,
  { dataType, unlogged, options }: IdentityStep,
  given: { readonly generation?: Identity["generation"] } = {},
): readonly ColumnOperation[] {
  const isNamed = [options.position, dataType, unlogged].some((one) => one !== undefined) && live.identity?.sequence !== undefined;
  const change = {
    ...given,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(dataType === undefined ? {} : { dataType }),
    ...(unlogged === undefined ? {} : { unlogged }),
  };
  if (Object.keys(change).length === 0) return [];
  return [
    {
      kind: "alterColumnIdentity",
      ...columnRef(live),
      ...change,
      ...(isNamed && live.identity?.sequence !== undefined ? { sequence: live.identity.sequence } : {}),
    },
  ];
}

/** With the name of its sequence where the column owns another one, so that they are told apart. */
function named(identity: Identity, { to, ends }: Change): Identity {
  const isOther = (object: SchemaObject): boolean =>
    isSequence(object) && object.name !== identity.sequence && !becomesIdentity(object, ends);
  const others = ownedSequences(ends.before, { schema: to.schema, table: to.table, column: to.name }).filter(isOther);
  return others.length === 0 ? identity : { ...identity, sequence: identity.sequence ?? identitySequenceName(to.table, to.name) };
}
