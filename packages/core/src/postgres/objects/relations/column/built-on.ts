import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { createLookup } from "../../../../schema/lookup.ts";
import { refOf, type ObjectRef, type SchemaObject } from "../../../../schema/object.ts";
import { isCheck, isExclusion, isForeignKey, isPrimaryKey, isUnique } from "../constraint/model.ts";
import { usedObjects } from "../../../expression/used-objects.ts";
import { isIndex, type IndexElement } from "../index/model.ts";
import { isSequence } from "../sequence/model.ts";
import type { ColumnRef } from "./column-ref.ts";

/** What an index or a constraint is over. */
interface Parts {
  readonly columns: readonly string[];
  readonly texts: readonly string[];
}

const present = (texts: readonly (string | undefined)[]): readonly string[] => texts.filter((text) => text !== undefined);

const ofElements = (elements: readonly IndexElement[]): Parts => ({
  columns: present(elements.map(({ column }) => column)),
  texts: present(elements.map(({ expression }) => expression)),
});

/** Absent: neither an index nor a constraint. */
function partsOf(object: SchemaObject): Parts | undefined {
  if (isPrimaryKey(object) || isUnique(object)) return { columns: [...object.columns, ...(object.include ?? [])], texts: [] };
  if (isForeignKey(object)) return { columns: object.columns, texts: [] };
  if (isCheck(object)) return { columns: [], texts: [object.expression] };
  if (!isIndex(object) && !isExclusion(object)) return undefined;
  const { columns, texts } = ofElements(isIndex(object) ? object.columns : object.elements);
  return { columns: [...columns, ...(object.include ?? [])], texts: [...texts, ...present([object.where])] };
}

/** What goes away with a column: indexes and constraints over it, their comments and its own, the sequence that it owns. */
export function builtOn({ schema, table, name }: ColumnRef, before: DatabaseSchema): readonly ObjectRef[] {
  const place = { schema, name: table };
  const inTable = objectsIn(before, place);
  const isOver = (object: SchemaObject): boolean => {
    const parts = partsOf(object);
    if (parts === undefined) return false;
    return (
      parts.columns.includes(name) ||
      parts.texts.some((text) => usedObjects(text, place, before).some((ref) => ref.kind === "column" && ref.name === name))
    );
  };
  const gone = inTable.filter(isOver);
  const names = new Set(gone.map((object) => `${object.kind === "index" ? "index" : "constraint"} ${object.name}`));
  const comments = inTable.filter(
    (object) =>
      object.kind === "comment" && (names.has(`${object.of ?? ""} ${object.name}`) || (object.of === "column" && object.name === name)),
  );
  return [...gone, ...comments, ...ownedSequences(before, { schema, table, column: name })].map(refOf);
}

/** A table, or one column of it. */
interface Owner {
  readonly schema: string;
  readonly table: string;
  readonly column?: string;
}

const ownerKey = (schema: string, table: string): string => JSON.stringify([schema, table]);

const ownedByTable = createLookup((object) =>
  isSequence(object) && object.ownedBy !== undefined ? ownerKey(object.ownedBy.schema, object.ownedBy.table) : undefined,
);

/** Sequences that belong to a column, or to any column of a table, with the comments on them. */
export function ownedSequences(schema: DatabaseSchema, { schema: at, table, column }: Owner): readonly SchemaObject[] {
  return ownedByTable(schema, ownerKey(at, table))
    .filter(isSequence)
    .filter(({ ownedBy }) => column === undefined || ownedBy?.column === column)
    .flatMap((sequence) => objectsIn(schema, sequence));
}
