import { quoteLiteral } from "./literal.ts";
import { scan } from "./scan.ts";

/** What is left of a value when it is no object. */
type Scalar = string | number | bigint | boolean;

/** A value as a constant. PostgreSQL gives a quoted constant the type that its place asks for, as it does for a parameter. */
export function quoteValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Date) return quoteLiteral(value.toISOString());
  if (value instanceof Uint8Array) return quoteLiteral(`\\x${Buffer.from(value).toString("hex")}`);
  if (Array.isArray(value)) return quoteLiteral(arrayText(value));
  if (typeof value === "object") return quoteLiteral(JSON.stringify(value));
  return quoteLiteral(`${value as Scalar}`);
}

/** How many parameters a statement names: the highest of $1, $2, ... */
export function parameterCount(text: string): number {
  let highest = 0;
  for (const token of scan(text)) if (token.kind === "parameter") highest = Math.max(highest, Number(token.text.slice(1)));
  return highest;
}

/**
 * The statement with its parameters written out.
 * @example bindParameters("delete from a where id = $1", [7]) // "delete from a where id = '7'"
 */
export function bindParameters(text: string, params: readonly unknown[]): string {
  let bound = "";
  for (const token of scan(text)) bound += token.kind === "parameter" ? quoteValue(params[Number(token.text.slice(1)) - 1]) : token.text;
  return bound;
}

function arrayText(items: readonly unknown[]): string {
  return `{${items.map((item) => (Array.isArray(item) ? arrayText(item) : elementText(item))).join(",")}}`;
}

function elementText(item: unknown): string {
  if (item === null || item === undefined) return "NULL";
  const text =
    item instanceof Date
      ? item.toISOString()
      : item instanceof Uint8Array
        ? `\\x${Buffer.from(item).toString("hex")}`
        : typeof item === "object"
          ? JSON.stringify(item)
          : `${item as Scalar}`;
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
