import { isMigError } from "../../errors.ts";

/** What a check found. */
export interface Finding {
  /** What it is about, in a word: "config", "git". */
  readonly about: string;
  /** "problem": mig cannot do its work; "warning": it can, and something will surprise somebody. */
  readonly state: "ok" | "warning" | "problem";
  readonly text: string;
  /** What to do, often a command. Absent: nothing. */
  readonly next?: string;
}

export const ok = (about: string, text: string): Finding => ({ about, state: "ok", text });

export const warning = (about: string, text: string, next: string): Finding => ({ about, state: "warning", text, next });

export const problem = (about: string, text: string, next?: string): Finding => ({
  about,
  state: "problem",
  text,
  ...(next === undefined ? {} : { next }),
});

/** A failure as a finding: what mig would say of it. */
export function problemOf(about: string, error: unknown): Finding {
  if (!isMigError(error)) return problem(about, error instanceof Error ? error.message : String(error));
  return problem(about, error.message, error.hint);
}
