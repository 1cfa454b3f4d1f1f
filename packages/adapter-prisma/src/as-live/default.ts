import type { Column } from "@migts/core/adapter";
import { readConstant } from "./constant.ts";
import { differInModifiers } from "./unmodified-type.ts";

/** The wanted default as the database spells it. One that goes with another type of the column is spelt for that: an enum takes no text. */
export function defaultAsLive(wanted: Column, live: Column): Pick<Column, "default"> {
  if (wanted.default === undefined || live.default === undefined) return {};
  return differInModifiers(wanted.type, live.type) && isSameDefault(wanted.default, live.default) ? { default: live.default } : {};
}

/**
 * Whether two defaults are one to Prisma, which reads both as values: `'{}'::text[]` is an empty list like `ARRAY[]::text[]`, and 0 is
 * 0.0. What is no constant is left to the server.
 */
function isSameDefault(wanted: string, live: string): boolean {
  const [left, right] = [readConstant(wanted), readConstant(live)];
  if (left === undefined || right === undefined) return false;
  if (left.kind === "text" && right.kind === "text") return isSameText(left.text, right.text);
  if (left.kind !== "list" || right.kind !== "list" || left.items.length !== right.items.length) return false;
  return left.items.every((item, at) => isSameItem(item, right.items[at] ?? null));
}

const isSameItem = (left: string | null, right: string | null): boolean =>
  left === null || right === null ? left === right : isSameText(left, right);

const isSameText = (left: string, right: string): boolean =>
  left === right || (number.test(left) && number.test(right) && digitsOf(left) === digitsOf(right));

const number = /^-?(?:\d+\.?\d*|\.\d+)$/u;

/** A number without the zeros that say nothing. */
function digitsOf(text: string): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)0*(\d*)\.?(\d*?)0*$/u.exec(text.includes(".") ? text : `${text}.`) ?? [];
  const digits = `${whole === "" ? "0" : whole}.${fraction}`;
  return digits === "0." ? digits : `${sign}${digits}`;
}
