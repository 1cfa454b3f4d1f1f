import type { ErrorRows } from "./row.ts";
import { some } from "./some.ts";

/** Errors of taking over another tool's history. */
export interface AdoptErrorDetails {
  readonly NOTHING_TO_ADOPT: { readonly tool?: string };
  /** `tools`: those that have a history here. Empty: none fits what was asked for. */
  readonly ADOPT_WHICH: { readonly tools: readonly { readonly id: string; readonly name: string; readonly folder: string }[] };
  readonly ADOPT_FOLDER_MISSING: { readonly folder: string };
  /** The tool's table is not as the tool makes it, or cannot be read. */
  readonly ADOPT_TABLE_UNREADABLE: { readonly tool: string; readonly table: string; readonly problem: string };
  /** Migrations began here and did not end. `settle`: a command for the first. */
  readonly ADOPT_UNFINISHED: { readonly tool: string; readonly names: readonly string[]; readonly settle?: string };
  /** Migrations ran here and their SQL is not there. `isCode`: they are no SQL. */
  readonly ADOPT_FILES_MISSING: {
    readonly tool: string;
    readonly names: readonly string[];
    readonly form: string;
    readonly isCode: boolean;
  };
  readonly ADOPTED_OTHERWISE: { readonly tool: string; readonly form: string; readonly asked: string };
  /** Revisions are there that do not stand for the history. */
  readonly ADOPT_LATE: { readonly revisions: readonly string[] };
  readonly ADOPT_UNRUNNABLE: { readonly name: string; readonly statement: string };
  readonly ADOPT_BASELINE_FAILED: { readonly statement: string; readonly problem: string };
  readonly ADOPT_BASELINE_DIFFERS: { readonly steps: readonly string[] };
  readonly ADOPT_BEHIND: { readonly tool: string; readonly name: string; readonly deploy?: string };
  readonly ADOPT_STATE_UNKNOWN: { readonly tool: string; readonly table?: string; readonly revision: string };
  readonly ADOPT_DRIFTED: { readonly tool: string; readonly steps: readonly string[] };
  readonly ALEMBIC_TABLE_ELSEWHERE: {
    readonly alembics: { readonly schema: string; readonly name: string };
    readonly migs: { readonly schema: string; readonly name: string };
  };
  /** Another tool has one line of migrations. */
  readonly EJECT_BRANCHES: { readonly heads: readonly string[] };
  /** A revision stands for a migration that the folder has not: files for the tool would go where it does not look. */
  readonly MIRROR_ELSEWHERE: { readonly tool: string; readonly revision: string; readonly migration: string; readonly folder: string };
  /** `revisions`: what stands on the adopted history, or ran here. */
  readonly ADOPT_UNDO_REFUSED: { readonly why: "builds on it" | "ran here"; readonly revisions: readonly string[] };
}

const formFlag = (form: string): string => `--${form === "migration" ? "history" : form}`;

