import {
  getObject,
  objectsIn,
  objectsOf,
  refKey,
  withEnding,
  type DatabaseSchema,
  type DeclaredRename,
  type ObjectRef,
  type Place,
  type SchemaObject,
} from "@migts/core/adapter";
import { isMarked } from "./directives/mark.ts";
import type { Reading } from "./remembered.ts";

interface Looking {
  readonly held: DatabaseSchema;
  readonly was: (ref: ObjectRef) => ObjectRef;
  readonly placeOf: (ref: ObjectRef) => Place | undefined;
}

/**
 * Checks, indexes and exclusions of directives that have another name because their table or a column has one. Their texts are written
 * otherwise than the server prints them, so that nothing else tells. One that is not the same after all is made anew under its new name.
 */
export function renamedParts({ schema, declared }: Reading, { held, was, placeOf }: Looking): readonly DeclaredRename[] {
  const come = objectsOf(schema).filter(
    (object) => object.kind !== "comment" && declared.whole.has(refKey(object)) && getObject(held, object) === undefined,
  );
  return [...groups(come)].flatMap(([, wanted]): readonly DeclaredRename[] => {
    const [first] = wanted;
    if (first === undefined) return [];
    const { kind, schema: place = "", table = "" } = first;
    const gone = objectsIn(held, { schema: place, name: table }).filter(
      (object) => object.kind === kind && getObject(schema, object) === undefined && isMarked(object, held),
    );
    const old = was({ kind: "table", schema: place, name: table }).name;
    const named = wanted.flatMap((to): readonly Pair[] => {
      const from = gone.find(({ name }) => name === nameIn(old, to));
      return from === undefined ? [] : [{ from, to }];
    });
    const [from, ...others] = gone.filter((object) => !named.some((pair) => pair.from === object));
    const [to, ...more] = wanted.filter((object) => !named.some((pair) => pair.to === object));
    const last = from === undefined || to === undefined || others.length + more.length > 0 ? [] : [{ from, to }];
    return [...named, ...last].flatMap((pair) => renameOf(pair, placeOf(pair.to)));
  });
}

interface Pair {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
}

const renameOf = ({ from, to }: Pair, place: Place | undefined): readonly DeclaredRename[] => {
  const { kind, schema, table, name } = to;
  const ref = { kind, ...(schema === undefined ? {} : { schema }), ...(table === undefined ? {} : { table }), name };
  return [{ to: ref, from: from.name, ...(place === undefined ? {} : { place }) }];
};

/** By kind and table. */
function groups(objects: readonly SchemaObject[]): ReadonlyMap<string, readonly SchemaObject[]> {
  const found = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    const key = JSON.stringify([object.kind, object.schema, object.table]);
    found.set(key, [...(found.get(key) ?? []), object]);
  }
  return found;
}

/** The name that it had in the table's old name, where it begins with that of the table. */
const nameIn = (old: string, { table = "", name }: SchemaObject): string =>
  name.startsWith(`${table}_`) ? withEnding(old, name.slice(table.length)) : name;
