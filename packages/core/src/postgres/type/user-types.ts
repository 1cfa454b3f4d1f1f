import { hasObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ObjectRef } from "../../schema/object.ts";
import { nameParts } from "../expression/rewrite.ts";
import { resource } from "../objects/resources.ts";
import { isBuiltIn } from "./casts.ts";
import { typeParts } from "./parts.ts";

interface TypeName {
  readonly schema: string;
  readonly name: string;
}

/** Types of the user's that a type name can mean, seen from a schema; none if it is one of PostgreSQL's own. */
export function typeNames(type: string, home: string): readonly TypeName[] {
  const { base } = typeParts(type);
  if (isBuiltIn(base)) return [];
  const [first, second] = nameParts(base);
  if (first === undefined || (base.includes(" ") && !base.includes('"'))) return [];
  if (second !== undefined) return [{ schema: first, name: second }];
  return [...new Set([home, "public"])].map((schema) => ({ schema, name: first }));
}

/** The same as resource keys. */
export const typeKeys = (type: string, home: string): readonly string[] =>
  typeNames(type, home).map(({ schema, name }) => resource.type(schema, name));

/** Whether a type name, seen from a schema, is one of the enum types that are there. */
export const isEnumOf = (type: string, home: string, schema: DatabaseSchema): boolean => enumTypes(type, home, schema).length > 0;

/** The enum type that a type name stands for, if there is one. */
export function enumTypes(type: string, home: string, schema: DatabaseSchema): readonly ObjectRef[] {
  return typeNames(type, home)
    .map(({ schema: at, name }) => ({ kind: "enumType", schema: at, name }))
    .filter((ref) => hasObject(schema, ref));
}

/** Types of extensions that are no domains. */
const ofExtensions = /(?:^|\.)(?:citext|hstore|ltree|lquery|vector|halfvec|geometry|geography|cube|isbn|earth)$/u;

/** Whether a type may be a domain: neither PostgreSQL's own, nor an enum or a table's that is there. An array of one is none itself. */
export function mayBeDomain(type: string, home: string, schema: DatabaseSchema): boolean {
  const { array, base } = typeParts(type);
  if (array || ofExtensions.test(base) || /^(?:small|big)?serial$/u.test(base)) return false;
  return typeNames(type, home).length > 0 && !isEnumOf(type, home, schema);
}
