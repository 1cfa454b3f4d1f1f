import { fillTables, readTables, sharedRows, withClient, type ScratchDatabase, type TableRows } from "@migts/testkit";
import { expect } from "vitest";
import type { AnyOperation } from "../src/operation/spec.ts";
import { statementsOf, type Plan, type PlannedStatement } from "../src/plan/plan.ts";

// Rows and their values, judged on the way there and back: what no statement owns up to losing is the same afterwards.

export type Rows = ReadonlyMap<string, TableRows>;

/** The rows of a database whose empty tables are filled first. */
export async function filledRows({ url }: ScratchDatabase): Promise<Rows> {
  await fillTables(url);
  return readTables(url);
}

/**
 * Runs a plan on a database that has rows. What comes back is the statement that the rows stopped, which must have said that it
 * may fail; undefined where all ran.
 */
export async function runOnRows({ url }: ScratchDatabase, plan: Plan): Promise<PlannedStatement | undefined> {
  return withClient(url, async (client) => {
    for (const { transactional, statements } of plan.transactions) {
      if (transactional) await client.query("begin");
      for (const statement of statements) {
        const stopped = await client.query(statement.sql).then(
          () => undefined,
          (error: unknown) => error as Error & { readonly code?: string },
        );
        if (stopped === undefined) continue;
        if (!/^(?:22|23)/u.test(stopped.code ?? "")) throw new Error(`${String(stopped)} in\n${statement.sql}`, { cause: stopped });
        return statement;
      }
      if (transactional) await client.query("commit");
    }
    return undefined;
  });
}

/** Holds the rows after against those before: all tables and columns that no statement of the plans said it loses. */
export function expectKept(before: Rows, after: Rows, plans: readonly Plan[], story: string): void {
  const lost = new Set(
    plans.flatMap(statementsOf).flatMap(({ operation, facts }) => (facts.losesData === undefined ? [] : [placeOf(operation)])),
  );
  const tables = new Map([...before].filter(([table]) => !lost.has(table)));
  const [had, has] = sharedRows(tables, after, ({ table, name, types: [from, to] }) => from === to && !lost.has(`${table}.${name}`));
  expect(has, story).toBe(had);
}

/** The table, or the column of a table, that an operation is about: "public.users", "public.users.name". */
function placeOf(operation: AnyOperation): string {
  const { schema, table, name } = operation as { readonly schema?: string; readonly table?: string; readonly name?: string };
  return [schema, table, name].filter((part) => part !== undefined).join(".");
}
