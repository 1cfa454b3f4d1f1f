import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { isForeignKey, type ForeignKey } from "../constraint/model.ts";
import { resource } from "../../resources.ts";

// A logged table cannot refer to an unlogged one: tables that change must do so one after the other.

interface Place {
  readonly schema: string;
  readonly name: string;
}

const keyOf = ({ schema, name }: Place): string => resource.relation(schema, name);

const placeOf = ({ references: { schema, table } }: ForeignKey): Place => ({ schema, name: table });

/** Keys of a table that refer to others. */
const keysFrom = (table: Place, schema: DatabaseSchema): readonly ForeignKey[] =>
  objectsIn(schema, table)
    .filter(isForeignKey)
    .filter((key) => keyOf(placeOf(key)) !== keyOf(table));

/** Whether foreign keys lead from one table to the other. */
function leadsTo(from: Place, to: Place, schema: DatabaseSchema): boolean {
  const seen = new Set<string>();
  const queue = [from];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (keyOf(place) === keyOf(to)) return true;
    if (seen.has(keyOf(place))) continue;
    seen.add(keyOf(place));
    queue.push(...keysFrom(place, schema).map(placeOf));
  }
  return false;
}

/** Keys of a table to others that need it in turn: no order would do for both. */
export const keysInRing = (table: Place, schema: DatabaseSchema): readonly ForeignKey[] =>
  keysFrom(table, schema).filter((key) => leadsTo(placeOf(key), table, schema));

/** Tables that this one refers to and that do not need it, as resource keys. */
export const referredTables = (table: Place, schema: DatabaseSchema): readonly string[] =>
  keysFrom(table, schema)
    .map(placeOf)
    .filter((place) => !leadsTo(place, table, schema))
    .map(keyOf);
