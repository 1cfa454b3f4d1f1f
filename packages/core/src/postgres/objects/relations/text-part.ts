import type { UsedChange } from "../../../operation/ends.ts";
import { keysInText } from "../../expression/text-uses.ts";
import { normalizeType } from "../../type/name.ts";
import { isColumn } from "./column/model.ts";

/**
 * Whether a part of a table whose texts name a column must be out of the way of its change. PostgreSQL reads the texts again for
 * another type, but not where the type itself is made anew under its name, as an enum is: constants in them are of the old one.
 */
export function standsAsideOfText(
  part: { readonly schema: string; readonly table: string },
  texts: readonly string[],
  { use, from, to, isRetyped }: UsedChange,
): boolean {
  if (!isRetyped) return false;
  if (use.follows !== true) return true;
  const isReplaced =
    isColumn(from) && isColumn(to) && normalizeType(from.type) === normalizeType(to.type) && from.collation === to.collation;
  return isReplaced && texts.some((text) => keysInText(text, part).includes(use.of));
}
