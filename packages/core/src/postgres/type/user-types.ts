import { objectsIn, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { NewNames } from "../../operation/new-names.ts";
import { refOf, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import { remembering } from "../../schema/remembering.ts";
import { nameParts, printName } from "../expression/names.ts";
import { resource } from "../objects/resources.ts";
import { isBuiltIn } from "./casts.ts";
import { typeParts, typeText } from "./parts.ts";

interface TypeName {
  readonly schema: string;
  readonly name: string;
}

/** The name of a type with its schema, if that is said; empty for one of PostgreSQL's own. */
const userName = remembering((type): readonly string[] => {
  const { base } = typeParts(type);
  return isBuiltIn(base) || (base.includes(" ") && !base.includes('"')) ? [] : nameParts(base);
});

/** Types of the user's that a type name can mean, seen from a schema; none if it is one of PostgreSQL's own. */
export function typeNames(type: string, home: string): readonly TypeName[] {
  const [first, second] = userName(type);
  if (first === undefined) return [];
  if (second !== undefined) return [{ schema: first, name: second }];
  return [...new Set([home, "public"])].map((schema) => ({ schema, name: first }));
}

/** The same as resource keys; of an array, also that of the array type itself. */
export const typeKeys = (type: string, home: string): readonly string[] => [
  ...typeNames(type, home).map(({ schema, name }) => resource.type(schema, name)),
  ...arrayKeys(type, home),
];

/** The values of a type, as resource keys: of an array, those of its elements. */
export const valueKeys = (type: string, home: string): readonly string[] =>
  typeNames(type, home).map(({ schema, name }) => resource.valuesOf(schema, name));

/** The rows of tables that a type name can mean: their columns get no other type while values of such a type are kept. */
export const rowKeys = (type: string, home: string): readonly string[] =>
  typeNames(type, home).map(({ schema, name }) => resource.row(schema, name));

/** Of an array, the keys of the array type itself; none for anything else. */
export const arrayKeys = (type: string, home: string): readonly string[] =>
  typeParts(type).array ? typeNames(type, home).map(({ schema, name }) => resource.arrayOf(schema, name)) : [];

/** Of what can have such a name, only an enum has a list of values. */
const hasLabels = (object: SchemaObject): boolean => object.table === undefined && "values" in object && Array.isArray(object.values);

/** A composite type has attributes, a range type has a subtype. */
const isNoDomain = (object: SchemaObject): boolean => object.table === undefined && ("attributes" in object || "subtype" in object);

/** Whether a type name, seen from a schema, is one of the enum types that are there. */
export const isEnumOf = (type: string, home: string, schema: DatabaseSchema): boolean => enumTypes(type, home, schema).length > 0;

/** The enum type that a type name stands for, if there is one. */
export function enumTypes(type: string, home: string, schema: DatabaseSchema): readonly ObjectRef[] {
  return typeNames(type, home)
    .flatMap((name) => objectsIn(schema, name).filter(hasLabels))
    .map(refOf);
}

/** Types of extensions that are no domains. */
const ofExtensions = /(?:^|\.)(?:citext|hstore|ltree|lquery|vector|halfvec|geometry|geography|cube|isbn)$/u;

/**
 * Whether a type that is no domain of the schema may still be one: of an extension, or of a database that nobody has read. An array of
 * one is none itself.
 */
export function mayBeDomain(type: string, home: string, schema: DatabaseSchema): boolean {
  const { array, base } = typeParts(type);
  if (array || ofExtensions.test(base) || /^(?:small|big)?serial$/u.test(base)) return false;
  const keys = typeKeys(type, home);
  const isOther = schema.unmodelled?.some(({ owns }) => owns.some((key) => keys.includes(key))) === true;
  const isKnown = typeNames(type, home).some((name) => objectsIn(schema, name).some(isNoDomain));
  return keys.length > 0 && !isOther && !isKnown && !isEnumOf(type, home, schema);
}

/** A type that is always there and can hold the values of one of the user's: what a domain is over, the text of a label. */
export function underlyingType(type: string, home: string, schema: DatabaseSchema): string {
  const parts = typeParts(type);
  for (const name of typeNames(type, home)) {
    const base = objectsIn(schema, name).find((object): object is typeof object & { readonly baseType: string } => "baseType" in object);
    if (base === undefined) continue;
    const under = underlyingType(base.baseType, name.schema, schema);
    if (!parts.array) return under;
    return under.endsWith("[]") ? "text[]" : `${under}[]`; // PostgreSQL has no arrays of arrays but by way of a domain
  }
  return typeNames(type, home).some((name) => objectsIn(schema, name).some(hasLabels))
    ? typeText({ base: "text", modifiers: [], array: parts.array })
    : type;
}

/** A type name after types of the user's got another name. */
export function renamedType(type: string, home: string, names: NewNames): string {
  for (const name of typeNames(type, home)) {
    const to = names.get(resource.type(name.schema, name.name));
    if (to === undefined) continue;
    const parts = typeParts(type);
    const isBare = nameParts(parts.base).length === 1 && to.schema === name.schema;
    return typeText({ ...parts, base: printName(isBare ? [to.name] : [to.schema, to.name]) });
  }
  return type;
}
