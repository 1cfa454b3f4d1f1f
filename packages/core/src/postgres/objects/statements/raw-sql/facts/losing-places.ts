import type { LosingPlace } from "../../../../../operation/spec.ts";
import { scan, type Token } from "../../../../sql/scan.ts";

/**
 * The tables that a hand-written statement takes rows from, and columns that it drops. Undefined: it does not say.
 * @example losingPlaces('drop table if exists a, app."B" cascade') // [{ table: "a" }, { schema: "app", table: "B" }]
 */
export function losingPlaces(statement: string): readonly LosingPlace[] | undefined {
  const tokens = [...scan(statement)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words = tokens.map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : text));
  const after = (...path: readonly string[]): number | undefined => {
    let at = 0;
    for (const word of path) {
      const optional = word.endsWith("?");
      const wanted = (optional ? word.slice(0, -1) : word).split(" ");
      const isThere = wanted.every((one, offset) => words[at + offset] === one);
      if (!isThere && !optional) return undefined;
      if (isThere) at += wanted.length;
    }
    return at;
  };
  const many = after("drop", "table", "if exists?") ?? after("truncate", "table?", "only?");
  if (many !== undefined) return places(tokens, many);
  const one = after("delete", "from", "only?");
  if (one !== undefined) return places(tokens, one).slice(0, 1);
  const altered = after("alter", "table", "if exists?", "only?");
  return altered === undefined ? undefined : droppedColumns(tokens, altered);
}

/** Names with commas between them. */
function places(tokens: readonly Token[], start: number): readonly LosingPlace[] {
  const found: LosingPlace[] = [];
  for (let at = start; ; at += 1) {
    if (tokens[at]?.text === "*") at += 1;
    const { place, next } = placeAt(tokens, tokens[at]?.text.toLowerCase() === "only" ? at + 1 : at);
    if (place === undefined) return found;
    found.push(place);
    at = tokens[next]?.text === "*" ? next + 1 : next;
    if (tokens[at]?.text !== ",") return found;
  }
}

function droppedColumns(tokens: readonly Token[], start: number): readonly LosingPlace[] {
  const { place, next } = placeAt(tokens, start);
  if (place === undefined) return [];
  const found: LosingPlace[] = [];
  for (let at = next; at < tokens.length; at += 1) {
    const [isDrop, second] = [lower(tokens[at]) === "drop", lower(tokens[at + 1])];
    if (!isDrop || ["constraint", "default", "not", "expression", "identity"].includes(second)) continue;
    let named = second === "column" ? at + 2 : at + 1;
    if (lower(tokens[named]) === "if") named += 2;
    const token = tokens[named];
    if (token !== undefined) found.push({ ...place, column: meant(token.text) });
  }
  return found;
}

const lower = (token: Token | undefined): string => (token?.kind === "word" ? token.text.toLowerCase() : "");

function placeAt(tokens: readonly Token[], at: number): { readonly place?: LosingPlace; readonly next: number } {
  const first = tokens[at];
  if (first === undefined || (first.kind !== "word" && first.kind !== "name")) return { next: at };
  const second = tokens[at + 1]?.text === "." ? tokens[at + 2] : undefined;
  return second === undefined
    ? { place: { table: meant(first.text) }, next: at + 1 }
    : { place: { schema: meant(first.text), table: meant(second.text) }, next: at + 3 };
}

/** The name that PostgreSQL understands. */
const meant = (written: string): string => (written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase());
