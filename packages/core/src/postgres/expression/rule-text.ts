import { depthsOf } from "./depths.ts";
import { scan, type Token } from "../sql/scan.ts";
import { withoutOuterParentheses } from "./parentheses.ts";
import { bareQuery } from "./printed-expression.ts";
import { readSingleExpression } from "./single-expression.ts";

/** What a rule does: `WHERE (condition) DO INSTEAD (command; command)`, taken apart. */
export interface RuleAction {
  /** Absent: it always does. */
  readonly where?: string;
  /** Absent: it does so beside what was asked for. */
  readonly instead?: true;
  /** Empty: nothing. */
  readonly commands: readonly string[];
}

/** As one text, which is the same for the same action however the server prints it. */
export function ruleText({ where, instead, commands }: RuleAction): string {
  const [first = "NOTHING", ...more] = commands.map((command) => closed(bareQuery(command)));
  const all = more.length === 0 ? first : `(${[first, ...more].join("; ")})`;
  return `${where === undefined ? "" : `WHERE (${closed(withoutOuterParentheses(where))}) `}DO ${instead === true ? "INSTEAD " : ""}${all}`;
}

/** What follows does not fall into a comment at its end. */
const closed = (text: string): string => (text.includes("--") ? `${text}\n` : text);

/** The action in a text as `ruleText` and the server write it. */
export function readRule(text: string): RuleAction {
  const tokens = [...scan(text)].filter(({ kind, text: piece }) => kind !== "space" && kind !== "comment" && piece !== "");
  const depths = depthsOf(tokens);
  const textFrom = (from: number, to: number): string => text.slice(tokens[from]?.start, tokens[to]?.start).trim();
  const start = tokens.findIndex((token, at) => depths[at] === 0 && isWord(token, "do"));
  const isConditional = isWord(tokens[0], "where");
  const isInstead = isWord(tokens[start + 1], "instead");
  const first = start + (isInstead || isWord(tokens[start + 1], "also") ? 2 : 1);
  const end = tokens.findLastIndex(({ text: piece }) => piece !== ";") + 1;
  const isList = tokens[first]?.text === "(" && tokens[end - 1]?.text === ")" && closesAt(depths, first) === end - 1;
  const breaks = isList ? tokens.flatMap(({ text: piece }, at) => (at > first && piece === ";" && depths[at] === 1 ? [at] : [])) : [];
  const bounds = breaks.length === 0 ? [first, end] : [first + 1, ...breaks.map((at) => at + 1), end - 1];
  const commands = bounds.slice(1).map((to, at) => bareQuery(textFrom(bounds[at] ?? first, to)));
  return {
    ...(isConditional ? { where: withoutOuterParentheses(textFrom(1, start)) } : {}),
    ...(isInstead ? { instead: true } : {}),
    commands: isWord(tokens[first], "nothing") ? [] : commands.filter((command) => command !== ""),
  };
}

/** The action in a definition that `pg_get_ruledef` printed: what follows `ON event TO relation`. */
export function printedRule(definition: string): string {
  const tokens = [...scan(definition)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const to = tokens.findIndex((token, at) => at > 4 && isWord(token, "to"));
  const next = tokens[tokens[to + 2]?.text === "." ? to + 4 : to + 2];
  return ruleText(readRule(definition.slice(next?.start)));
}

/** Whether a text can only be the action of one rule: its parts end no statement. */
export function isSingleRule(text: string): boolean {
  const { where, commands } = readRule(text);
  const parts = [...(where === undefined ? [] : [where]), ...commands];
  return parts.every((part) => readSingleExpression(part) !== undefined) && ruleText(readRule(text)) === text;
}

const isWord = (token: Token | undefined, word: string): boolean => token?.kind === "word" && token.text.toLowerCase() === word;

/** Where the parenthesis at a place is closed. */
const closesAt = (depths: readonly number[], at: number): number => depths.findIndex((depth, place) => place > at && depth === depths[at]);
