import { apart } from "./attributes/model.ts";
import type { Column } from "./model.ts";
import { notNullName } from "./value/not-null.ts";

/** What a table is in which a column is inherited. */
interface Heir {
  readonly schema: string;
  readonly name: string;
}

/**
 * A column as a new partition, or a new table that inherits it, gets it from another table: with its storage and compression, without
 * its statistics target, its options and its identity.
 */
export function asInherited(column: Column, heir: Heir): Column {
  const { attributes, rest } = apart(column);
  const { identity, notNull, notNullConstraint: _, inheritedFrom: __, alsoOwn: ___, ...own } = rest;
  const isNotNull = (notNull === true || identity !== undefined) && column.notNullConstraint?.noInherit !== true;
  return {
    ...own,
    schema: heir.schema,
    table: heir.name,
    ...(isNotNull ? { notNull: true, notNullConstraint: inheritedNotNull(column) } : {}),
    ...(attributes.storage === undefined ? {} : { storage: attributes.storage }),
    ...(attributes.compression === undefined ? {} : { compression: attributes.compression }),
    inheritedFrom: [{ schema: column.schema, table: column.table }],
  };
}

/** An inherited NOT NULL has the name of the one that it comes from, and is as valid. */
export function inheritedNotNull(column: Column): NonNullable<Column["notNullConstraint"]> {
  const name = notNullName(column);
  return {
    ...(name === undefined ? {} : { name }),
    ...(column.notNullConstraint?.notValid === true ? { notValid: true } : {}),
    inherited: true,
  };
}

/** Two tables that a column is inherited from, as one. It is generated if one of them generates it. */
export function mergedColumn(first: Column | undefined, second: Column): Column {
  if (first === undefined) return second;
  const { inheritedFrom: had = [], generated = second.generated } = first;
  const { inheritedFrom: has = [], notNull, notNullConstraint } = second;
  return {
    ...first,
    ...(generated === undefined ? {} : { generated }),
    ...(notNull === true ? { notNull, notNullConstraint: mergedNotNull(first, notNullConstraint) } : {}),
    inheritedFrom: [...had, ...has.filter((from) => !had.some(({ schema, table }) => schema === from.schema && table === from.table))],
  };
}

/** One that the table says itself keeps its name. */
function mergedNotNull(
  { notNull, notNullConstraint: had, alsoOwn }: Column,
  inherited: Column["notNullConstraint"],
): NonNullable<Column["notNullConstraint"]> {
  if (notNull !== true) return { ...inherited };
  return { ...had, inherited: true, ...(alsoOwn === true && had?.inherited !== true ? { alsoOwn } : {}) };
}

/** The column of a table that does not inherit it any more: it is its own. */
export function ownColumn({ inheritedFrom: _, alsoOwn: __, notNullConstraint: said, ...column }: Column): Column {
  if (said === undefined) return column;
  const { inherited: ___, alsoOwn: ____, ...rest } = said;
  return Object.keys(rest).length === 0 ? column : { ...column, notNullConstraint: rest };
}

/** The column without one of the tables that it is inherited from. */
export function withoutParent(column: Column, parent: Heir): Column {
  const left = (column.inheritedFrom ?? []).filter(({ schema, table }) => schema !== parent.schema || table !== parent.name);
  return left.length === 0 ? ownColumn(column) : { ...column, inheritedFrom: left };
}