export const adoptErrors: ErrorRows<AdoptErrorDetails> = {
  NOTHING_TO_ADOPT: {
    exit: 2,
    say: ({ tool }) =>
      `There is no history ${tool === undefined ? "of another migration tool" : `of ${tool}`} here, neither files nor a table.`,
    hint: () =>
      `Name the folder of its migrations: mig adopt --from prisma --migrations <folder>. A database without a history: mig adopt --baseline.`,
  },
  ADOPT_WHICH: {
    exit: 2,
    say: ({ tools }) =>
      tools.length === 0
        ? "The folder holds no history that mig knows by itself."
        : `There is more than one history here: ${some(tools.map(({ name, folder }) => `${name} in ${folder}`))}.`,
    hint: ({ tools }) =>
      tools.length === 0
        ? "Say which tool wrote it: --from prisma, drizzle, flyway, knex, typeorm, node-pg-migrate or sql."
        : `Say which is meant: ${tools.map(({ id }) => `--from ${id}`).join(", or ")}.`,
  },
  ADOPT_FOLDER_MISSING: {
    exit: 2,
    say: ({ folder }) => `The folder of migrations does not exist: ${folder}.`,
    hint: () => "Check the path; it counts from where the command is called.",
  },
  ADOPT_TABLE_UNREADABLE: {
    exit: 1,
    say: ({ tool, table, problem }) => `The table ${table} of ${tool} cannot be read: ${problem}.`,
    hint: () => `Check that this is the right database, and that the role may read the table.`,
  },
  ADOPT_UNFINISHED: {
    exit: 1,
    say: ({ tool, names }) => `In this database, ${tool} began and did not end: ${some(names)}. What of it ran is not known.`,
    hint: ({ settle }) => `Settle it with that tool first${settle === undefined ? "" : `: ${settle}`}. Then run "mig adopt" again.`,
  },
  ADOPT_FILES_MISSING: {
    exit: 1,
    say: ({ tool, names, isCode }) =>
      isCode
        ? `The migrations of ${tool} are code, not SQL: ${some(names)}. mig cannot copy them.`
        : `These migrations of ${tool} ran here, and their SQL files are not there: ${some(names)}.`,
    hint: ({ isCode }) =>
      isCode
        ? `Take over what they made: mig adopt --baseline.`
        : `Name their folder (--migrations <folder>), restore the files (git log --all -- <folder>), or take over what they made: mig adopt --baseline.`,
  },
  ADOPTED_OTHERWISE: {
    exit: 2,
    say: ({ tool, form, asked }) => `The history of ${tool} was adopted with ${formFlag(form)} already, so not with ${formFlag(asked)}.`,
    hint: ({ form, asked }) =>
      `Run "mig adopt ${formFlag(form)}" here too, or start over: mig adopt --undo, then mig adopt ${formFlag(asked)}.`,
  },
  ADOPT_LATE: {
    exit: 2,
    say: ({ revisions }) =>
      `This project has revisions already: ${some(revisions)}. A history comes before them, and what they build on cannot change.`,
    hint: () =>
      `If they are a first try, take them back: mig downgrade base, or mig stamp --purge base where they never ran, then delete their files. Then run this again.`,
  },
  ADOPT_UNRUNNABLE: {
    exit: 1,
    say: ({ name, statement }) => `Migration ${name} decides about transactions itself, which a revision cannot: ${statement}`,
    hint: () => `Take over what the migrations made instead: mig adopt --baseline.`,
  },
  ADOPT_BASELINE_FAILED: {
    exit: 1,
    say: ({ statement, problem }) =>
      `The baseline does not run in an empty database: ${problem} (${statement.slice(0, 200)}). Nothing was written.`,
    hint: () =>
      `Create there what it needs (an extension, a role), name another server with "scratchUrl" in mig.config.ts, or leave the object alone with "exclude".`,
  },
  ADOPT_BASELINE_DIFFERS: {
    exit: 1,
    say: ({ steps }) => `The baseline would not make the same database. It would still need: ${some(steps, "; ")}. Nothing was written.`,
    hint: () => `Leave these objects alone with "exclude" in mig.config.ts, and please report it: a baseline should be whole.`,
  },
  ADOPT_BEHIND: {
    exit: 1,
    say: ({ tool, name }) => `This database lacks migrations of ${tool} that the baseline stands for, up to ${name}. Nothing was recorded.`,
    hint: ({ deploy }) => `Apply them first${deploy === undefined ? "" : `: ${deploy}`}. Then run this command again.`,
  },
  ADOPT_STATE_UNKNOWN: {
    exit: 1,
    say: ({ tool, table }) =>
      `This database is not empty, and ${table === undefined ? `${tool} writes down nowhere what ran` : `has no table ${table} of ${tool}`}. ` +
      `So mig cannot tell what of the history ran here. Nothing was recorded.`,
    hint: ({ revision }) => `If all of it ran here, record that yourself: mig stamp ${revision}. Then see what differs: mig check.`,
  },
  ADOPT_DRIFTED: {
    exit: 1,
    say: ({ tool, steps }) =>
      `The files of ${tool} do not make this database, so what of them ran is not known. It has otherwise: ${some(steps, "; ")}.`,
    hint: () => `Take over the database as it is: mig adopt --baseline.`,
  },
  ALEMBIC_TABLE_ELSEWHERE: {
    exit: 2,
    say: ({ alembics, migs }) =>
      `Alembic records what ran in ${alembics.schema}.${alembics.name}, and mig would in ${migs.schema}.${migs.name}. So mig would run it again.`,
    hint: ({ alembics }) => `Set versionTable: { schema: "${alembics.schema}", name: "${alembics.name}" } in mig.config.ts.`,
  },
  EJECT_BRANCHES: {
    exit: 1,
    say: ({ heads }) => `There are ${heads.length} heads: ${some(heads)}. Prisma Migrate has one line of migrations.`,
    hint: () => `Join them first: mig merge heads -m "join".`,
  },
  MIRROR_ELSEWHERE: {
    exit: 1,
    say: ({ tool, revision, migration, folder }) =>
      `Revision ${revision} was adopted from migration ${migration} of ${tool}, which is not in ${folder}. Nothing was written.`,
    hint: () =>
      `Say in mig.config.ts where its migrations are: mirror: prismaMigrations({ folder: "..." }), from @migts/adapter-prisma; or restore the ` +
      `files (git log --all -- <folder>).`,
  },
  ADOPT_UNDO_REFUSED: {
    exit: 1,
    say: ({ why, revisions }) =>
      why === "builds on it"
        ? `Revisions build on the adopted history: ${some(revisions)}. Without it they could not be applied. Nothing was changed.`
        : `mig ran revisions in this database: ${some(revisions)}. The other tool knows nothing of them. Nothing was changed.`,
    hint: ({ why }) =>
      why === "builds on it" ? `Delete these revisions first, or keep mig.` : `Take them back first (mig downgrade), or keep mig.`,
  },
};
