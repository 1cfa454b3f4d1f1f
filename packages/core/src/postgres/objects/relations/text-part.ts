import type { UsedChange } from "../../../operation/ends.ts";
import { keysInText } from "../../expression/text-uses.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import { isBuiltIn } from "../../type/casts.ts";
import { typeParts } from "../../type/parts.ts";
import { normalizeType } from "../../type/name.ts";
import { isColumn } from "./column/model.ts";

/** Whether the type itself is made anew under its name: the column has another one meanwhile. */
export const isReplaced = (from: SchemaObject, to: SchemaObject): boolean =>
  isColumn(from) && isColumn(to) && normalizeType(from.type) === normalizeType(to.type) && from.collation === to.collation;

/**
 * Whether an index must be out of the way of a change of its column, which holds texts meanwhile: only B-trees and hashes, by the usual
 * class, work with any type.
 */
export function standsAsideOfClasses(
  elements: readonly { readonly operatorClass?: string; readonly column?: string }[],
  method: string | undefined,
  { from, to, isRetyped }: UsedChange,
): boolean {
  if (!isRetyped || !isReplaced(from, to) || !isColumn(from) || isBuiltIn(typeParts(from.type).base)) return false;
  const isUsual = method === undefined || method === "btree" || method === "hash";
  return !isUsual || elements.some(({ column, operatorClass }) => column === from.name && operatorClass !== undefined);
}

/**
 * Whether a part of a table whose texts name a column must be out of the way of its change. PostgreSQL would read the texts again, as it
 * prints them: with the casts that the old type needed, which another type turns into other casts, and back again into more of them. Where
 * the type itself is made anew under its name, as an enum is, constants in them are of the old one. Of the same type with other limits
 * (`varchar(20)`) they mean what they did.
 */
export function standsAsideOfText(
  part: { readonly schema: string; readonly table: string },
  texts: readonly string[],
  { use, from, to, isRetyped }: UsedChange,
): boolean {
  if (!isRetyped) return false;
  if (use.follows !== true) return true;
  if (!isColumn(from) || !isColumn(to)) return false;
  const isAlike = withoutLimits(from.type) === withoutLimits(to.type) && !isReplaced(from, to);
  return !isAlike && texts.some((text) => keysInText(text, part).includes(use.of));
}

/** @example withoutLimits("varchar(20)[]") // "character varying[]" */
const withoutLimits = (type: string): string => normalizeType(type).replaceAll(/\([^)]*\)/gu, "");
