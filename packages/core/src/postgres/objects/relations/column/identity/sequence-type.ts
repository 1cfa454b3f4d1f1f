import { raw, sql, type Sql } from "../../../../sql/sql.ts";
import { normalizeType } from "../../../../type/name.ts";
import { typeParts } from "../../../../type/parts.ts";
import { changedOptions, fitsType, fullOptions, narrows, sequenceClause, type SequenceOptionChanges } from "../../sequence/fragment.ts";
import type { SequenceOptions } from "../../sequence/model.ts";
import type { ColumnRef } from "../column-ref.ts";
import type { Column, Identity } from "../model.ts";
import { persistenceSql } from "./persistence.ts";
import { identitySequenceName } from "./sequence-name.ts";

/** The type of an identity column's sequence. */
export const sequenceType = ({ dataType }: Pick<Identity, "dataType">, columnType: string): string =>
  dataType === undefined ? typeParts(columnType).base : normalizeType(dataType);

/** The sequence of a column, by the name that it has if nobody else had taken it. */
export const sequenceNameOf = ({ schema, table, name }: ColumnRef, sequence: string | undefined) => ({
  schema,
  name: sequence ?? identitySequenceName(table, name),
});

/** What must follow GENERATED ... AS IDENTITY, which gives the sequence always the column's type and the table's persistence. */
export const sequenceAfter = (column: ColumnRef, identity: Identity | undefined): readonly Sql[] =>
  identity === undefined
    ? []
    : [...typeAfter(column, identity), ...persistenceSql(sequenceNameOf(column, identity.sequence), identity.unlogged)];

/** The type, and what fits that alone. */
function typeAfter(column: ColumnRef, { generation: _, sequence, dataType, unlogged: __, ...options }: Identity): readonly Sql[] {
  if (dataType === undefined) return [];
  const alter = sql`alter sequence ${sequenceNameOf(column, sequence)} as ${raw(normalizeType(dataType))}`;
  if (Object.keys(options).length === 0) return [alter];
  return [sql`${alter} ${sequenceClause(fullSequence(options, dataType))} restart`];
}

/** With its bounds: it was made for another type. */
function fullSequence(options: SequenceOptions, dataType: string): SequenceOptions {
  const { cycle, ...full } = fullOptions(options, dataType);
  return cycle ? { ...full, cycle } : full;
}

/** A change of an identity column's sequence. */
export interface IdentityStep {
  /** Absent: it stays. */
  readonly dataType?: string;
  /** Absent: it stays. */
  readonly unlogged?: boolean;
  readonly options: SequenceOptionChanges;
}

interface Typed {
  readonly options: SequenceOptions;
  readonly dataType: string;
}

const step = (from: Typed, to: Typed): IdentityStep => ({
  ...(from.dataType === to.dataType ? {} : { dataType: to.dataType }),
  options: changedOptions(from, to),
});

/**
 * What happens to the sequence of a column that is an identity column before and after: `first` before a change of the column's type,
 * `last` after it. That change gives the sequence the column's new type, and fails where a bound is out of its reach.
 */
export function identitySteps(
  from: Column,
  had: Identity,
  to: Column,
  wanted: Identity,
): { readonly first?: IdentityStep; readonly last: IdentityStep } {
  const [before, after] = [typedOf(had, from.type), typedOf(wanted, to.type)];
  const [oldType, newType] = [typeParts(from.type).base, typeParts(to.type).base];
  if (oldType === newType) return { last: step(before, after) };
  if (!fits(before.options, newType)) {
    const via: Typed = { options: fits(after.options, newType) ? after.options : withoutBounds(after.options), dataType: newType };
    return { first: step(before, via), last: step(via, after) };
  }
  if (before.dataType === oldType && after.dataType === newType) return { last: { options: changedOptions(before, after) } };
  return { last: step({ ...before, dataType: newType }, after) };
}

/** Whether the sequence of a column can have a position that it cannot have any more. */
export const narrowsSequence = (from: Column, to: Column): boolean =>
  from.identity !== undefined && to.identity !== undefined && narrows(typedOf(from.identity, from.type), typedOf(to.identity, to.type));

const typedOf = ({ generation: _, sequence: __, unlogged: ___, dataType, ...options }: Identity, columnType: string): Typed => ({
  options,
  dataType: sequenceType(dataType === undefined ? {} : { dataType }, columnType),
});

/** Bounds that are not said move with the type. */
const fits = ({ start, minValue, maxValue }: SequenceOptions, dataType: string): boolean =>
  fitsType(
    [start, minValue, maxValue].filter((value) => value !== undefined),
    dataType,
  );

const withoutBounds = ({ start: _, minValue: __, maxValue: ___, ...options }: SequenceOptions): SequenceOptions => options;
