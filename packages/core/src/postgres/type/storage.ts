import { isBuiltIn } from "./casts.ts";
import { typeParts } from "./parts.ts";

/** How the values of a column are stored where they are long. */
export type StorageMode = "plain" | "main" | "external" | "extended";

const compactTypes = new Set(["numeric", "inet", "cidr"]);

/** Built-in types of variable length (`typstorage` in pg_type). */
const longTypes = new Set([
  "bit",
  "bit varying",
  "bpchar",
  "bytea",
  "character",
  "character varying",
  "json",
  "jsonb",
  "jsonpath",
  "path",
  "pg_snapshot",
  "polygon",
  "refcursor",
  "text",
  "tsvector",
  "txid_snapshot",
  "xml",
]);

const isRange = (base: string): boolean => /^(?:int4|int8|num|date|ts|tstz)(?:multi)?range$/u.test(base);

/**
 * The storage that PostgreSQL gives a column of the type. Undefined: it is a type of the user's or of an extension, and
 * only the server knows.
 */
export function storageOfType(type: string): StorageMode | undefined {
  const { base, array } = typeParts(type);
  if (array || longTypes.has(base) || isRange(base)) return "extended";
  if (compactTypes.has(base)) return "main";
  return isBuiltIn(base) ? "plain" : undefined;
}

/** Whether a column of the type surely takes another storage than `plain`, and a compression method. */
export const isStoredLong = (type: string): boolean => (storageOfType(type) ?? "plain") !== "plain";
