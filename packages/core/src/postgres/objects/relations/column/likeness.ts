import { castBetween, isString } from "../../../type/casts.ts";
import { typeParts } from "../../../type/parts.ts";
import type { Column } from "./model.ts";
import { normalizeColumn } from "./normal-form.ts";

/**
 * How alike two columns are but for their names. The type counts most: a column rarely gets another name and another sort of values at
 * once.
 */
export function columnLikeness(live: Column, wanted: Column): number {
  const [from, to] = [normalizeColumn(live), normalizeColumn(wanted)];
  if ((from.generated === undefined) !== (to.generated === undefined)) return 0;
  const alike = typeLikeness(from.type, to.type);
  return from.notNull === to.notNull ? alike : alike * 0.9;
}

function typeLikeness(left: string, right: string): number {
  if (left === right) return 1;
  const [from, to] = [typeParts(left), typeParts(right)];
  if (from.array !== to.array) return 0;
  if (from.base === to.base) return 0.8;
  return isString(from.base) === isString(to.base) && castBetween(from.base, to.base) === "assigned" ? 0.6 : 0;
}
