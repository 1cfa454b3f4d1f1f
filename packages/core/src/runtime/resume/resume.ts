import { createHash } from "node:crypto";
import type { Operation } from "../../postgres/objects/index.ts";
import type { Mark } from "../tables/log-table.ts";
import type { Answer } from "./answers.ts";
import type { Settings } from "./session-settings.ts";

/** A statement outside a transaction that was started. */
export interface Started {
  readonly sql: string;
  /** What its recovery saw before it. Absent: an older version of mig started it. */
  readonly seen?: string;
}

/** The part of a revision between two reads, as its function recorded it. */
export interface Part {
  /** Statements before it. */
  readonly from: number;
  readonly operations: readonly Operation[];
  /** The function ended with it. */
  readonly ends: boolean;
}

/** What a mark contains, so that nothing that is committed is decided again. */
export interface Resume {
  /** For each completed statement: a hash, a space, its beginning. */
  readonly statements: readonly string[];
  readonly answers: readonly Answer[];
  /** SET and RESET statements that restore the session. */
  readonly session: readonly string[];
  /** The session's settings when the mark was written. Absent: no hand-written SQL had run. */
  readonly settings?: Settings;
  /** Absent: it could not be kept. */
  readonly part?: Part;
  /** Absent: none was started after the statements that are done. */
  readonly started?: Started;
}

/** The content of a mark. Undefined: an older version of mig wrote it. */
export function resumeOf({ resume }: Pick<Mark, "resume">): Resume | undefined {
  if (resume === undefined || resume === null) return undefined;
  return JSON.parse(resume) as Resume; // written by resumeText
}

/** As text for the log. The part is left out if an operation contains something that is not plain data. */
export function resumeText(resume: Resume): string {
  try {
    return JSON.stringify(resume);
  } catch {
    const { part: _, ...rest } = resume;
    return JSON.stringify(rest);
  }
}

/** What is kept of a completed statement. */
export const statementKey = (sql: string): string => `${createHash("sha256").update(sql).digest("hex").slice(0, 24)} ${beginning(sql)}`;

/** The beginning of a statement, on one line. */
export const beginning = (sql: string): string => (sql.length > 80 ? `${sql.slice(0, 77)}...` : sql).replaceAll(/\s+/gu, " ");

export const beginningOf = (key: string): string => key.slice(key.indexOf(" ") + 1);

export const isSameStatement = (key: string | undefined, sql: string): boolean => key?.slice(0, 24) === statementKey(sql).slice(0, 24);
