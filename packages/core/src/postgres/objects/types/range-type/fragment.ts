import { objectsIn, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { typeNames } from "../../../type/user-types.ts";
import { isRangeType } from "./model.ts";
import { multirangeOf } from "./multirange.ts";

/** Whether a type name, seen from a schema, is one of the range types that are there, or of the multirange types that come with these. */
export function isRangeOf(type: string, home: string, schema: DatabaseSchema): boolean {
  const names = typeNames(type, home);
  if (names.length === 0) return false;
  if (names.some((name) => objectsIn(schema, name).some(isRangeType))) return true;
  return objectsOf(schema).some((object) => {
    if (!isRangeType(object)) return false;
    const multirange = multirangeOf(object);
    return names.some(({ schema: at, name }) => multirange.schema === at && multirange.name === name);
  });
}
