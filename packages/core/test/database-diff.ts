import { catalogSnapshot, withClient, type ScratchDatabase } from "@migts/testkit";
import { planOperations, statementsOf, type Plan } from "../src/plan/plan.ts";
import type { Snapshot } from "../src/postgres/introspect.ts";
import { kinds, type Operation } from "../src/postgres/objects/index.ts";
import { preparing, type AskFor } from "../src/postgres/preparing.ts";
import { compare, type CompareOptions, type Comparison } from "../src/runtime/compare/compare.ts";
import { databaseSide, type DatabaseSide, type Side } from "../src/runtime/compare/side.ts";
import { operationsBetween as bothWays } from "../src/runtime/compare/steps.ts";
import { connect } from "../src/runtime/connection/connect.ts";
import type { Session } from "../src/runtime/session.ts";
import type { DatabaseSchema } from "../src/schema/database-schema.ts";

// What the tests of diff and plan share. They compare databases by the functions that `mig diff` and `mig revision` call.

/** A comparison of two databases, with the plans that it gives. */
export interface DatabaseDiff extends Comparison {
  readonly forth: Plan;
  readonly back: Plan;
}

/** What leads from one database to the other, and back. */
export async function diffDatabases(
  from: ScratchDatabase,
  to: ScratchDatabase | Side,
  options: CompareOptions = {},
): Promise<DatabaseDiff> {
  return reading(from, async (before) =>
    "kind" in to ? diffSides(await before(), to, options) : reading(to, async (after) => diffSides(await before(), await after(), options)),
  );
}

export async function diffSides(from: Side, to: Side, options: CompareOptions = {}): Promise<DatabaseDiff> {
  const found = await compare(from, to, options);
  return {
    ...found,
    forth: planOperations(found.upgrade, kinds, found.before),
    back: planOperations(found.downgrade, kinds, found.after),
  };
}

/**
 * Hands over what reads a database as a side of a comparison, anew each time. Its connection is closed afterwards; that to a database which
 * keeps one is kept, and ends with the database.
 */
export async function reading<Result>(
  database: ScratchDatabase,
  use: (read: () => Promise<DatabaseSide>) => Promise<Result>,
): Promise<Result> {
  const kept = sessions.get(database) ?? (await open(database));
  sessions.delete(database);
  const { session, ask } = kept;
  let isGood = false;
  try {
    const result = await use(() => databaseSide(session, [], { ask }));
    isGood = true;
    return result;
  } finally {
    if (isGood && database.keepsConnection === true) sessions.set(database, kept);
    else await session.close();
  }
}

/** A connection on which the queries of the catalog are planned once: that takes a server longer than to answer them. */
interface Reader {
  readonly session: Session;
  readonly ask: AskFor;
}

async function open({ url }: ScratchDatabase): Promise<Reader> {
  const session = await connect(url);
  return { session, ask: preparing(session.simple) };
}

const sessions = new WeakMap<ScratchDatabase, Reader>();

export const readSchema = (database: ScratchDatabase): Promise<Snapshot> => reading(database, async (read) => (await read()).snapshot);

export const operationsBetween = (before: DatabaseSchema, after: DatabaseSchema): readonly Operation[] =>
  bothWays({ before, after }).upgrade;

/** Runs a plan as the runtime does: a transaction at a time. */
export async function runPlan(database: ScratchDatabase, plan: Plan): Promise<void> {
  await withClient(database.url, async (client) => {
    for (const { transactional, statements } of plan.transactions) {
      if (transactional) await client.query("begin");
      for (const { sql } of statements) {
        try {
          await client.query(sql);
        } catch (error) {
          throw new Error(`${String(error)} in\n${sql}\nof\n${planText(plan)}`, { cause: error });
        }
      }
      if (transactional) await client.query("commit");
    }
  });
}

export const planText = (plan: Plan): string =>
  plan.transactions.map(({ statements }) => statements.map(({ sql }) => `${sql};`).join("\n")).join("\n-- commit\n");

/** What running each statement means, a line each. */
export const factsText = (plan: Plan): string =>
  statementsOf(plan)
    .map(({ facts: { lock, rewrites, scans, losesData, mayFail, byHand = [], transactional } }) =>
      [
        lock,
        rewrites ? "rewrites" : "",
        scans ? "scans" : "",
        losesData === undefined ? "" : `loses ${losesData}`,
        mayFail === undefined ? "" : `may fail: ${mayFail}`,
        byHand.length === 0 ? "" : `by hand: ${byHand.join("; ")}`,
        transactional ? "" : "own transaction",
      ]
        .filter((part) => part !== "")
        .join(", "),
    )
    .join("\n");

export { catalogSnapshot };
