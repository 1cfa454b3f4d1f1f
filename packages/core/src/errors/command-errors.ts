import type { ErrorRows } from "./row.ts";

/** Errors of what a command was asked to do. */
export interface CommandErrorDetails {
  readonly NO_MODELS: { readonly command: string };
  readonly DATABASE_BEHIND: { readonly current: readonly string[]; readonly heads: readonly string[] };
  readonly OPTION_INVALID: { readonly option: string; readonly value: string; readonly expected: string };
  readonly OPTIONS_CONTRADICT: { readonly options: readonly string[] };
  readonly CONFIG_EXISTS: { readonly file: string };
  readonly SIDE_INVALID: { readonly side: string };
  readonly REVISION_FILE_EXISTS: { readonly file: string };
  readonly DOWNGRADE_NEEDS_RANGE: { readonly target: string };
  readonly RANGE_ONLY_OFFLINE: { readonly command: string; readonly range: string };
}

const list = (items: readonly string[]): string => (items.length === 0 ? "no revision" : items.join(", "));

export const commandErrors: ErrorRows<CommandErrorDetails> = {
  NO_MODELS: {
    exit: 2,
    say: ({ command }) => `"mig ${command}" compares the models with the database, but no models are configured.`,
    hint: () => `Set "models" in mig.config.ts (for example "prisma/schema.prisma"), or write a revision by hand: mig revision --empty -m "...".`,
  },
  DATABASE_BEHIND: {
    exit: 1,
    say: ({ current, heads }) => `The database is at ${list(current)}, the newest revision is ${list(heads)}: comparing now would write those changes a second time.`,
    hint: () => "Run \"mig upgrade head\" first.",
  },
  OPTION_INVALID: {
    exit: 2,
    say: ({ option, value, expected }) => `${option} cannot be "${value}": it takes ${expected}.`,
    hint: () => "Run the command with --help to see its options.",
  },
  OPTIONS_CONTRADICT: {
    exit: 2,
    say: ({ options }) => `${options.join(" and ")} cannot go together.`,
    hint: () => "Give one of them.",
  },
  CONFIG_EXISTS: {
    exit: 2,
    say: ({ file }) => `${file} is there already; nothing is written.`,
    hint: () => `Edit it, or delete it and run "mig init" again.`,
  },
  SIDE_INVALID: {
    exit: 2,
    say: ({ side }) => `"${side}" is neither a database URL, a .prisma file or folder, nor one of db, models, empty.`,
    hint: () => "Example: mig diff db models --format sql",
  },
  REVISION_FILE_EXISTS: {
    exit: 1,
    say: ({ file }) => `${file} is there already.`,
    hint: () => "Choose another id with --rev-id, or another message.",
  },
  DOWNGRADE_NEEDS_RANGE: {
    exit: 2,
    say: ({ target }) => `"mig downgrade ${target} --sql" must know where it starts, since it does not look at the database.`,
    hint: ({ target }) => `Give both ends: mig downgrade <from>:${target} --sql`,
  },
  RANGE_ONLY_OFFLINE: {
    exit: 2,
    say: ({ range }) => `The range "${range}" makes sense only with --sql: a run starts where the database is.`,
    hint: ({ command, range }) => `Run: mig ${command} ${range.split(":")[1] ?? "head"}`,
  },
};
