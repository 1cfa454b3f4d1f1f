import type { LosingPlace } from "../../../../../operation/spec.ts";
import type { Token } from "../../../../sql/scan.ts";
import { isName, meant, nameAt, partsBetweenCommas, wordAt } from "./tokens.ts";

/** A column whose values a statement replaces by one that does not come from the row. */
export interface Overwritten {
  readonly place: LosingPlace;
  /** NULL, or the default: nothing is left. Otherwise a value that is the same in each row. */
  readonly isEmptied: boolean;
}

/**
 * The columns that UPDATE, ON CONFLICT DO UPDATE, MERGE and ALTER COLUMN TYPE ... USING overwrite. A condition that the column IS NULL
 * leaves its values alone.
 * @example overwrittenIn(tokensOf("update t set a = null, b = upper(b)")) // [{ place: { table: "t", column: "a" }, isEmptied: true }]
 */
export function overwrittenIn(tokens: readonly Token[]): readonly Overwritten[] {
  const found: Overwritten[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (wordAt(tokens, at) === "update") found.push(...byUpdate(tokens, at));
    if (wordAt(tokens, at) === "type") found.push(...byUsing(tokens, at));
  }
  return found;
}

function byUpdate(tokens: readonly Token[], at: number): readonly Overwritten[] {
  const target = targetOf(tokens, at);
  if (target === undefined) return [];
  const end = endOf(tokens, target.next);
  const condition = wordAt(tokens, end) === "where" ? tokens.slice(end + 1, endOf(tokens, end + 1)) : conditionAfter(tokens, end);
  return partsBetweenCommas(tokens.slice(target.next, end))
    .flatMap(assignments)
    .flatMap(({ column, value }): readonly Overwritten[] => {
      const place = { ...target.place, column };
      if (isEmptying(value)) return sparesValues(condition, column) ? [] : [{ place, isEmptied: true }];
      return isConstant(value) && !mentions(condition, column) ? [{ place, isEmptied: false }] : [];
    });
}

/** The table that is updated, and where its assignments begin. */
function targetOf(tokens: readonly Token[], at: number): { readonly place: LosingPlace; readonly next: number } | undefined {
  const before = wordAt(tokens, at - 1);
  if (before === "do" || before === "then") {
    const into = tokens.findLastIndex((_, index) => index < at && wordAt(tokens, index) === "into");
    const named = nameAt(tokens, wordAt(tokens, into + 1) === "only" ? into + 2 : into + 1);
    return into === -1 || named === undefined || wordAt(tokens, at + 1) !== "set" ? undefined : { place: placeOf(named), next: at + 2 };
  }
  const named = nameAt(tokens, wordAt(tokens, at + 1) === "only" ? at + 2 : at + 1);
  if (named === undefined) return undefined;
  let next = named.next;
  if (tokens[next]?.text === "*") next += 1;
  if (wordAt(tokens, next) === "as") next += 1;
  if (isName(tokens[next]) && wordAt(tokens, next) !== "set") next += 1;
  return wordAt(tokens, next) === "set" ? { place: placeOf(named), next: next + 1 } : undefined;
}

const placeOf = ({ schema, name }: { readonly schema?: string; readonly name: string }): LosingPlace => ({
  ...(schema === undefined ? {} : { schema }),
  table: name,
});

const enders = new Set(["where", "from", "returning", "when"]);

/** Where a clause ends: at the next one, at a semicolon, or with the parentheses around it. A CASE has WHEN of its own. */
function endOf(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const text = tokens[at]?.text;
    if (text === "(" || wordAt(tokens, at) === "case") depth += 1;
    if (text === ")" || (wordAt(tokens, at) === "end" && depth > 0)) depth -= 1;
    if (depth < 0 || (depth === 0 && (text === ";" || enders.has(wordAt(tokens, at))))) return at;
  }
  return tokens.length;
}

/** The condition behind FROM. */
function conditionAfter(tokens: readonly Token[], at: number): readonly Token[] {
  if (wordAt(tokens, at) !== "from") return [];
  const next = endOf(tokens, at + 1);
  return wordAt(tokens, next) === "where" ? tokens.slice(next + 1, endOf(tokens, next + 1)) : [];
}

interface Assignment {
  readonly column: string;
  readonly value: readonly Token[];
}

