import { readFile } from "node:fs/promises";
import type { Place } from "../../../errors/row.ts";
import { addsKeyOnly, designStatement, headOf } from "../../../postgres/sql/design-statement.ts";
import { declaredName, namesIn } from "../../../postgres/sql/names-in.ts";
import { withoutPsql } from "../../../postgres/sql/psql-commands.ts";
import { placedStatements } from "../../../postgres/sql/split-statements.ts";
import type { Diagnostic } from "../../../schema/diagnostic.ts";
import type { FoundFile } from "./find-files.ts";

/** A text with the name of its file. */
export interface SqlText {
  readonly file: string;
  readonly text: string;
}

/** A statement that declares something, or that holds for those after it. */
export interface FileStatement {
  readonly text: string;
  readonly in: SqlText;
  /** Where it begins in the file, in UTF-16 units from 0. */
  readonly start: number;
  /** The statements before it in its file that hold for it, such as SET. */
  readonly session: readonly FileStatement[];
  /** IF EXISTS lets it pass where something is missing. */
  readonly isConditional: boolean;
  /** What is created after it gets something by it: those before it run first. */
  readonly isForLater: boolean;
}

export interface ReadStatements {
  readonly statements: readonly FileStatement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads files as UTF-8. */
export async function readTexts(files: readonly FoundFile[]): Promise<readonly SqlText[] | readonly Diagnostic[]> {
  const read = await Promise.all(files.map(readText));
  const problems = read.flatMap((one) => ("code" in one ? [one] : []));
  return problems.length > 0 ? problems : read.flatMap((one) => ("code" in one ? [] : [one]));
}

async function readText({ path, shown }: FoundFile): Promise<SqlText | Diagnostic> {
  const unreadable = (message: string, place: Place): Diagnostic => ({ severity: "error", code: "SQL_UNREADABLE", message, place });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return unreadable(`This file cannot be read: ${error instanceof Error ? error.message : String(error)}`, { file: shown });
  }
  const text = new TextDecoder().decode(bytes);
  if (text.includes("\uFFFD") && !isUtf8(bytes))
    return unreadable("This is no UTF-8 text. Save the file as UTF-8.", placeIn({ file: shown, text }, text.indexOf("\uFFFD")));
  return { file: shown, text };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The line and column of a place in a text. */
export function placeIn({ file, text }: SqlText, at: number): Place {
  const before = text.slice(0, at);
  return { file, line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}

/** The statements of all files, in the order of these, and what is said about statements that have no place in a design. */
export function readStatements(texts: readonly SqlText[]): ReadStatements {
  const read = texts.map(statementsIn);
  return {
    statements: withoutNeedless(read.flatMap(({ statements }) => statements)),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** A key that is added to a table alone need not wait where that has no partitions: dumps say ONLY of all tables. */
function withoutNeedless(statements: readonly FileStatement[]): readonly FileStatement[] {
  const keys = statements.filter(({ isForLater, text }) => isForLater && addsKeyOnly(text));
  if (keys.length === 0) return statements;
  const partitioned = new Set(statements.flatMap(({ text }) => (/\bpartition\s+by\b/iu.test(text) ? (declaredName(text) ?? []) : [])));
  const needless = new Set(keys.filter(({ text }) => ![...namesIn(text)].some((name) => partitioned.has(name))));
  return statements.map((statement) => (needless.has(statement) ? { ...statement, isForLater: false } : statement));
}

function statementsIn(source: SqlText): ReadStatements {
  const { text, command } = withoutPsql(source.text);
  const statements: FileStatement[] = [];
  const diagnostics: Diagnostic[] = [];
  let session: readonly FileStatement[] = [];
  const say = (severity: Diagnostic["severity"], at: number, message: string): void =>
    void diagnostics.push({
      severity,
      code: severity === "error" ? "SQL_REFUSED" : "SQL_PASSED_OVER",
      message,
      place: placeIn(source, at),
    });
  for (const { text: statement, start } of placedStatements(command === undefined ? text : text.slice(0, command.start))) {
    const is = designStatement(statement);
    const read: FileStatement = { text: statement, in: source, start, session, isConditional: false, isForLater: false };
    if (is.kind === "declares") statements.push({ ...read, isConditional: is.isConditional, isForLater: is.isForLater === true });
    else if (is.kind === "session") session = [...session, read];
    else if (is.kind === "refused") say("error", start, `"${headOf(statement)}": ${is.why}.`);
    else if (is.why !== undefined) say("warning", start, `"${headOf(statement)}" is passed over: ${is.why}.`);
    if (/^copy\b.*\bfrom\s+stdin\b/isu.test(statement)) return { statements, diagnostics }; // its rows follow, which are no SQL
  }
  if (command !== undefined)
    say("error", command.start, `${command.name} is a command of psql, not SQL. List all files in the configuration, and leave it out.`);
  return { statements, diagnostics };
}
