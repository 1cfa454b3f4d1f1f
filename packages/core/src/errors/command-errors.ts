import type { ErrorRows } from "./row.ts";
import { some } from "./some.ts";

/** Errors of what a command was asked to do. */
export interface CommandErrorDetails {
  readonly NO_MODELS: { readonly command: string };
  readonly DATABASE_BEHIND: { readonly current: readonly string[]; readonly heads: readonly string[] };
  readonly OPTION_INVALID: { readonly option: string; readonly value: string; readonly expected: string };
  readonly OPTIONS_CONTRADICT: { readonly options: readonly string[] };
  /** Files of a design would be written where some are. */
  readonly DESIGN_EXISTS: { readonly file: string };
  readonly CONFIG_EXISTS: { readonly file: string };
  /** `from`, `to`: how its rows are partitioned before and after. Absent: they are not. */
  readonly PARTITION_KEY_FIXED: { readonly table: string; readonly by: string };
  readonly PARTITIONING_FIXED: { readonly table: string; readonly from?: string; readonly to?: string };
  /** `inTable`, `inType`: the type of the column there. Absent: it is not there. */
  readonly TYPED_TABLE_COLUMNS: {
    readonly table: string;
    readonly type: string;
    readonly columns: readonly { readonly name: string; readonly inTable?: string; readonly inType?: string }[];
  };
  readonly NOT_A_HEAD: { readonly revision: string };
  readonly VERSION_FOLDER_UNKNOWN: { readonly folder: string; readonly folders: readonly string[] };
  readonly VERSION_FOLDER_NEEDED: { readonly folders: readonly string[] };
  readonly MERGE_OF_ONE: { readonly revision: string };
  readonly HOOK_FAILED: { readonly hook: string; readonly file: string; readonly problem: string };
  readonly AFTER_UPGRADE_FAILED: { readonly command: string; readonly problem: string };
  readonly NOTHING_TO_EDIT: { readonly target: string };
  readonly EDITOR_FAILED: { readonly editor: string; readonly problem: string };
  /** No editor is named, and there is no terminal for one. */
  readonly EDITOR_MISSING: { readonly files: readonly string[] };
  /** `base`: a branch that could decide. `reapply`: what is to move is applied in the developer's own database. */
  readonly REBASE_REFUSED: {
    readonly problem: string;
    readonly base?: string;
    readonly reapply?: { readonly head: string; readonly onto: string; readonly below?: string };
  };
  /** `whys`: what speaks against moving either. `base`: a branch to decide by. */
  readonly REBASE_WHICH: { readonly heads: readonly string[]; readonly whys: readonly string[]; readonly base?: string };
  readonly TEMPLATE_INVALID: { readonly file: string; readonly problem: string };
  readonly SIDE_INVALID: { readonly side: string };
  /** Questions that have no answer yet. `flag`: the option that takes the likeliest answer. */
  readonly RENAME_UNANSWERED: {
    readonly questions: readonly {
      readonly id: string;
      readonly to: string;
      /** Something else has that name now. Absent: the name is new. */
      readonly inUse?: true;
      readonly others: readonly string[];
      readonly score: number;
      readonly reasons: readonly string[];
      readonly flag: string;
    }[];
    /** Where answers can be kept. */
    readonly file: string;
  };
  readonly RENAME_UNKNOWN: { readonly answer: string };
  readonly ANSWERS_INVALID: { readonly file: string; readonly problem: string };
  readonly REVISION_FILE_EXISTS: { readonly file: string };
  readonly DOWNGRADE_NEEDS_RANGE: { readonly target: string };
  readonly CURRENT_OFFLINE: { readonly command: string };
  readonly RANGE_ONLY_OFFLINE: { readonly command: string; readonly range: string };
}

interface RenameQuestion {
  readonly id: string;
  readonly to: string;
  readonly inUse?: true;
}

/** Each is asked to be the other one. */
const isExchange = (one: RenameQuestion, other: RenameQuestion): boolean =>
  one.id.endsWith(other.to) &&
  other.id.endsWith(one.to) &&
  one.id.slice(0, -other.to.length) === other.id.slice(0, -one.to.length) &&
  one !== other;

const list = (items: readonly string[]): string => (items.length === 0 ? "no revision" : some(items));

const reapplyHint = ({ head, onto, below }: { readonly head: string; readonly onto: string; readonly below?: string }): string =>
  [
    ...(below === undefined
      ? []
      : [`Revert it, rebase, and apply again: mig downgrade ${head}@${below}, then mig rebase ${head} --onto ${onto}, then mig upgrade.`]),
    `${below === undefined ? "Revert it, rebase and apply again" : "All at once"}: mig rebase ${head} --onto ${onto} --reapply`,
  ].join(" ");

