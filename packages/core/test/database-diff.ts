import { catalogSnapshot, withClient, type ScratchDatabase } from "@migts/testkit";
import { diffSchemas } from "../src/diff/diff.ts";
import { orderOperations } from "../src/plan/order.ts";
import { planOperations, statementsOf, type Plan } from "../src/plan/plan.ts";
import { introspect, type Snapshot } from "../src/postgres/introspect.ts";
import { kindOf, kindRank, specOf, type Operation } from "../src/postgres/objects/index.ts";
import type { DatabaseSchema } from "../src/schema/database-schema.ts";

/** What the tests of diff and plan share: the pure parts put together on real databases. */

export async function readSchema(database: ScratchDatabase): Promise<Snapshot> {
  return withClient(database.url, (client) =>
    introspect(
      async (text) => {
        const results: unknown = await client.query(text);
        return (results as readonly { readonly rows: readonly object[] }[]).map(({ rows }) => rows); // several statements give several results
      },
      database.major === 18 ? 180000 : database.major * 10000,
    ),
  );
}

export function operationsBetween(before: DatabaseSchema, after: DatabaseSchema): readonly Operation[] {
  const ops = diffSchemas(before, after, { kindOf, rankOf: kindRank }) as readonly Operation[]; // kinds give registered operations only
  return orderOperations(ops, before, specOf);
}

export const planBetween = (before: DatabaseSchema, after: DatabaseSchema): Plan =>
  planOperations(operationsBetween(before, after), specOf, before);

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
    .map(({ facts: { lock, rewrites, scans, losesData, mayFail, transactional } }) =>
      [
        lock,
        rewrites ? "rewrites" : "",
        scans ? "scans" : "",
        losesData === undefined ? "" : `loses ${losesData}`,
        mayFail === undefined ? "" : `may fail: ${mayFail}`,
        transactional ? "" : "own transaction",
      ]
        .filter((part) => part !== "")
        .join(", "),
    )
    .join("\n");

export { catalogSnapshot };
