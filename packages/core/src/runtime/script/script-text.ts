import type { Transaction } from "../../plan/plan.ts";
import { laterPins, pins, setAllSilently } from "../../postgres/session/pins.ts";
import { leadingModes } from "../../postgres/sql/transaction-control.ts";
import { wordsOf } from "../../postgres/sql/statement-words.ts";
import { guardSql, lockRowsSql, partSql, type ScriptPlace } from "./guard.ts";

/** Makes psql stop at the first error, and sets what a run sets. */
export const scriptHead = (): string =>
  ["-- For psql; for other clients leave out the next line.", String.raw`\set ON_ERROR_STOP on`, withSemicolon(pinSession)].join("\n");

const pinSession = setAllSilently({ ...pins, ...laterPins });

/** Statements that commit together, or one that runs outside of a transaction. */
interface Part {
  readonly transactional: boolean;
  readonly lines: readonly string[];
  /** It contains hand-written SQL, or comes after such SQL, which may have set something for the session. */
  readonly isByHand: boolean;
}

export interface StepText {
  readonly place: Omit<ScriptPlace, "part">;
  /** Title, for a comment. */
  readonly title: string;
  readonly transactions: readonly Transaction[];
  /** What moves the heads, in the last transaction. */
  readonly moves: readonly string[];
}

/** A step as text: what a run sends, with a check before each part that the database is where the step starts. */
export function stepText({ place, title, transactions, moves }: StepText): string {
  const parts = partsOf(transactions);
  const isSingle = parts.length === 1;
  const isByHand = parts.at(-1)?.isByHand === true;
  const committed = parts.map((_, at) => parts.slice(0, at).filter(({ transactional }) => transactional).length);
  const texts = parts.map(({ transactional, lines, isByHand: resets }, at) => {
    const part = committed[at] ?? 0;
    const here: ScriptPlace = isSingle ? place : { ...place, part };
    if (!transactional) return [guardSql(here, "statement"), ...lines].map(withSemicolon).join("\n");
    const isLast = at === parts.length - 1;
    const mark = isLast ? moves : [partSql(place, part + 1)];
    const modes = leadingModes(lines);
    const checks = [lockRowsSql(place.tables.version), guardSql(here, "transaction")];
    return block([...lines.slice(0, modes), ...checks, ...lines.slice(modes), ...(resets ? asConnected : []), ...mark]);
  });
  return [
    `-- ${title.replaceAll(/[\r\n]+/gu, " ")}`,
    ...(isSingle ? [] : [withSemicolon(partSql(place, 0))]),
    ...texts,
    // What a revision sets for its session ends with it.
    ...(isByHand ? ["reset all", pinSession].map(withSemicolon) : []),
  ].join("\n");
}

/** mig's own rows are written as the role that connected. */
const asConnected = ["reset session authorization", "reset role"];

/** The heads move in a transaction. Before a statement outside a transaction there is always a part that records the progress. */
function partsOf(transactions: readonly Transaction[]): readonly Part[] {
  const parts: Part[] = [];
  let isByHand = false;
  for (const { transactional, statements } of transactions) {
    isByHand ||= statements.some(({ operation }) => operation.kind === "execute");
    if (!transactional && parts.at(-1)?.transactional !== true) parts.push({ transactional: true, lines: [], isByHand: false });
    parts.push({ transactional, lines: statements.flatMap(({ sql }) => [sql, ...pinAgain(sql)]), isByHand });
  }
  if (parts.at(-1)?.transactional !== true) parts.push({ transactional: true, lines: [], isByHand });
  return parts;
}

const pinned = new Map(Object.entries({ ...pins, ...laterPins }).map((entry) => [entry[0].toLowerCase(), entry] as const));

/** In a run RESET restores the pinned settings. In a script it restores those of the role and the database, so they are set again. */
function pinAgain(statement: string): readonly string[] {
  const words = wordsOf(statement).replaceAll("time zone", "timezone");
  if (words === "reset all" || words === "discard all") return [pinSession];
  const name = /^reset (\w+)$/u.exec(words)?.[1] ?? /^set (?:session )?(\w+)(?: to)? default$/u.exec(words)?.[1];
  const entry = name === undefined ? undefined : pinned.get(name);
  return entry === undefined ? [] : [setAllSilently(Object.fromEntries([entry]))];
}

/** A transaction. */
export const block = (statements: readonly string[]): string => ["begin;", ...statements.map(withSemicolon), "commit;"].join("\n");

/** The semicolon goes on a line of its own if the statement may end in a comment. */
const withSemicolon = (statement: string): string =>
  statement.slice(statement.lastIndexOf("\n") + 1).includes("--") ? `${statement}\n;` : `${statement};`;
