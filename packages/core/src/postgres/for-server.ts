import type { Kinds } from "../operation/kinds.ts";
import { objectsOf, putObjects, type DatabaseSchema } from "../schema/database-schema.ts";

/** A schema that was read from a newer server, as one of this version can have it. */
export function forServer(schema: DatabaseSchema, version: number, kinds: Kinds): DatabaseSchema {
  const changed = [...objectsOf(schema)].flatMap((object) => {
    const fitting = kinds.of(object.kind).forServer?.(object, version) ?? object;
    return fitting === object ? [] : [fitting];
  });
  return changed.length === 0 ? schema : putObjects(schema, changed);
}