export const commandErrors: ErrorRows<CommandErrorDetails> = {
  RENAME_UNANSWERED: {
    exit: 3,
    say: ({ questions }) =>
      `${questions.length === 1 ? "Something may have another name now" : `${questions.length} things may have other names now`}: ${some(
        questions.map((one) => {
          if (questions.some((other) => isExchange(one, other))) return `${one.id} may be ${one.to} now`;
          return one.inUse === true
            ? `${one.id} may be ${one.to} now, in place of what has that name`
            : `${one.id} is gone and ${one.to} is new`;
        }),
        "; ",
      )}. As long as that is not answered, nothing is written.`,
    hint: ({ questions, file }) =>
      `Keep the values: ${some(
        questions.map(({ flag }) => flag),
        " ",
      )}. They are no renames: --no-rename. Or keep the answers in ${file}.`,
  },
  RENAME_UNKNOWN: {
    exit: 2,
    say: ({ answer }) =>
      `"${answer}" answers no question: the database must have the old name, and the models the new one, of the same kind.`,
    hint: () => `Run "mig diff db models" to see what goes and what comes. An answer looks like column:public.users.name=full_name.`,
  },
  ANSWERS_INVALID: {
    exit: 2,
    say: ({ file, problem }) => `${file} cannot be read: ${problem}.`,
    hint: () => `It looks like { "renames": { "column:public.users.name": "full_name", "column:public.users.age": false } }.`,
  },
  NO_MODELS: {
    exit: 2,
    say: ({ command }) => `"mig ${command}" compares the models with the database, but no models are configured.`,
    hint: () =>
      `Set "models" in mig.config.ts (for example "prisma/schema.prisma"), or write a revision by hand: mig revision --empty -m "...".`,
  },
  DATABASE_BEHIND: {
    exit: 1,
    say: ({ current, heads }) =>
      `The database is at ${list(current)}, but the newest revision is ${list(heads)}. ` +
      `A comparison now would write the same changes again.`,
    hint: ({ heads }) => `Run "mig upgrade ${heads.length > 1 ? "heads" : "head"}" first.`,
  },
  OPTION_INVALID: {
    exit: 2,
    say: ({ option, value, expected }) => `"${value}" is not a valid value for ${option}: it takes ${expected}.`,
    hint: () => "Run the command with --help to see its options.",
  },
  OPTIONS_CONTRADICT: {
    exit: 2,
    say: ({ options }) => `${options.join(" and ")} cannot be used together.`,
    hint: () => "Remove one of them.",
  },
  DESIGN_EXISTS: {
    exit: 2,
    say: ({ file }) => `There are SQL files already: ${file}. mig does not write beside them.`,
    hint: () => `Name another folder: "mig init --from-database --models <folder>".`,
  },
  CONFIG_EXISTS: {
    exit: 2,
    say: ({ file }) => `${file} already exists; nothing was written.`,
    hint: () => `Edit it, or delete it and run "mig init" again.`,
  },
  PARTITIONING_FIXED: {
    exit: 2,
    say: ({ table, from, to }) =>
      `Table ${table} ${from === undefined ? "is not partitioned" : `is partitioned by ${from}`} and is wanted ` +
      `${to === undefined ? "without partitions" : `partitioned by ${to}`}: PostgreSQL cannot change that, and mig does not copy rows.`,
    hint: ({ table }) =>
      `Write a revision with "mig revision --empty" that renames ${table}, creates the wanted table and copies the rows to it. ` +
      `A plain table can also be attached to the new one as its first partition, with its rows. After it is applied, run the command again.`,
  },
  PARTITION_KEY_FIXED: {
    exit: 2,
    say: ({ table, by }) =>
      `Table ${table} is partitioned by ${by}, and a type in that key is wanted otherwise: PostgreSQL cannot change it, and mig does not copy rows.`,
    hint: ({ table }) =>
      `Write a revision with "mig revision --empty" that renames ${table}, creates the wanted table with its partitions and copies the rows to ` +
      `it. After it is applied, run the command again. Values can be added to an enum in a key, and removed from none.`,
  },
  TYPED_TABLE_COLUMNS: {
    exit: 2,
    say: ({ table, type, columns }) => {
      const differing = columns.map(({ name, inTable, inType }) => {
        if (inType === undefined) return `the type does not have ${name}`;
        return inTable === undefined ? `${name} is missing` : `${name} is wanted as ${inTable}, and is ${inType} in the type`;
      });
      return `Table ${table} is a table of type ${type}, and its columns are wanted otherwise than the type has them: ${some(differing, ", ", 5)}.`;
    },
    hint: ({ table }) =>
      `Make the columns in the models those of the type. Or write a revision with "mig revision --empty": op.unsetTableType frees ${table} of ` +
      `the type, and after op.renameColumn and op.renameAttribute, op.setTableType binds it again. After it is applied, run the command again.`,
  },
  NOT_A_HEAD: {
    exit: 2,
    say: ({ revision }) => `${revision} is not a head: a revision on top of it starts a new branch.`,
    hint: () => "Add --splice to start a new branch there.",
  },
  VERSION_FOLDER_UNKNOWN: {
    exit: 2,
    say: ({ folder, folders }) => `${folder} is not one of the configured revision folders: ${folders.join(", ")}.`,
    hint: () => `Add it to "versions" in the configuration, or use one of these.`,
  },
  VERSION_FOLDER_NEEDED: {
    exit: 3,
    say: ({ folders }) => `More than one revision folder is configured: ${folders.join(", ")}.`,
    hint: ({ folders }) => `Choose one: --version-path ${folders[0] ?? "<folder>"}`,
  },
  MERGE_OF_ONE: {
    exit: 2,
    say: ({ revision }) => `${revision} is given more than once; a merge needs different revisions.`,
    hint: () => "Give two or more heads, or run: mig merge heads",
  },
  HOOK_FAILED: {
    exit: 1,
    say: ({ hook, file, problem }) => `"${hook}" failed on ${file}: ${problem}. The file was written.`,
    hint: () => `Run the hook by hand, or fix "afterWrite" in the configuration.`,
  },
  AFTER_UPGRADE_FAILED: {
    exit: 1,
    say: ({ command, problem }) => `The revisions are applied, but "${command}" of afterUpgrade failed: ${problem}.`,
    hint: () => `Run that command by itself to see why. It does not run again until the next revision is applied.`,
  },
  NOTHING_TO_EDIT: {
    exit: 1,
    say: ({ target }) => `No revision file matches "${target}".`,
    hint: () => `Run "mig history" to list the revisions.`,
  },
  EDITOR_FAILED: {
    exit: 1,
    say: ({ editor, problem }) => `The editor "${editor}" ${problem}.`,
    hint: () => "Set EDITOR to your editor.",
  },
  EDITOR_MISSING: {
    exit: 2,
    say: ({ files }) => `No editor is set, and there is no terminal to open one in: ${files.join(", ")}.`,
    hint: () => "Set EDITOR to your editor.",
  },
  REBASE_REFUSED: {
    exit: 1,
    say: ({ problem }) => `The revisions cannot be rebased: ${problem}.`,
    hint: ({ base, reapply }) => {
      if (reapply !== undefined) return reapplyHint(reapply);
      const byBase = base === undefined ? "" : `. Or name the branch whose revisions must stay: mig rebase --base ${base}`;
      return `Merge the heads instead: mig merge heads -m "..."${byBase}`;
    },
  },
  REBASE_WHICH: {
    exit: 3,
    say: ({ heads, whys }) =>
      `mig cannot tell which of the heads ${heads.join(" and ")} is published` +
      `${whys.length === 0 ? "" : ` and which one may move: ${whys.join(", ")}`}.`,
    hint: ({ heads, base }) =>
      [
        ...(base === undefined ? [] : [`Name the branch whose revisions stay: mig rebase --base ${base}.`]),
        `${base === undefined ? "Name" : "Or name"} the head that stays below: mig rebase --onto ${heads[0] ?? "<head>"}`,
      ].join(" "),
  },
  TEMPLATE_INVALID: {
    exit: 2,
    say: ({ file, problem }) => `The revision template ${file} ${problem}.`,
    hint: () => `Fix it. To see a template that works, run "mig init --template" in an empty folder.`,
  },
  SIDE_INVALID: {
    exit: 2,
    say: ({ side }) => `"${side}" is not a database URL, a .prisma or .sql file, a folder of them, or one of db, models, empty.`,
    hint: () => "Example: mig diff db models --format sql",
  },
  REVISION_FILE_EXISTS: {
    exit: 1,
    say: ({ file }) => `${file} already exists.`,
    hint: () => "Choose another id with --rev-id, or another message.",
  },
  DOWNGRADE_NEEDS_RANGE: {
    exit: 2,
    say: ({ target }) => `"mig downgrade ${target} --sql" needs a start, because --sql does not read the database.`,
    hint: ({ target }) => `Give both ends: mig downgrade <from>:${target} --sql`,
  },
  CURRENT_OFFLINE: {
    exit: 2,
    say: ({ command }) => `"mig ${command} --sql" does not read the database, so "current" is not known.`,
    hint: ({ command }) => `Name the revision that "mig current" shows: mig ${command} <from>:<to> --sql`,
  },
  RANGE_ONLY_OFFLINE: {
    exit: 2,
    say: ({ range }) => `The range "${range}" works only with --sql: without it, a run starts where the database is.`,
    hint: ({ command, range }) => `Run: mig ${command} ${range.split(":")[1] ?? "head"}`,
  },
};
