import { keysOfName } from "../expression/qualified-name.ts";
import { resource } from "../objects/resources.ts";
import { isCitext, isString } from "./casts.ts";
import { normalizeType } from "./name.ts";
import { typeParts } from "./parts.ts";

interface TypedValue {
  readonly type: string;
  readonly collation?: string;
}

const integers = new Set(["smallint", "integer", "bigint"]);

/**
 * Whether values of a type that changes can still be compared, by one index, with those that they were compared with before. A type
 * that is made anew under its name, as an enum is, is another one. So is a collation of the user's, by which other texts may be equal.
 */
export function isComparable(from: TypedValue, to: TypedValue): boolean {
  const isReplaced = normalizeType(from.type) === normalizeType(to.type) && from.collation === to.collation;
  const isOtherwiseEqual = from.collation !== to.collation && (isUsers(from.collation) || isUsers(to.collation));
  return !isReplaced && !isOtherwiseEqual && familyOf(from.type) === familyOf(to.type);
}

/** Those of PostgreSQL need no schema. */
const isUsers = (collation: string | undefined): boolean => keysOfName(collation, resource.collation).length > 0;

function familyOf(type: string): string {
  const { base, array } = typeParts(type);
  const family = integers.has(base) ? "integer" : isString(base) && !isCitext(base) ? "string" : base;
  return array ? `${family}[]` : family;
}
