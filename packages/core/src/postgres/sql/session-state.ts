import { scan } from "./scan.ts";
import { wordsOf } from "./statement-words.ts";

/**
 * What a statement leaves in its session beyond the tables: something that the next transaction of the same revision
 * may need, and that another session does not have.
 */
export type SessionState =
  /** Run again in another session it has the same effect: SET and RESET. */
  | { readonly kind: "repeatable" }
  /** Another session cannot have it. `instead` says how to write it. */
  | { readonly kind: "lost"; readonly what: string; readonly instead: string }
  /** It ends with the transaction, which the revision may not have meant. */
  | { readonly kind: "local"; readonly what: string; readonly instead: string }
  /** Takes back what is lost, such as `drop table` or `deallocate`. */
  | { readonly kind: "ended"; readonly what: string };

const alone = "Move it, and what needs it, behind the last statement that cannot run in a transaction, or into a revision of its own";

const lost = (what: string, instead = alone): SessionState => ({ kind: "lost", what, instead });

/** Settings whose end changes only how fast, how patiently or how loudly statements run. */
export const harmlessSettings =
  /^(?:.*_(?:timeout|mem|cost|interval|delay)|log_\w+|enable_\w+|jit\w*|geqo\w*|max_parallel_\w+|client_min_messages|application_name|synchronous_commit|statement_timeout)$/u;

const functions: readonly (readonly [pattern: RegExp, state: SessionState])[] = [
  [/\bset_config \(/u, lost("a setting made by set_config", `Write it as a statement: op.execute("set ... to ...")`)],
  [/\bpg_(?:try_)?advisory_lock(?:_shared)? \(/u, lost("an advisory lock of the session")],
  [/\bsetseed \(/u, lost("the seed of random()")],
];

const callers = /^(?:select|values|with|insert|update|delete|merge|call|do|explain|table)\b/u;

/** What most revisions consist of. None of it outlives a transaction, so its words need not be looked at. */
const changesObjects = /^\s*(?:alter|comment|create(?![^]*temp))\b/iu;

/**
 * What a statement does to its session. Undefined: nothing that outlives its transaction.
 * @example sessionState("set search_path to app") // { kind: "repeatable" }
 */
export function sessionState(statement: string): SessionState | undefined {
  if (changesObjects.test(statement)) return undefined;
  const words = wordsOf(statement);
  return ofSetting(words) ?? ofObject(words, statement) ?? (callers.test(words) ? ofCall(words, statement) : undefined);
}

function ofSetting(words: string): SessionState | undefined {
  if (/^set (?:constraints|transaction)\b/u.test(words)) return undefined;
  const local = /^set local (?<name>\S+)/u.exec(words)?.groups?.["name"];
  if (local !== undefined) {
    if (harmlessSettings.test(local)) return undefined;
    return {
      kind: "local",
      what: `what "set local ${local}" sets`,
      instead: `Write "set ${local}", which mig keeps to the end of the revision`,
    };
  }
  return /^(?:set|reset|load)\b/u.test(words) ? { kind: "repeatable" } : undefined;
}

/** A name in the session's own schema, quoted or not. */
const inTemporarySchema = /(?:\bpg_temp|"pg_temp")\s*\./iu;

/** Without what is quoted in it, such as the body of a function, and without comments. */
const withoutTexts = (statement: string): string =>
  [...scan(statement)].map(({ kind, text }) => (kind === "string" || kind === "comment" ? " " : text)).join("");

function ofObject(words: string, statement: string): SessionState | undefined {
  const temporary =
    /^create (?:or replace )?(?:(?:local|global) )?temp(?:orary)? (?:recursive )?(?:unlogged )?(?:table|view|sequence)\b/u.test(words) ||
    /^(?:select|with)\b.* into (?:temp|temporary)\b/u.test(words);
  if (temporary)
    return /\bon commit drop\b/u.test(words)
      ? undefined
      : lost(
          `temporary ${nameIn(statement)}`,
          "Use an ordinary table and drop it at the end, or make it behind the last statement that cannot run in a transaction",
        );
  if (/^create\b/u.test(words) && inTemporarySchema.test(withoutTexts(statement))) return lost("what is made in pg_temp");
  if (/^prepare (?!transaction)/u.test(words)) return lost(`prepared statement ${nameIn(statement)}`);
  if (/^listen\b/u.test(words)) return lost("LISTEN");
  if (/^declare\b.* with hold\b/u.test(words)) return lost("a cursor WITH HOLD");
  if (/^drop (?:table|view|sequence)\b/u.test(words)) return { kind: "ended", what: `temporary ${nameIn(statement)}` };
  if (/^deallocate\b/u.test(words)) return { kind: "ended", what: `prepared statement ${nameIn(statement)}` };
  if (/^unlisten\b/u.test(words)) return { kind: "ended", what: "LISTEN" };
  return undefined;
}

function ofCall(words: string, statement: string): SessionState | undefined {
  const text = words.startsWith("do") ? bodyWords(statement) : words;
  const found = functions.find(([pattern]) => pattern.test(text))?.[1];
  if (found !== undefined) return found;
  if (
    words.startsWith("do") &&
    /(?:^| )(?:set (?:session )?(?!local\b|constraints\b|transaction\b)\S+ (?:to|from|authorization|\?)|set role|create (?:local )?temp)/u.test(
      text,
    )
  )
    return lost("what a DO block sets or makes for its session");
  return undefined;
}

/** The words inside the body of a DO block. */
function bodyWords(statement: string): string {
  const bodies = [...scan(statement)]
    .filter(({ kind }) => kind === "string")
    .map(({ text }) => text.replace(/^(?:\$[^$]*\$|[eE]?')/u, "").replace(/(?:\$[^$]*\$|')$/u, ""));
  return bodies.map(wordsOf).join(" ");
}

const keywords = new Set([
  "create",
  "or",
  "replace",
  "local",
  "global",
  "temp",
  "temporary",
  "recursive",
  "unlogged",
  "table",
  "view",
  "sequence",
  "if",
  "not",
  "exists",
  "drop",
  "prepare",
  "deallocate",
  "select",
  "with",
]);

/** The last part of the first name of a statement. */
function nameIn(statement: string): string {
  const tokens = [...scan(statement)].filter(({ kind }) => kind === "word" || kind === "name" || kind === "symbol");
  const into = tokens.findIndex(({ text }) => /^into$/iu.test(text));
  const start = into === -1 ? 0 : into + 1;
  const at = tokens.findIndex(
    ({ kind, text }, place) => place >= start && (kind === "name" || (kind === "word" && !keywords.has(text.toLowerCase()))),
  );
  const named = tokens[at + 1]?.text === "." ? tokens[at + 2] : tokens[at];
  return named === undefined ? "" : named.kind === "word" ? named.text.toLowerCase() : named.text;
}
