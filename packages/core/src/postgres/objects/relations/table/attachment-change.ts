import { sameData } from "../../../../schema/same-data.ts";
import type { AttachmentOperations } from "./attachment.ts";
import { keptParents, type Table, type TableName } from "./model.ts";

type Attachment = AttachmentOperations[keyof AttachmentOperations];

interface AttachmentChange {
  /** First of all: the table leaves others. */
  readonly leaves: readonly Attachment[];
  /** Last of all: it joins others. */
  readonly joins: readonly Attachment[];
}

const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });

/** A partition with other bounds is taken out and put in again: nothing else keeps its rows. */
export function attachmentChange(from: Table, to: Table): AttachmentChange {
  const { schema, name } = to;
  const isMoved = !sameData(from.partitionOf, to.partitionOf);
  const kept = keptParents(from, to);
  const isIn = (list: readonly TableName[], parent: TableName): boolean => list.some((other) => sameData(nameOf(other), nameOf(parent)));
  return {
    leaves: [
      ...(isMoved && from.partitionOf !== undefined
        ? [{ kind: "detachPartition" as const, schema, name, from: nameOf(from.partitionOf) }]
        : []),
      ...(from.inherits ?? [])
        .filter((parent) => !isIn(kept, parent))
        .map((parent) => ({ kind: "disinheritTable" as const, schema, name, from: parent })),
    ],
    joins: [
      ...(to.inherits ?? [])
        .filter((parent) => !isIn(kept, parent))
        .map((parent) => ({ kind: "inheritTable" as const, schema, name, from: parent })),
      ...(isMoved && to.partitionOf !== undefined ? [{ kind: "attachPartition" as const, schema, name, partitionOf: to.partitionOf }] : []),
    ],
  };
}
