import { withoutOuterParentheses } from "./parentheses.ts";
import { scan, type Token } from "../sql/scan.ts";

/**
 * An expression that the server printed, spelt so that it reads it back as the same. It prints an array of varchar that
 * is cast to text[] as `(ARRAY['a'::character varying])::text[]`, but reads a cast right after ARRAY[...] as one of each element
 * (`transformTypeCast` in its parser). Naming the array's own type first keeps the cast where it was.
 */
export function printedExpression(expression: string): string {
  const text = withoutOuterParentheses(expression);
  if (!text.includes("(ARRAY[")) return text;
  const tokens = [...scan(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const inserts = tokens.flatMap((_, at) => ownTypeOf(tokens, at, text) ?? []);
  return inserts.toReversed().reduce((result, { at, type }) => `${result.slice(0, at)}::${type}[]${result.slice(at)}`, text);
}

/** A query that the server printed, without what it puts around it. */
export const printedQuery = (query: string): string => printedExpression(bareQuery(query));

/** A query without semicolons and comments at its end. */
export function bareQuery(query: string): string {
  const tokens = [...scan(query)];
  const last = tokens.findLast(({ kind, text }) => kind !== "space" && kind !== "comment" && text !== ";");
  return last === undefined ? query.trim() : query.slice(0, last.start + last.text.length).trimStart();
}

/** Where the array that begins at a token ends, and the type of its elements, if it is cast as a whole. */
function ownTypeOf(tokens: readonly Token[], start: number, text: string): { readonly at: number; readonly type: string } | undefined {
  const textAt = (at: number): string | undefined => tokens[at]?.text;
  if (textAt(start) !== "(" || textAt(start + 1) !== "ARRAY" || textAt(start + 2) !== "[") return undefined;
  const types: (string | undefined)[] = [];
  let depth = 0;
  let castAt: number | undefined;
  for (let at = start + 3; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    const closes = token.text === "]" && depth === 0;
    if (closes || (token.text === "," && depth === 0)) {
      types.push(castAt === undefined ? undefined : text.slice(castAt, token.start).trim());
      castAt = undefined;
    }
    if (closes)
      return textAt(at + 1) === ")" && textAt(at + 2) === ":" && textAt(at + 3) === ":" ? same(types, token.start + 1) : undefined;
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    if (depth === 0 && token.text === ":" && textAt(at - 1) === ":") castAt = token.start + 1;
  }
  return undefined;
}

/** The end with the elements' type, if they all have one, and the same. */
function same(types: readonly (string | undefined)[], at: number): { readonly at: number; readonly type: string } | undefined {
  const [type] = types;
  return type === undefined || type.endsWith("]") || types.some((other) => other !== type) ? undefined : { at, type };
}