/** `a = 1`, or `(a, b) = (1, 2)`. */
function assignments(tokens: readonly Token[]): readonly Assignment[] {
  const equals = tokens.findIndex(({ text }) => text === "=");
  const [left, right] = [tokens.slice(0, equals), tokens.slice(equals + 1)];
  const [first] = left;
  if (equals < 1 || first === undefined) return [];
  if (first.text !== "(") return isName(first) ? [{ column: meant(first.text), value: right }] : [];
  const values = partsBetweenCommas(unwrapped(wordAt(right, 0) === "row" ? right.slice(1) : right));
  const columns = partsBetweenCommas(unwrapped(left)).flatMap(([name]) => (isName(name) ? [meant(name.text)] : []));
  return columns.length === values.length ? columns.map((column, at) => ({ column, value: values[at] ?? [] })) : [];
}

function unwrapped(tokens: readonly Token[]): readonly Token[] {
  return tokens[0]?.text === "(" && tokens.at(-1)?.text === ")" ? unwrapped(tokens.slice(1, -1)) : tokens;
}

/** ALTER COLUMN a TYPE t USING x */
function byUsing(tokens: readonly Token[], at: number): readonly Overwritten[] {
  const isSet = wordAt(tokens, at - 2) === "set" && wordAt(tokens, at - 1) === "data";
  const column = tokens[at - (isSet ? 3 : 1)];
  const table = wordAt(tokens, 0) === "alter" && wordAt(tokens, 1) === "table" ? nameAt(tokens, tableStart(tokens)) : undefined;
  if (table === undefined || !isName(column) || at === 0) return [];
  const [action = []] = partsBetweenCommas(tokens.slice(at));
  const using = action.findIndex((_, index) => wordAt(action, index) === "using");
  if (using === -1) return [];
  const value = action.slice(using + 1);
  const place = { ...placeOf(table), column: meant(column.text) };
  if (isEmptying(value)) return [{ place, isEmptied: true }];
  return isConstant(value) ? [{ place, isEmptied: false }] : [];
}

function tableStart(tokens: readonly Token[]): number {
  const exists = wordAt(tokens, 2) === "if" ? 4 : 2;
  return wordAt(tokens, exists) === "only" ? exists + 1 : exists;
}

/** NULL or DEFAULT, also with a cast, or as the answer of a CASE. */
function isEmptying(value: readonly Token[]): boolean {
  const bare = withoutCasts(unwrapped(value)).filter(({ text }) => text !== "(" && text !== ")");
  const [first] = bare;
  if (bare.length === 1 && first?.kind === "word" && /^(?:null|default)$/iu.test(first.text)) return true;
  return bare.some((_, at) => wordAt(bare, at) === "null" && ["then", "else"].includes(wordAt(bare, at - 1)));
}

const noColumns = new Set(
  `null default true false and or not is in then else case when end array row interval date time timestamp timestamptz with without zone at
   collate current_date current_time current_timestamp localtime localtimestamp current_user session_user current_role user`.split(/\s+/u),
);

/** Whether no part of it comes from a row. */
const isConstant = (value: readonly Token[]): boolean =>
  value.length > 0 &&
  withoutCasts(value).every(
    (token, at, all) =>
      !isName(token) ||
      (token.kind === "word" && noColumns.has(token.text.toLowerCase())) ||
      all[at + 1]?.text === "(" ||
      isNumberPart(all, at),
  );

/** `e5` of `1e5`. */
const isNumberPart = (tokens: readonly Token[], at: number): boolean => {
  const [before, token] = [tokens[at - 1], tokens[at]];
  return before !== undefined && token !== undefined && /^\d$/u.test(before.text) && before.start + 1 === token.start;
};

/** Without `::type` and `cast(... as type)`. */
function withoutCasts(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const isCast = tokens[at]?.text === ":" && tokens[at + 1]?.text === ":";
    const isAs = wordAt(tokens, at) === "as";
    if (isCast || isAs) {
      at += isCast ? 1 : 0;
      while (isName(tokens[at + 1]) || tokens[at + 1]?.text === ".") at += 1;
      if (tokens[at + 1]?.text === "(") at = tokens.findIndex(({ text }, index) => index > at && text === ")");
      if (at === -1) return kept;
    } else if (wordAt(tokens, at) !== "cast" && tokens[at] !== undefined) kept.push(...tokens.slice(at, at + 1));
  }
  return kept;
}

const mentions = (condition: readonly Token[], column: string): boolean =>
  condition.some((token) => isName(token) && meant(token.text) === column);

/** `where a is null` touches no value of a. */
function sparesValues(condition: readonly Token[], column: string): boolean {
  if (condition.some((_, at) => ["or", "not"].includes(wordAt(condition, at)))) return false;
  return condition.some(
    (token, at) =>
      isName(token) && meant(token.text) === column && wordAt(condition, at + 1) === "is" && wordAt(condition, at + 2) === "null",
  );
}
