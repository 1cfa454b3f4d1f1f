import type { Output } from "./report/output.ts";

/** What a command may use of the world around it. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  /** Whether a person can be asked: standard input and output are a terminal. */
  readonly isTerminal: boolean;
  /** Aborts at the first Ctrl-C. A command that never reads it is ended at once. */
  readonly signal: AbortSignal;
  /** Says something that is no error: on stderr, and in `warnings` of the JSON form. */
  readonly warn: (text: string) => void;
  /** Says what to do next: on stderr, after the result, and in `advice` of the JSON form. */
  readonly advise: (text: string) => void;
  /** Says how far it is, on stderr, for people only. */
  readonly progress: (text: string) => void;
  /** Shows a line that whatever comes next replaces; "" takes it away. Absent: nobody watches a terminal. */
  readonly status?: (text: string) => void;
  /** The options that every command takes. */
  readonly global: GlobalOptions;
}

export interface GlobalOptions {
  /** Path of the configuration. Absent: found upwards from `cwd`. */
  readonly config?: string;
  /** Database URL. Absent: that of the configuration, else DATABASE_URL. */
  readonly url?: string;
  readonly json: boolean;
  /** Whether to say what seldom matters. */
  readonly verbose: boolean;
  /** Which of the configuration's environments. Absent: what stands outside of them. */
  readonly environment?: string;
  /** `--tag`, handed to a configuration that is a function. */
  readonly tag?: string;
  /** `-x key=value`, handed to a configuration that is a function. */
  readonly x: Readonly<Record<string, string>>;
}
