import { MigError } from "../../errors.ts";

/** How a command that moves a database is meant. */
export interface RunMode {
  /** Only tell the statements that would run, with their locks and data losses. */
  readonly dryRun?: boolean;
  /** Only write an SQL script for psql, without connecting. `to` may be `<from>:<to>`. */
  readonly sql?: boolean;
}

/** @throws MigError OPTIONS_CONTRADICT */
export function runModeOf({ dryRun = false, sql = false }: RunMode): "run" | "dryRun" | "sql" {
  if (sql && dryRun) throw new MigError("OPTIONS_CONTRADICT", { options: ["--sql", "--dry-run"] });
  return sql ? "sql" : dryRun ? "dryRun" : "run";
}

/** A script for psql. */
export interface ScriptResult {
  readonly sql: string;
}
