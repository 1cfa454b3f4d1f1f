import {
  comesBack,
  fillTables,
  gonePlaces,
  keptRows,
  lostPlaces,
  readTables,
  rowsAsWanted,
  runScript,
  withDatabase,
  type ScratchDatabase,
} from "@migts/testkit";
import { expect } from "vitest";
import { statementsOf, type Plan, type PlannedStatement } from "../src/plan/plan.ts";
import { runUntilStopped, saidToStop } from "./run-until-stopped.ts";

// Rows and their values, judged on the way there and back: what no statement says it loses is the same afterwards, and where a column's
// type changes it is what PostgreSQL casts it to.

interface Walk extends Way {
  readonly major: number;
  /** The SQL of the database that the walk starts from. */
  readonly before: string;
  /** Rows of the author's, which must pass. */
  readonly rows?: string;
}

interface Way {
  readonly wanted: ScratchDatabase;
  readonly forth: Plan;
  readonly back: Plan;
  readonly story: string;
}

/**
 * The way there and back in a database of its own, with rows: those given, and made-up ones in the other tables. Where a statement
 * stops at made-up rows, it must have said that it may; then the given rows go the way alone.
 */
export async function expectRowsKept(walk: Walk): Promise<void> {
  const { major, before, rows = "", story } = walk;
  const stopped = await withDatabase({ major, setup: before, keepsConnection: true }, async (filled) => {
    await runScript(filled.url, rows);
    return walkFilled(filled, walk);
  });
  if (stopped === undefined) return;
  expectSaid(stopped, story);
  if (rows !== "") await walkGiven(walk);
}

/** What is to be looked at on the way. */
export interface Turns {
  readonly there?: (database: ScratchDatabase) => Promise<void>;
  readonly back?: (database: ScratchDatabase) => Promise<void>;
}

/** The way there and back, with made-up rows where there are none. Gives the statement that stopped it. */
export async function walkFilled(database: ScratchDatabase, way: Way, turns?: Turns): Promise<PlannedStatement | undefined> {
  await fillTables(database.url);
  return walkKeepingRows(database, way, turns);
}

/** A statement that stops at made-up rows must have said that it may. */
export const expectSaid = (stopped: PlannedStatement, story: string): void =>
  expect(saidToStop(stopped), `${stopped.sql} failed on made-up rows${story}`).toBeDefined();

/** The way in a database of its own with no other rows than those given, which must pass. */
export async function walkGiven({ major, before, rows = "", ...way }: Walk, turns?: Turns): Promise<void> {
  await withDatabase({ major, setup: before, keepsConnection: true }, async (given) => {
    await runScript(given.url, rows);
    expect(await walkKeepingRows(given, way, turns), `the given rows stop it${way.story}`).toBeUndefined();
  });
}

async function walkKeepingRows(
  database: ScratchDatabase,
  { wanted, forth, back, story }: Way,
  turns: Turns = {},
): Promise<PlannedStatement | undefined> {
  const [start, cast] = [await readTables(database.url), await rowsAsWanted(database.url, wanted.url)];
  const stopped = await runUntilStopped(database, forth, story);
  if (stopped !== undefined) return stopped;
  await turns.there?.(database);
  expectKept([cast, await readTables(database.url)], gonePlaces(statementsOf(forth)), `upgrade keeps values${story}`);
  const stuck = await runUntilStopped(database, back, story);
  if (stuck !== undefined) return stuck;
  await turns.back?.(database);
  const lost = lostPlaces([forth, back].flatMap(statementsOf));
  expectKept([comesBack(start, cast), await readTables(database.url)], lost, `downgrade keeps values${story}`);
  return undefined;
}

type Rows = Awaited<ReturnType<typeof readTables>>;

function expectKept([before, after]: readonly [Rows, Rows], lost: ReadonlySet<string>, story: string): void {
  const [had, has] = keptRows(before, after, lost);
  expect(has, story).toBe(had);
}
