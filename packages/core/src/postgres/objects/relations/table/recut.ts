import { reverseByState } from "../../../../operation/engine.ts";
import { ownedBy, withoutObject } from "../../../../operation/links.ts";
import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import type { AnyOperation } from "../../../../operation/operation.ts";
import { dropTouches } from "../../../../operation/object-operations.ts";
import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import { hasObject, objectsOf, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { raw, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { tableAt } from "../parents.ts";
import { withInherited } from "./join.ts";
import type { Table, TableName } from "./model.ts";

/** A new partition with its bounds. */
export interface NewPartition extends TableName {
  /** As the server prints it: `FOR VALUES FROM (1) TO (10)`. */
  readonly bound: string;
}

/**
 * Merges partitions into a new one, with their rows (PostgreSQL 19). `name` is the partitioned table. The new partition has what that table
 * has; indexes, triggers, rights and comments that the merged ones had by themselves are gone. Bounds of ranges must be adjacent;
 * a table that is partitioned by hash cannot be changed so. Nobody can read or write the table meanwhile.
 */
export interface MergePartitions extends TableName {
  readonly kind: "mergePartitions";
  readonly partitions: readonly TableName[];
  /** It may have the name of one of them. */
  readonly into: NewPartition;
}

/**
 * Splits a partition into new ones, with its rows (PostgreSQL 19). `name` is the partitioned table. The new partitions have what that table
 * has; what the old one had by itself is gone. Their bounds together must be the old ones, unless one of them is the default. Nobody can
 * read or write the table meanwhile.
 */
export interface SplitPartition extends TableName {
  readonly kind: "splitPartition";
  readonly partition: TableName;
  /** One of them may have its name. */
  readonly into: readonly NewPartition[];
}

export interface RecutOperations {
  readonly mergePartitions: MergePartitions;
  readonly splitPartition: SplitPartition;
}

interface Recut {
  readonly of: TableName;
  readonly gone: readonly TableName[];
  readonly come: readonly NewPartition[];
}

const ofMerge = ({ schema, name, partitions, into }: MergePartitions): Recut => ({ of: { schema, name }, gone: partitions, come: [into] });
const ofSplit = ({ schema, name, partition, into }: SplitPartition): Recut => ({ of: { schema, name }, gone: [partition], come: into });

const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });
const refOfTable = (table: TableName) => ({ kind: "table", ...nameOf(table) });

function recut(before: DatabaseSchema, { of, gone, come }: Recut, kinds: Kinds): DatabaseSchema {
  if (tableAt(before, of) === undefined) return before;
  const without = gone.reduce((schema, table) => withoutObject(schema, refOfTable(table), kinds), before);
  return come.reduce((schema, { bound, ...table }) => {
    const partition: Table = { kind: "table", ...nameOf(table), partitionOf: { ...of, bound } };
    return withInherited(putObjects(schema, [partition]), partition, [of], kinds);
  }, without);
}

function touches(change: Recut, before: DatabaseSchema, kinds: Kinds): Touches {
  const after = recut(before, change, kinds);
  const dropped = change.gone.flatMap((table) => dropTouches(refOfTable(table), before, kinds).drops ?? []);
  const made = objectsOf(after).filter((object) => !hasObject(before, object));
  const [gone, come] = [new Set(dropped), new Set(made.flatMap((object) => ownedBy(object, kinds)))];
  return {
    drops: [...gone].filter((key) => !come.has(key)),
    creates: [...come].filter((key) => !gone.has(key)),
    alters: [resource.relation(change.of.schema, change.of.name), ...[...gone].filter((key) => come.has(key))],
    needs: change.come.map(({ schema }) => resource.schema(schema)),
  };
}

/** The rows are read and written again under the strongest lock on the partitioned table (its manual, "ALTER TABLE"). */
const factsOf = ({ gone }: Recut): OperationFacts => ({
  ...quickExclusive,
  rewrites: true,
  scans: true,
  alsoLocks: gone.map((table) => ({ of: refOfTable(table), lock: "access exclusive" })),
});

/** The bounds of partitions before. Undefined: one is not known. */
function boundsOf(tables: readonly TableName[], before: DatabaseSchema): readonly NewPartition[] | undefined {
  const found = tables.flatMap((table) => {
    const bound = tableAt(before, table)?.partitionOf?.bound;
    return bound === undefined ? [] : [{ ...nameOf(table), bound }];
  });
  return found.length === tables.length ? found : undefined;
}

/** Back the same way, so that rows stay, and then what the partitions had by themselves. */
function backBy(op: MergePartitions | SplitPartition, change: Recut, before: DatabaseSchema, kinds: Kinds): readonly AnyOperation[] {
  const back = kinds.specOf(op).apply(recut(before, change, kinds), op, kinds);
  return [op, ...reverseByState(back, before, kinds)];
}

const mergePartitions: OperationSpec<MergePartitions> = {
  about: aboutOf("table"),
  apply: (before, op, kinds) => recut(before, ofMerge(op), kinds),
  reverse: (op, before, kinds) => {
    const into = boundsOf(op.partitions, before);
    if (into === undefined) return [];
    return backBy({ kind: "splitPartition", ...nameOf(op), partition: nameOf(op.into), into }, ofMerge(op), before, kinds);
  },
  touches: (op, before, kinds) => touches(ofMerge(op), before, kinds),
  sql: ({ partitions, into, ...table }) => [
    sql`alter table ${nameOf(table)} merge partitions (${partitions.map((partition) => sql`${nameOf(partition)}`)}) into ${nameOf(into)}`,
  ],
  facts: (op) => factsOf(ofMerge(op)),
};

const splitPartition: OperationSpec<SplitPartition> = {
  about: aboutOf("table"),
  apply: (before, op, kinds) => recut(before, ofSplit(op), kinds),
  reverse: (op, before, kinds) => {
    const [into] = boundsOf([op.partition], before) ?? [];
    if (into === undefined) return [];
    return backBy({ kind: "mergePartitions", ...nameOf(op), partitions: op.into.map(nameOf), into }, ofSplit(op), before, kinds);
  },
  touches: (op, before, kinds) => touches(ofSplit(op), before, kinds),
  sql: ({ partition, into, ...table }) => [
    sql`alter table ${nameOf(table)} split partition ${nameOf(partition)} into (${into.map((one) => sql`partition ${nameOf(one)} ${raw(one.bound)}`)})`,
  ],
  facts: (op) => factsOf(ofSplit(op)),
};

export const recutOperations: SpecsOf<RecutOperations> = { mergePartitions, splitPartition };
