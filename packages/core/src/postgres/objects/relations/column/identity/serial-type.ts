import type { Ends } from "../../../../../operation/ends.ts";
import { getObject, hasObject } from "../../../../../schema/database-schema.ts";
import { sameData } from "../../../../../schema/same-data.ts";
import { normalizeType } from "../../../../type/name.ts";
import { integerOfSerial } from "../../../../type/serial.ts";
import { withoutDefaultOptions } from "../../sequence/fragment.ts";
import { isSequence, type Sequence } from "../../sequence/model.ts";
import { isTable } from "../../table/model.ts";
import { columnAt } from "../column-ref.ts";
import { expressionKeys } from "../keys.ts";
import type { Column } from "../model.ts";
import { resource } from "../../../resources.ts";
import { withTakenName } from "../value/taken-name.ts";
import { nextValue } from "./serial.ts";
import { identitySequenceName } from "./sequence-name.ts";

const serialTypes: Readonly<Record<string, string>> = { smallint: "smallserial", integer: "serial", bigint: "bigserial" };

/** `serial` is no type but a short way to say what the server makes of it: an integer, never NULL, out of a sequence of its own. */
export function spelledOut(
  column: Column,
  { unlogged }: { readonly unlogged?: true } = {},
): { readonly column: Column; readonly sequence?: Sequence } {
  const type = integerOfSerial(column.type);
  if (type === undefined) return { column };
  const { schema, table, name } = column;
  const sequence: Sequence = {
    kind: "sequence",
    schema,
    name: identitySequenceName(table, name),
    ...(type === "bigint" ? {} : { dataType: type }),
    ...(unlogged === undefined ? {} : { unlogged }),
    ownedBy: { schema, table, column: name },
  };
  return { column: { ...column, type, notNull: true, default: nextValue(sequence) }, sequence };
}

/** A column as it is made, and its sequence with it: in the short way where the server would make just this of that. */
export function asMade(column: Column, ends: Ends): Column {
  const said = withTakenName(column, ends.before);
  if (columnAt(ends.before, column) !== undefined || serialSequenceOf(column, ends) === undefined) return said;
  const { notNull, default: _, ...rest } = said;
  const spoken = said.notNullConstraint === undefined || notNull === undefined ? {} : { notNull };
  return { ...rest, ...spoken, type: serialTypes[normalizeType(column.type)] ?? column.type };
}

/** Whether a sequence is made with its column. */
export function comesWithColumn({ ownedBy, ...sequence }: Sequence, ends: Ends): boolean {
  const owner =
    ownedBy === undefined ? undefined : columnAt(ends.after, { schema: ownedBy.schema, table: ownedBy.table, name: ownedBy.column });
  if (owner === undefined || columnAt(ends.before, owner) !== undefined) return false;
  const own = serialSequenceOf(owner, ends);
  return own !== undefined && own.schema === sequence.schema && own.name === sequence.name;
}

/** Whether a sequence goes with its column. */
export function goesWithColumn({ ownedBy }: Sequence, { before, after }: Ends): boolean {
  if (ownedBy === undefined) return false;
  const owner = { schema: ownedBy.schema, table: ownedBy.table, name: ownedBy.column };
  return columnAt(before, owner) !== undefined && columnAt(after, owner) === undefined;
}

/** The new sequence that makes a column just what `serial` makes. */
function serialSequenceOf(column: Column, { before, after }: Ends): Sequence | undefined {
  const ref = { kind: "sequence", schema: column.schema, name: identitySequenceName(column.table, column.name) };
  const sequence = getObject(after, ref);
  if (sequence === undefined || !isSequence(sequence) || hasObject(before, ref)) return undefined;
  const table = getObject(after, { kind: "table", schema: column.schema, name: column.table });
  const isLike = table !== undefined && isTable(table) && table.unlogged === sequence.unlogged;
  return isLike && isPlain(sequence, column) && takesNextOf(sequence, column) ? sequence : undefined;
}

function isPlain(
  { kind: _, schema: __, name: ___, dataType = "bigint", unlogged: ____, ownedBy, ...options }: Sequence,
  column: Column,
): boolean {
  const type = normalizeType(column.type);
  const owner = { schema: column.schema, table: column.table, column: column.name };
  return (
    serialTypes[type] !== undefined &&
    normalizeType(dataType) === type &&
    sameData(ownedBy, owner) &&
    Object.keys(withoutDefaultOptions(options, type)).length === 0
  );
}

function takesNextOf({ schema, name }: Sequence, column: Column): boolean {
  if (
    column.notNull !== true ||
    column.notNullConstraint !== undefined ||
    column.default === undefined ||
    !/^\s*nextval\('(?:[^']|'')*'::regclass\)\s*$/iu.test(column.default)
  )
    return false;
  return expressionKeys(column.default, column).relations.includes(resource.relation(schema, name));
}
