import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { underlyingType, typeNames } from "../../../type/user-types.ts";
import { isCompositeType, type CompositeType } from "./model.ts";

/** The composite type that a type name, seen from a schema, stands for. Undefined: it is none. */
export const compositeOf = (type: string, home: string, schema: DatabaseSchema): CompositeType | undefined =>
  typeNames(type, home)
    .flatMap((name) => objectsIn(schema, name))
    .find(isCompositeType);

/** Whether a composite type has the same attributes in the same order at both ends, and so have those in it: a text means the same then. */
export function keepsAttributes(type: CompositeType, ends: Ends): boolean {
  const to = getObject(ends.after, type);
  if (to === undefined || !isCompositeType(to) || to.attributes.length !== type.attributes.length) return false;
  return type.attributes.every(({ name, type: of }, at) => {
    const inner = compositeOf(underlyingType(of, type.schema, ends.before), type.schema, ends.before);
    return to.attributes[at]?.name === name && (inner === undefined || keepsAttributes(inner, ends));
  });
}

/** Whether values of another type are in those of a composite type: in its attributes, or within these. */
export const hasInside = (
  { schema: home, attributes }: CompositeType,
  of: { readonly schema: string; readonly name: string },
  schema: DatabaseSchema,
): boolean => attributes.some(({ type }) => leadsTo(type, home, of, schema));

function leadsTo(type: string, home: string, of: { readonly schema: string; readonly name: string }, schema: DatabaseSchema): boolean {
  return typeNames(type, home).some(
    (name) =>
      (name.schema === of.schema && name.name === of.name) ||
      objectsIn(schema, name).some((object) => {
        if (isCompositeType(object)) return hasInside(object, of, schema);
        return (
          object.table === undefined &&
          "baseType" in object &&
          typeof object.baseType === "string" &&
          leadsTo(object.baseType, name.schema, of, schema)
        );
      }),
  );
}
