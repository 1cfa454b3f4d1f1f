import { objectsOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Scope } from "../schema/model-source.ts";

/** Schemas with objects of which none is wanted or spoken for. */
export function schemasLeftAlone(live: DatabaseSchema, wanted: DatabaseSchema, { covers }: Scope): readonly string[] {
  const placed = objectsOf(live).filter(({ schema, table }) => schema !== undefined && table === undefined);
  const known = new Set(objectsOf(wanted).map(({ schema }) => schema));
  const spokenFor = new Set(placed.filter((object) => covers(object, live)).map(({ schema }) => schema));
  const left = placed.flatMap(({ schema }) => (schema === undefined || known.has(schema) || spokenFor.has(schema) ? [] : [schema]));
  return [...new Set(left)].toSorted((one, other) => (one < other ? -1 : 1));
}
