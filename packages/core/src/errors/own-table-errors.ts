import type { ErrorRows } from "./row.ts";
import { shown } from "./shown.ts";

/** Errors of mig's own tables. */
export interface OwnTableErrorDetails {
  readonly HEADS_MOVED: { readonly revision: string; readonly table: string };
  /** `part` "rows": the table is as it should be, what it holds is not. */
  readonly VERSION_TABLE_BROKEN: { readonly table: string; readonly problem: string; readonly part?: "rows" };
  /** Reading it or writing to it would run code of another role's. */
  readonly TABLE_NOT_TRUSTED: { readonly table: string; readonly owner: string; readonly what: string };
  readonly LOG_TABLE_BROKEN: { readonly table: string; readonly problem: string };
}

export const ownTableErrors: ErrorRows<OwnTableErrorDetails> = {
  HEADS_MOVED: {
    exit: 1,
    say: ({ revision, table }) => `${table} changed while ${revision} was running, so that step was rolled back.`,
    hint: () => `Wait until the other program that migrates this database is done, then run the same command again.`,
  },
  VERSION_TABLE_BROKEN: {
    exit: 1,
    say: ({ table, problem }) => `The version table ${table} cannot be used: ${problem}.`,
    hint: ({ part }) =>
      part === "rows"
        ? `Record where the database is: mig stamp --purge <revision>`
        : `Check "versionTable" in the configuration and the privileges of this role. ` +
          `The version table has one column, version_num varchar(32), and one row for each head.`,
  },
  TABLE_NOT_TRUSTED: {
    exit: 1,
    say: ({ table, owner, what }) =>
      `${shown(table)} belongs to the role ${shown(owner)} and could run that role's code with your privileges: ${shown(what)}. ` +
      `mig did not read it.`,
    hint: ({ table }) =>
      `Find out who created it. If you trust it, take it over: alter table ${shown(table)} owner to current_user. ` +
      `If not, drop it, or set "versionTable" in the configuration to a schema in which only you may create objects.`,
  },
  LOG_TABLE_BROKEN: {
    exit: 1,
    say: ({ table, problem }) => `The log table ${table} cannot be used: ${problem}.`,
    hint: () => `Check the privileges of this role. If the table is not mig's, rename it: the next run creates mig's own.`,
  },
};
