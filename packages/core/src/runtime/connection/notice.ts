import type { Notice } from "../session.ts";

/** A notice as a driver gives it. */
export interface ServerNotice {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

export const noticeOf = ({ severity = "NOTICE", message = "", code = "00000", detail, hint }: ServerNotice): Notice => ({
  severity,
  message,
  sqlState: code,
  ...(detail === undefined ? {} : { detail }),
  ...(hint === undefined ? {} : { hint }),
});

/** A name was cut to 63 bytes. */
const nameTooLong = "42622";

/**
 * The statement of a batch that a notice is about: the one that runs. Names are cut before any statement runs, and the notice has the
 * whole name.
 */
export function placeOfNotice({ message, sqlState }: Notice, statements: readonly string[], completed: number): number {
  const name = sqlState === nameTooLong ? /"(.+?)"/su.exec(message)?.[1] : undefined;
  const named = name === undefined ? -1 : statements.findIndex((statement) => statement.includes(name));
  return named === -1 ? Math.min(completed, statements.length - 1) : named;
}
