import { MigError } from "../../errors.ts";
import { statementsOf } from "../../plan/plan.ts";
import { sql } from "../../postgres/sql/sql.ts";
import { planDowngrade } from "../../revision/downgrade.ts";
import { resolveRevisions } from "../../revision/resolve.ts";
import { planStamp, refuseOverlappingStamp } from "../../revision/stamp.ts";
import { planUpgrade } from "../../revision/upgrade.ts";
import type { Step } from "../../revision/rows.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { guardSql, lockRowsSql } from "./guard.ts";
import { createVersionTableSql, rowChanges, rowChangeSql } from "../tables/version-table.ts";
import type { StampOptions, UpgradeOptions } from "../run/commands.ts";
import { createLogScript, logScript } from "./script-log.ts";
import { trustSql } from "./trust.ts";
import { block, scriptHead, stepText } from "./script-text.ts";
import { stampEntry } from "../run/write-stamp.ts";
import type { LogEntry } from "../tables/log-table.ts";
import { recordStep, type Offline, type RecordedStep } from "../record/record-step.ts";

export interface ScriptStart {
  /** Where the script starts, as revisions are named. Absent: from an empty database. */
  readonly from?: string;
}

/**
 * The SQL that `upgrade` would run, for psql, made without a database. A revision that reads is an error.
 * Each step fails unless the database is where the step starts. The script writes the version table and, if there is one, the log.
 */
export async function upgradeScript(environment: Offline, { to, from = "base" }: UpgradeOptions & ScriptStart): Promise<string> {
  const rows = rowsAt(environment, from);
  const begin = rows.length === 0 ? versionTable(environment.tables) : [];
  return join([scriptHead(), ...begin, ...(await stepTexts(environment, rows, planUpgrade(environment.graph, rows, to)))]);
}

/** The SQL that `downgrade` would run from a given revision. */
export async function downgradeScript(environment: Offline, { to, from }: { readonly to: string; readonly from: string }): Promise<string> {
  const rows = rowsAt(environment, from);
  return join([scriptHead(), ...(await stepTexts(environment, rows, planDowngrade(environment.graph, rows, to)))]);
}

/** The SQL that `stamp` would run. With `purge` it deletes all rows first. */
export function stampScript({ graph, tables }: Offline, { to, from = "base", purge = false }: StampOptions & ScriptStart): string {
  refuseOverlappingStamp(graph, to);
  const rows = purge ? [] : rowsAt({ graph }, from);
  const after = planStamp(graph, rows, to).at(-1)?.headsAfter ?? rows;
  const moves = [...(purge ? [sql`delete from ${tables.version}`.sql] : []), ...moveTexts(tables, rows, after)];
  const place = { tables, step: "stamp", heads: rows };
  const guards = purge ? [trustSql(tables)] : [lockRowsSql(tables.version), guardSql(place, "transaction")];
  return join([
    scriptHead(),
    ...(rows.length === 0 ? versionTable(tables) : []),
    ...(moves.length === 0 ? [] : [block([...guards, ...moves, logScript(tables, stampEntry(graph, after), 0)])]),
  ]);
}

const rowsAt = ({ graph }: Pick<Offline, "graph">, from: string): readonly string[] => resolveRevisions(graph, from).map(({ id }) => id);

function versionTable(tables: MigTables): readonly string[] {
  const { version } = tables;
  const schema = version.schema === "public" ? [] : [sql`create schema if not exists ${{ name: version.schema }}`.sql];
  const create = createVersionTableSql(version).sql.replace("create table", "create table if not exists");
  return [block([...schema, create, ...createLogScript(tables)])];
}

async function stepTexts(environment: Offline, rows: readonly string[], steps: readonly Step[]): Promise<readonly string[]> {
  const texts: string[] = [];
  let before = rows;
  for (const step of steps) {
    const { recorded } = await recordStep(environment, step);
    if (recorded.read !== undefined) throw new MigError("OFFLINE_READ", { revision: step.revision, sql: recorded.read });
    texts.push(textOf(environment, recorded, { before, entry: await entryOf(environment, step, before) }));
    before = step.headsAfter;
  }
  return texts;
}

async function entryOf(
  { graph, importRevision }: Offline,
  { revision: id, direction, headsAfter }: Step,
  headsBefore: readonly string[],
): Promise<LogEntry> {
  const revision = graph.byId.get(id)?.revision;
  const { checksum, effect } = revision === undefined ? {} : await importRevision(revision);
  return {
    revision: id,
    direction,
    headsBefore,
    headsAfter,
    ...(checksum === undefined ? {} : { checksum }),
    ...(effect === undefined ? {} : { effect }),
  };
}

interface ScriptStep {
  readonly before: readonly string[];
  readonly entry: LogEntry;
}

function textOf(
  { graph, tables, mirror }: Offline,
  { direction, revision, headsAfter, plan }: RecordedStep,
  { before, entry }: ScriptStep,
): string {
  const message = graph.byId.get(revision)?.revision.message;
  const step = `${direction} ${revision}`;
  const of = graph.byId.get(revision)?.revision;
  const mirrored =
    of === undefined || mirror === undefined ? [] : [mirror.prepare, ...mirror[direction === "upgrade" ? "applied" : "reverted"](of)];
  return stepText({
    place: { tables, step, heads: before },
    title: message === undefined ? step : `${step}: ${message}`,
    transactions: plan.transactions,
    moves: [...moveTexts(tables, before, headsAfter), ...mirrored, logScript(tables, entry, statementsOf(plan).length)],
  });
}

const moveTexts = ({ version }: MigTables, before: readonly string[], after: readonly string[]): readonly string[] =>
  rowChanges(before, after).map((change) => rowChangeSql(version, change).sql);

const join = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("\n");
