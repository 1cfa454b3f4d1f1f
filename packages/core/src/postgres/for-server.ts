import type { Kinds } from "../operation/kinds.ts";
import { objectsOf, putObjects, removeObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";

/** A schema that was read from a newer server, as one of this version can have it. */
export function forServer(schema: DatabaseSchema, version: number, kinds: Kinds): DatabaseSchema {
  const changed: SchemaObject[] = [];
  const gone: SchemaObject[] = [];
  for (const object of objectsOf(schema)) {
    const kind = kinds.of(object.kind);
    const fitting = kind.forServer === undefined ? object : kind.forServer(object, version, schema, kinds);
    if (fitting === undefined) gone.push(object);
    else if (fitting !== object) changed.push(fitting);
  }
  return changed.length + gone.length === 0 ? schema : putObjects(removeObjects(schema, gone), changed);
}
