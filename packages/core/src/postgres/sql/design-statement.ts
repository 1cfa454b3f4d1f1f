import { scan } from "./scan.ts";
import { harmlessSettings } from "./session-state.ts";
import { phraseOf } from "./statement-words.ts";

/** What a statement is in a file that declares a design. */
export type DesignStatement =
  /**
   * It declares something. `isConditional`: IF EXISTS lets it pass where something is missing. `isForLater`: what is created after it gets
   * something by it, which what is before it does not get: default privileges, and indexes that are made without parts in the partitions
   * that are there. Absent: it gives nothing.
   */
  | { readonly kind: "declares"; readonly isConditional: boolean; readonly isForLater?: true }
  /** It holds for the statements after it in its file: SET and its like. */
  | { readonly kind: "session" }
  /** It changes no definition. `why` absent: there is nothing to say about that. */
  | { readonly kind: "passedOver"; readonly why?: string }
  /** It is no part of a design. */
  | { readonly kind: "refused"; readonly why: string };

type Row = readonly [pattern: RegExp, is: DesignStatement];

const refused = (why: string): DesignStatement => ({ kind: "refused", why });
const passedOver = (why?: string): DesignStatement => ({ kind: "passedOver", ...(why === undefined ? {} : { why }) });
const session: DesignStatement = { kind: "session" };

const ofServer = (what: string): DesignStatement =>
  refused(`${what} belong to the server, not to the database. Create them outside of mig`);
const rows = "files of a design hold no rows. Write rows in a revision, with op.execute";

const keyOfOnly = /^alter table only \S+ add (?:constraint \S+ )?(?:primary key|unique|exclude)\b/u;

/** Whether it adds a key to a table, and to none of its partitions. */
export const addsKeyOnly = (statement: string): boolean => keyOfOnly.test(phraseOf(statement));

/** The first row that fits counts. The words are those of `phraseOf`. */
const table: readonly Row[] = [
  [/^(?:insert|update|delete|merge|truncate|copy|values|table|with)\b/u, refused(rows)],
  [/^select (?:pg_catalog\.)?set_config \(/u, session],
  [/^select\b/u, refused("a query declares nothing, and what it may do is not seen. Write the statements that create things")],
  [/^(?:begin|start transaction|commit|end)\b/u, passedOver("mig decides about transactions itself")],
  [/^(?:rollback|abort|savepoint|release|prepare transaction)\b/u, refused("mig decides about transactions itself. Remove it")],
  [/^(?:analyze|analyse|vacuum|cluster|repack|reindex|checkpoint|refresh materialized view)\b/u, passedOver("it changes no definition")],
  [/^set (?:session characteristics|transaction|constraints)\b/u, passedOver("mig decides about transactions itself")],
  [/^set local\b/u, refused("it ends with a transaction, and each statement is its own. Write SET, which holds to the end of the file")],
  [/^(?:set|reset|load)\b/u, session],
  [/^(?:create|alter|drop) (?:role|user(?! mapping)|group)\b|^(?:drop|reassign) owned\b/u, ofServer("roles")],
  [/^(?:grant|revoke)\b(?!.*\bon\b)/u, ofServer("roles, and who is a member of them,")],
  [/^(?:create|alter|drop) database\b/u, ofServer("databases")],
  [/^(?:create|alter|drop) tablespace\b/u, ofServer("tablespaces")],
  [/^alter system\b/u, ofServer("such settings")],
  [/^(?:create|alter|drop) subscription\b/u, refused("it would connect to another server at once. Create it by hand, or in a revision")],
  [/^import foreign schema\b/u, refused("it asks another server. Write out the foreign tables")],
  [
    /^(?:comment|security label for \S+|security label|grant .*|revoke .*) on (?:database|role|tablespace|subscription|parameter|large object)\b/u,
    refused("it is about something outside of the database's design"),
  ],
  [/^(?:create|alter|drop)\b.*\bconcurrently\b/u, refused("how an index is built is no part of a design. Leave out CONCURRENTLY")],
  [
    /^create (?:or replace )?(?:(?:local|global) )?temp(?:orary)?\b|^create (?:\w+ )+(?:if not exists )?pg_temp\./u,
    refused("what is temporary is no part of a design"),
  ],
  [/^create (?:unique )?index (?:if not exists )?(?:\S+ )?on only\b/u, { kind: "declares", isConditional: false, isForLater: true }],
  [keyOfOnly, { kind: "declares", isConditional: false, isForLater: true }],
  [/^(?:create|comment|grant|revoke|security label|do)\b/u, { kind: "declares", isConditional: false }],
  [/^alter default privileges\b/u, { kind: "declares", isConditional: false, isForLater: true }],
  [/^(?:alter|drop) .*?\bif exists\b/u, { kind: "declares", isConditional: true }],
  [/^(?:alter|drop)\b/u, { kind: "declares", isConditional: false }],
];

/**
 * What a statement is in a file that declares a design.
 * @example designStatement("insert into t values (1)") // { kind: "refused", why: "files of a design hold no rows. ..." }
 */
export function designStatement(statement: string): DesignStatement {
  const words = phraseOf(statement);
  if (words.startsWith("do") && changesServer.test(textIn(statement)))
    return refused(
      "its body makes or changes what belongs to the server, not to the database: the scratch database is on a server that others use",
    );
  const found = table.find(([pattern]) => pattern.test(words))?.[1] ?? refused("it declares nothing");
  return found === session ? ofSetting(words, statement) : found;
}

/** What a scratch database would leave behind on its server. */
const changesServer = /\b(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|database|tablespace|subscription)\b|\balter\s+system\b/iu;

/** What stands in its strings, such as the body of a DO block. */
const textIn = (statement: string): string => [...scan(statement)].flatMap(({ kind, text }) => (kind === "string" ? [text] : [])).join(" ");

/** Settings that say how the text is to be read are those that it is read with; how fast and loud statements run means nothing here. */
function ofSetting(words: string, statement: string): DesignStatement {
  const name = /^(?:set(?: session)?|reset) (?<name>\S+)/u.exec(words)?.groups?.["name"] ?? "";
  if (name === "client_encoding" || name === "names")
    return /utf-?8|unicode|\bdefault\b/iu.test(statement) || words.startsWith("reset")
      ? passedOver()
      : refused("files are read as UTF-8. Save it as UTF-8 and leave this out");
  if (name === "standard_conforming_strings" && /\b(?:off|false|no|0)\b/iu.test(valueIn(statement)))
    return refused("strings are read as the SQL standard says. Write E'...' where a backslash is to escape");
  return harmlessSettings.test(name) ? passedOver() : session;
}

/** What follows the name of a setting. */
const valueIn = (statement: string): string =>
  [...scan(statement)]
    .filter(({ kind }) => kind !== "comment")
    .map(({ text }) => text)
    .join("")
    .replace(/^\s*\w+\s+(?:session\s+)?\w+/iu, "");

/** The beginning of a statement, for a message. @example headOf("insert into t (a) values (1)") // "insert into t" */
export const headOf = (statement: string): string =>
  phraseOf(statement)
    .split(" ")
    .slice(0, 3)
    .join(" ")
    .replace(/ ?\(.*$/u, "");
