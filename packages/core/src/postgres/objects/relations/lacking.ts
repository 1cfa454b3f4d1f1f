import type { Ends } from "../../../operation/ends.ts";
import type { Kinds } from "../../../operation/kinds.ts";
import { getObject, hasObject, objectsIn, putObjects, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { refKey } from "../../../schema/object.ts";
import { sameData } from "../../../schema/same-data.ts";
import type { Use } from "../../../schema/use.ts";
import type { NewNames } from "../../../operation/new-names.ts";
import { resource } from "../resources.ts";
import type { PartOf } from "./constraint/model.ts";
import { childrenOf, descendantsOf, sharedParents, tableAt } from "./parents.ts";
import type { Table, TableName } from "./table/model.ts";

// CREATE INDEX ON ONLY, and ALTER TABLE ONLY ... ADD for keys, make an index of a partitioned table without parts in its partitions.
// Indexes of these are attached to it one by one. It is not valid until every partition has a part.

/** What the lack of parts is told of: an index, or a key with its index. */
export interface Whole {
  readonly kind: string;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly partOf?: PartOf;
  readonly lackedBy?: readonly TableName[];
  readonly invalid?: true;
}

const wholeKinds: readonly string[] = ["index", "primaryKey", "unique", "exclusion"];

const isWhole = (object: { readonly kind: string }): object is Whole => wholeKinds.includes(object.kind);

const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });

const keyOf = ({ schema, name }: TableName): string => resource.relation(schema, name);

export const sortedTables = (tables: readonly TableName[]): readonly TableName[] =>
  tables.map(nameOf).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));

/** Partitions that have indexes and keys: a foreign table has none. */
export const indexedPartitions = (schema: DatabaseSchema, table: TableName, kinds: Kinds): readonly Table[] =>
  childrenOf(schema, table, kinds).filter(({ partitionOf, foreign }) => partitionOf !== undefined && foreign === undefined);

/** Whether it is the part that one has in some partition. */
export const isPartOf = (
  { kind, partOf }: { readonly kind: string; readonly partOf?: PartOf },
  whole: PartOf & { readonly kind: string },
): boolean => kind === whole.kind && sameData(partOf, { schema: whole.schema, table: whole.table, name: whole.name });

const partIn = (schema: DatabaseSchema, partition: TableName, whole: Whole): Whole | undefined =>
  objectsIn(schema, partition)
    .filter(isWhole)
    .find((object) => isPartOf(object, whole));

/** The tables below that have no part of it, at any level. */
export function lackedIn(schema: DatabaseSchema, whole: Whole, kinds: Kinds): readonly TableName[] {
  const found = indexedPartitions(schema, { schema: whole.schema, name: whole.table }, kinds).flatMap((partition): readonly TableName[] => {
    const part = partIn(schema, partition, whole);
    if (part !== undefined) return lackedIn(schema, part, kinds);
    return [partition, ...descendantsOf(schema, partition, kinds).filter(({ foreign }) => foreign === undefined)];
  });
  return sortedTables(found);
}

/** An index that has just been made without parts. */
export function madeOnly<Of extends Whole>(schema: DatabaseSchema, whole: Of, kinds: Kinds): Of {
  const lackedBy = lackedIn(schema, whole, kinds);
  return lackedBy.length === 0 ? whole : { ...whole, lackedBy };
}

/**
 * The schema in which the indexes of a table, and of those above it, know which partitions have no part of them, after one has come or
 * gone. One that none is without any more is valid only if an attached part was the last.
 */
export function withLacking(schema: DatabaseSchema, table: TableName, kinds: Kinds, last: "attached" | "gone"): DatabaseSchema {
  const changed = objectsIn(schema, table)
    .filter(isWhole)
    .filter(({ lackedBy }) => lackedBy !== undefined)
    .map(({ lackedBy: _, ...whole }) => {
      const lackedBy = lackedIn(schema, whole, kinds);
      if (lackedBy.length > 0) return { ...whole, lackedBy };
      return last === "attached" ? whole : { ...whole, invalid: true as const };
    });
  const above = tableAt(schema, table)?.partitionOf;
  const next = changed.length === 0 ? schema : putObjects(schema, changed);
  return above === undefined ? next : withLacking(next, above, kinds, last);
}

