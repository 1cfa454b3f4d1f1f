import { isMigError } from "../../errors.ts";
import { planOperations, statementsOf, type Plan } from "../../plan/plan.ts";
import { kinds, newDatabase, type Operation } from "../../postgres/objects/index.ts";
import { rowChangesIn, type RowChange } from "../../postgres/sql/row-changes.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import { withoutTransactionMarks } from "../../postgres/sql/transaction-control.ts";
import { objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { compare } from "../compare/compare.ts";
import { createSideReader, type DatabaseSide } from "../compare/side.ts";
import type { ModelPlace } from "../models/model-place.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Offline } from "../record/record-step.ts";
import { BatchFailure, type Session } from "../session.ts";
import { runRevisions } from "./run-revisions.ts";
import { planRecorded } from "../record/plan-recorded.ts";
import { runPlan, StatementRefused, withScratch } from "./scratch.ts";

/** A script of a history, such as a migration of another tool. */
export interface Script {
  readonly name: string;
  readonly sql: string;
  /** SQL of its own way back. Absent: it has none. */
  readonly back?: string;
}

/** What a script did to the design, and how that is undone. */
export interface Replayed {
  readonly name: string;
  /** What restores the design from before it: the script's own way back, with what that leaves, or the comparison's. It was tried. */
  readonly downgrade: readonly Operation[];
  /** The design that the downgrade starts from. */
  readonly after: DatabaseSchema;
  /** Why there is no way back, in a sentence. Absent: `downgrade` is the way back. */
  readonly irreversible?: string;
}

/** A script that the server refused. */
export interface ReplayFailure {
  readonly name: string;
  readonly statement: string;
  readonly problem: string;
  /** Line of the statement in the script, from 1. Absent: it is not found there as it is. */
  readonly line?: number;
}

export interface Replay {
  /** Those that ran, in order. */
  readonly steps: readonly Replayed[];
  /** Where it ended before the last script. Absent: all ran. */
  readonly failure?: ReplayFailure;
  /** Why no script ran at all: a revision before them did not. Absent: it did. */
  readonly notBegun?: string;
  /** The database after the last script that ran. */
  readonly end: DatabaseSide;
}

export interface ReplayOptions {
  /** Absent: "public". */
  readonly defaultSchema?: string;
  /** What is there before the first script. Absent: nothing. */
  readonly start?: readonly Operation[];
  /** Revisions that run before the first script. Absent: none. */
  readonly after?: { readonly environment: Offline; readonly revisions: readonly Revision[] };
  /** Told before each script. */
  readonly tell?: (name: string, at: number) => void;
  /** Shown the database after each script that ran; "" for where it starts. */
  readonly see?: (name: string, side: DatabaseSide) => Promise<void>;
  /**
   * Told of each script that the server refused; its transaction is rolled back, and the next one runs. Absent: the first refused one ends
   * all.
   */
  readonly onFailure?: (failure: ReplayFailure) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs scripts one after the other in a scratch database, and works out the way back of each by comparing the designs before and after it.
 * A way back is tried: it counts only if it restores the design. `use` is handed the result while the scratch database is there.
 * @throws MigError SCRATCH_REFUSED
 */
export async function replay<Result>(
  scripts: readonly Script[],
  place: ModelPlace,
  { defaultSchema, start = [], after: earlier, tell, see, onFailure, signal }: ReplayOptions,
  use: (replayed: Replay) => Promise<Result>,
): Promise<Result> {
  const options = {
    name: "the history",
    sql: scripts.flatMap(({ sql }) => splitStatements(sql)),
    ...(defaultSchema === undefined ? {} : { defaultSchema }),
    ...(signal === undefined ? {} : { signal }),
  };
  return withScratch(place, options, async (session) => {
    const steps: Replayed[] = [];
    if (start.length > 0) await runPlan(session, planOperations(start, kinds, newDatabase));
    const notBegun = earlier === undefined ? undefined : await whyNotRun(session, earlier);
    const read = createSideReader(session);
    let end = await read();
    if (notBegun !== undefined) return use({ steps, end, notBegun });
    await see?.("", end);
    for (const [at, script] of scripts.entries()) {
      tell?.(script.name, at);
      try {
        await runPlan(session, planOf(script.sql));
      } catch (error) {
        const failure = failureOf(script, error);
        if (onFailure === undefined) return use({ steps, end, failure });
        onFailure(failure);
        end = await read();
        continue;
      }
      const after = await read();
      steps.push({ name: script.name, ...(await wayBack({ session, read }, end, after, script)) });
      end = after;
      await see?.(script.name, end);
    }
    return use({ steps, end });
  });
}

async function whyNotRun(session: Session, { environment, revisions }: NonNullable<ReplayOptions["after"]>): Promise<string | undefined> {
  try {
    const reading = await runRevisions(session, environment, revisions);
    return reading === undefined ? undefined : `revision ${reading.id} reads the database while it runs`;
  } catch (error) {
    if (refusedStatement(error) === undefined || !(error instanceof Error)) throw error;
    return `the revisions before it do not run in an empty database: ${error.message}`;
  }
}

/** A script as an upgrade runs it. @throws MigError for what an upgrade would refuse */
const planOf = (script: string): Plan =>
  planRecorded(
    splitStatements(withoutTransactionMarks(script)).map((sql) => ({ kind: "execute" as const, sql })),
    {},
  );

/** What the server refused, or mig itself; any other error is thrown. */
function failureOf({ name, sql }: Script, error: unknown): ReplayFailure {
  const statement = refusedStatement(error);
  if (statement === undefined || !(error instanceof Error)) throw error;
  const at = sql.indexOf(statement);
  return {
    name,
    statement,
    problem: error.message.replace(/\.$/u, ""),
    ...(at === -1 ? {} : { line: sql.slice(0, at).split("\n").length }),
  };
}

function refusedStatement(error: unknown): string | undefined {
  if (error instanceof StatementRefused) return error.statement;
  return isMigError(error) && "statement" in error.details ? error.details.statement : undefined;
}

/** The scratch database. */
interface Scratch {
  readonly session: Session;
  readonly read: ReturnType<typeof createSideReader>;
}

async function wayBack(scratch: Scratch, before: DatabaseSide, after: DatabaseSide, script: Script): Promise<Omit<Replayed, "name">> {
  const own = script.back === undefined || script.back.trim() === "" ? undefined : await ownWayBack(scratch, before, script.back);
  return own === undefined ? comparedWayBack(scratch, before, after, script) : { downgrade: own, after: after.snapshot.schema };
}

/**
 * A script's own way back, and after it what that leaves of the design. Undefined: it does not run, or the design cannot be restored after
 * it.
 */
async function ownWayBack({ session, read }: Scratch, before: DatabaseSide, sql: string): Promise<readonly Operation[] | undefined> {
  try {
    await session.simple("begin");
    const plan = planOf(sql);
    if (plan.transactions.some(({ transactional }) => !transactional)) return undefined;
    await session.batch(statementsOf(plan).map((statement) => statement.sql));
    const left = await compare(await read({ isOpen: true }), before);
    if (left.notCompared.length > 0) return undefined;
    const rest = planOperations(left.upgrade, kinds, left.before);
    if (rest.transactions.some(({ transactional }) => !transactional)) return undefined;
    await session.batch(statementsOf(rest).map((statement) => statement.sql));
    const restored = await compare(await read({ isOpen: true }), before);
    return restored.upgrade.length > 0 || restored.notCompared.length > 0 ? undefined : [{ kind: "execute", sql }, ...left.upgrade];
  } catch (error) {
    if (error instanceof BatchFailure || refusedStatement(error) !== undefined) return undefined;
    throw error;
  } finally {
    await session.simple("rollback");
  }
}

async function comparedWayBack(
  { session, read }: Scratch,
  before: DatabaseSide,
  after: DatabaseSide,
  { sql }: Script,
): Promise<Omit<Replayed, "name">> {
  const back = await compare(after, before);
  const end = after.snapshot.schema;
  const none = (irreversible: string): Omit<Replayed, "name"> => ({ downgrade: [], after: end, irreversible });
  const kept = rowChangesIn(sql).find((change) => !goesAlong(change, before.snapshot.schema, end));
  if (kept !== undefined) return none(`It changes rows (${kept.text} ...), which no comparison of designs can restore.`);
  if (back.notCompared.length > 0)
    return none(`mig does not model ${back.notCompared.map(({ what, name }) => `${what} ${name}`).join(", ")}.`);
  const plan = planOperations(back.upgrade, kinds, back.before);
  const texts = statementsOf(plan).map((statement) => statement.sql);
  if (plan.transactions.some(({ transactional }) => !transactional))
    return none("The way back does not fit one transaction, and was not tried.");
  let restored: DatabaseSide;
  try {
    await session.batch(["begin", ...texts]);
    restored = await read({ isOpen: true });
  } catch (error) {
    return none(`The way back was tried, and failed: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    await session.simple("rollback");
  }
  const { upgrade, notCompared } = await compare(restored, before);
  if (upgrade.length > 0 || notCompared.length > 0) return none("The way back was tried, and did not restore the design as it was.");
  return { downgrade: back.upgrade, after: end };
}

/** Whether what a statement changed in rows goes with what the script made: a new table, or new columns. */
function goesAlong({ table, columns }: RowChange, before: DatabaseSchema, after: DatabaseSchema): boolean {
  if (table === undefined) return false;
  const had = namesOf(before, table);
  if (!had.has("")) return namesOf(after, table).has("");
  return columns !== undefined && columns.every((name) => !had.has(name));
}

/** The names of what belongs to a table; "" for the table itself. */
function namesOf(schema: DatabaseSchema, { schema: place, name }: NonNullable<RowChange["table"]>): ReadonlySet<string> {
  const isOfIt = (object: SchemaObject): boolean =>
    (object.table ?? object.name) === name && (place === undefined || object.schema === place);
  return new Set(objectsOf(schema).flatMap((object) => (isOfIt(object) ? [object.table === undefined ? "" : object.name] : [])));
}
