import type { ConfigExport } from "../runtime/config/config.ts";
import type { Environ } from "../runtime/config/env-file.ts";
import type { RenameAnswers, RenameGuess } from "../diff/renames/answers.ts";
import type { Tell } from "../runtime/environment/event.ts";
import type { ConfirmLosses } from "../runtime/losses/losses.ts";

/** Who calls a command: where from, with which settings, and who listens. */
export interface Caller {
  readonly cwd: string;
  readonly env: Environ;
  readonly settings: Settings;
  /** Says something that is no error. */
  readonly warn: (text: string) => void;
  /** Says what to do next. */
  readonly advise: (text: string) => void;
  /** Says how far it is. */
  readonly progress: (text: string) => void;
  /** Says what seldom matters. */
  readonly detail: (text: string) => void;
  /** Receives the events of a run. */
  readonly tell: Tell;
  /** Aborting it stops the command. Asked for only by what stops then. */
  readonly signal: () => AbortSignal | undefined;
  /** Aborting it also ends what only reads. Absent: nothing does. */
  readonly abort?: AbortSignal;
  /** Asks somebody whether rows may be lost. Absent: nobody can be asked. */
  readonly confirmLosses?: ConfirmLosses;
  /** Asks somebody what goes on under another name. Absent: nobody can be asked. */
  readonly answerRenames?: AnswerRenames;
  /** A module, as a URL, from which packages that mig loads by need are looked for as well. Absent: from mig and from the project. */
  readonly resolveFrom?: string;
}

/** What a caller says of the project, beside its configuration. */
export interface Settings {
  /** A configuration, or the path of one. Absent: the nearest mig.config.*, upwards from `cwd`. */
  readonly config?: ConfigExport | string;
  /** Database URL; it wins. Absent: that of the configuration, then Prisma's settings, then DATABASE_URL. */
  readonly url?: string;
  /** Which of the configuration's environments. Absent: what stands outside of them. */
  readonly environment?: string;
  /** Handed to a configuration that is a function. Absent: none. */
  readonly tag?: string;
  /** Values handed to a configuration that is a function. */
  readonly x: Readonly<Record<string, string>>;
}

/**
 * Answers what may be the same thing under another name: for each id the new name, or false where it is not. What is left out is asked
 * again.
 * @example answerRenames: async (guesses) => new Map(guesses.map(({ id, to }) => [id, to]))
 */
export type AnswerRenames = (guesses: readonly RenameGuess[]) => Promise<RenameAnswers>;

/** The caller's signal as options take it. */
export function stopping({ signal }: Pick<Caller, "signal">): { readonly signal?: AbortSignal } {
  const stop = signal();
  return stop === undefined ? {} : { signal: stop };
}
