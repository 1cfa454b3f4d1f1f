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

interface Walk {
  readonly major: number;
  /** The SQL of the database that the walk starts from. */
  readonly before: string;
  /** Rows of the author's, which must pass. */
  readonly rows?: string;
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
  const stopped = await walkWithRows(walk, "made up");
  if (stopped === undefined) return;
  expect(saidToStop(stopped), `${stopped.sql} failed on made-up rows${walk.story}`).toBeDefined();
  if (walk.rows !== undefined && walk.rows !== "")
    expect(await walkWithRows(walk, "given"), `the given rows stop it${walk.story}`).toBeUndefined();
}

async function walkWithRows(
  { major, before, rows, wanted, forth, back, story }: Walk,
  which: "given" | "made up",
): Promise<PlannedStatement | undefined> {
  return withDatabase({ major, setup: before, keepsConnection: true }, async (filled) => {
    if (rows !== undefined) await runScript(filled.url, rows);
    if (which === "made up") await fillTables(filled.url);
    const [start, cast] = [await readTables(filled.url), await rowsAsWanted(filled.url, wanted.url)];
    const stopped = await runUntilStopped(filled, forth, story);
    if (stopped !== undefined) return stopped;
    expectKept([cast, await readTables(filled.url)], gonePlaces(statementsOf(forth)), `upgrade keeps values${story}`);
    const stuck = await runUntilStopped(filled, back, story);
    const lost = lostPlaces([forth, back].flatMap(statementsOf));
    if (stuck === undefined) expectKept([comesBack(start, cast), await readTables(filled.url)], lost, `downgrade keeps values${story}`);
    return stuck;
  });
}

type Rows = Awaited<ReturnType<typeof readTables>>;

function expectKept([before, after]: readonly [Rows, Rows], lost: ReadonlySet<string>, story: string): void {
  const [had, has] = keptRows(before, after, lost);
  expect(has, story).toBe(had);
}