/** It is not valid as long as these tables have no part of it, and follows their names. */
export const usesOfLacking = ({ lackedBy = [] }: Pick<Whole, "lackedBy">): readonly Use[] =>
  lackedBy.map((table) => ({ of: keyOf(table), how: "blocks", follows: true }));

export function renamedLacking({ lackedBy }: Pick<Whole, "lackedBy">, names: NewNames): Pick<Whole, "lackedBy"> {
  if (lackedBy === undefined) return {};
  const renamed = lackedBy.map((table) => {
    const to = names.get(keyOf(table));
    return to === undefined ? table : { schema: to.schema, name: to.name };
  });
  return { lackedBy: sortedTables(renamed) };
}

/** No list is the same as one of no table, and their order means nothing. */
export const normalLacking = ({ lackedBy = [] }: Pick<Whole, "lackedBy">): Pick<Whole, "lackedBy"> =>
  lackedBy.length === 0 ? {} : { lackedBy: sortedTables(lackedBy) };

/** What an operation makes of it: whether it has parts is all that is said. */
export function asMade<Of extends Pick<Whole, "lackedBy" | "invalid">>({
  lackedBy = [],
  invalid: _,
  ...rest
}: Of): Omit<Of, "lackedBy" | "invalid"> & { readonly only?: true } {
  return { ...rest, ...(lackedBy.length === 0 ? {} : { only: true }) };
}

/**
 * Whether it must be made anew for the parts that it has or lacks: it cannot lose a part, and gets valid only by one that is attached.
 */
export function hasOtherParts(from: Whole, to: Whole, ends: Ends): boolean {
  const isIn = (list: readonly TableName[] = [], table: TableName): boolean => list.some((other) => keyOf(other) === keyOf(table));
  if (from.invalid === true && to.invalid !== true) return true;
  const loses = (to.lackedBy ?? []).some((table) => {
    const above = tableAt(ends.after, table)?.partitionOf;
    return !isIn(from.lackedBy, table) && (above === undefined || !isIn(to.lackedBy, above));
  });
  if (loses) return true;
  const gains = (from.lackedBy ?? []).filter((table) => !isIn(to.lackedBy, table)).filter((table) => staysIn(table, ends));
  if (gains.some((table) => isNeverAttached(to) || !hasPartAt(to, table, ends))) return true;
  return from.lackedBy !== undefined && to.lackedBy === undefined && gains.length === 0;
}

/** PostgreSQL compares no exclusion constraints: none becomes a part of another. */
const isNeverAttached = ({ kind }: Whole): boolean => kind === "exclusion";

const staysIn = ({ schema, name }: TableName, ends: Ends): boolean => sharedParents(ends, { schema, table: name }).length > 0;

/** Whether a table will have a part of it, or of a part of it. */
function hasPartAt(whole: Whole, table: TableName, { after }: Ends): boolean {
  const isOf = (part: Whole): boolean => {
    if (part.partOf === undefined) return false;
    if (isPartOf(part, whole)) return true;
    const above = getObject(after, { ...part.partOf, kind: part.kind });
    return above !== undefined && isWhole(above) && isOf(above);
  };
  return objectsIn(after, table).filter(isWhole).some(isOf);
}

/** Whether it is made in the change, for the first time or anew. */
const isMade = (whole: Whole, { before, rebuilt }: Ends): boolean => !hasObject(before, whole) || rebuilt?.has(refKey(whole)) === true;

/** Whether a part must be attached to its whole by name: it comes neither with that nor with its table. */
export function isAttached(part: Whole, ends: Ends): boolean {
  if (part.partOf === undefined) return false;
  const whole = getObject(ends.after, { ...part.partOf, kind: part.kind });
  if (whole === undefined || !isWhole(whole)) return false;
  if (isMade(whole, ends)) return (whole.lackedBy ?? []).length > 0;
  const before = getObject(ends.before, whole);
  const lacked = before !== undefined && isWhole(before) ? (before.lackedBy ?? []) : [];
  const table = { schema: part.schema, name: part.table };
  return staysIn(table, ends) && lacked.some((other) => keyOf(other) === keyOf(table));
}

/** That a table has all the partitions that it gets: what is made without parts then is not given any by them. */
export const gainedKey = ({ schema, name }: TableName): string => `gained ${schema}.${name}`;
