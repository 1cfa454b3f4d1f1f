import type { Ends } from "../../../../operation/ends.ts";
import { objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refKey } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { isForeignKey } from "../constraint/model.ts";
import { exchangedParents } from "../exchanged-parents.ts";
import { childrenAtBoth, tableAt } from "../parents.ts";
import type { AttachmentOperations } from "./attachment.ts";
import { keptParents } from "../kept-parents.ts";
import { parentsOf, type Table, type TableName } from "./model.ts";

type Attachment = AttachmentOperations[keyof AttachmentOperations];

interface AttachmentChange {
  /** First of all: the table leaves others. */
  readonly leaves: readonly Attachment[];
  /** Last of all: it joins others. */
  readonly joins: readonly Attachment[];
}

const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });

/** A partition with other bounds is taken out and put in again: nothing else keeps its rows. */
export function attachmentChange(from: Table, to: Table, ends: Ends): AttachmentChange {
  const { schema, name } = to;
  const isMoved = !sameData(from.partitionOf, to.partitionOf);
  const kept = keptParents(from, to, ends);
  const isIn = (list: readonly TableName[], parent: TableName): boolean => list.some((other) => sameData(nameOf(other), nameOf(parent)));
  const leaves = (from.inherits ?? []).filter((parent) => !isIn(kept, parent));
  const joins = (to.inherits ?? []).filter((parent) => !isIn(kept, parent));
  const exchanged = exchangedParents(from, to, ends);
  return {
    leaves: [
      ...(isMoved && from.partitionOf !== undefined
        ? [{ kind: "detachPartition" as const, schema, name, from: nameOf(from.partitionOf) }]
        : []),
      ...(exchanged !== undefined
        ? [{ kind: "inheritTable" as const, schema, name, from: exchanged.joins, insteadOf: exchanged.leaves }]
        : leaves.map((parent) => ({ kind: "disinheritTable" as const, schema, name, from: parent }))),
    ],
    joins: [
      ...(exchanged === undefined ? joins : joins.slice(1)).map((parent) => ({
        kind: "inheritTable" as const,
        schema,
        name,
        from: parent,
      })),
      ...(isMoved && to.partitionOf !== undefined ? [{ kind: "attachPartition" as const, schema, name, partitionOf: to.partitionOf }] : []),
    ],
  };
}

/** Tables that leave one which they inherit from, and join it again: PostgreSQL would take something from them that they keep. */
export const tornTables = (ends: Ends): readonly Table[] =>
  childrenAtBoth(ends).filter((from) => {
    const to = tableAt(ends.after, from);
    return to !== undefined && sameData(from.inherits, to.inherits) && keptParents(from, to, ends).length < parentsOf(from).length;
  });

/** What foreign keys refer to stays: PostgreSQL drops no partition of it that has not left it before. */
export function leavesReferred({ schema, name, partitionOf }: Table, after: DatabaseSchema): readonly Attachment[] {
  if (partitionOf === undefined || !isReferredTo(partitionOf, after)) return [];
  return [{ kind: "detachPartition", schema, name, from: nameOf(partitionOf) }];
}

function isReferredTo(table: TableName, schema: DatabaseSchema): boolean {
  const found = tableAt(schema, table);
  if (found === undefined) return false;
  return referredIn(schema).has(refKey(found)) || (found.partitionOf !== undefined && isReferredTo(found.partitionOf, schema));
}

const referred = new WeakMap<DatabaseSchema, ReadonlySet<string>>();

/** The tables that foreign keys refer to, by their ref keys. */
function referredIn(schema: DatabaseSchema): ReadonlySet<string> {
  const known = referred.get(schema);
  if (known !== undefined) return known;
  const keys = objectsOf(schema).filter(isForeignKey);
  const found = new Set(keys.map(({ references: { schema: at, table } }) => refKey({ kind: "table", schema: at, name: table })));
  referred.set(schema, found);
  return found;
}
