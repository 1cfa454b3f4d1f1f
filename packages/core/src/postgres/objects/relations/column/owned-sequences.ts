import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { createLookup } from "../../../../schema/lookup.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { isSequence } from "../sequence/model.ts";

/** A table, or one column of it. */
interface Owner {
  readonly schema: string;
  readonly table: string;
  readonly column?: string;
}

const ownerKey = (schema: string, table: string): string => JSON.stringify([schema, table]);

const ownedByTable = createLookup((object) =>
  isSequence(object) && object.ownedBy !== undefined ? [ownerKey(object.ownedBy.schema, object.ownedBy.table)] : [],
);

/** Sequences that belong to a column, or to any column of a table, with the comments on them. */
export function ownedSequences(schema: DatabaseSchema, { schema: at, table, column }: Owner): readonly SchemaObject[] {
  return ownedByTable
    .all(schema, ownerKey(at, table))
    .filter(isSequence)
    .filter(({ ownedBy }) => column === undefined || ownedBy?.column === column)
    .flatMap((sequence) => objectsIn(schema, sequence));
}
