import { planOperations } from "../../plan/plan.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { compare, type Comparison } from "../compare/compare.ts";
import { databaseSide, emptySide, type DatabaseSide } from "../compare/side.ts";
import type { ModelPlace } from "../models/model-place.ts";
import { runPlan, StatementRefused, withScratch } from "./scratch.ts";

/** What builds a database again, and whether that was seen to work. */
export interface Rebuilt {
  /** From an empty database to the design, and back. */
  readonly comparison: Comparison;
  /** Where the rebuilt database differs from the other: what leads from the one to the other. Empty: nowhere. */
  readonly differences: readonly Operation[];
  /** What no kind models and the rebuilt database has not or has otherwise. */
  readonly notRebuilt: Comparison["notCompared"];
  /** The server refused a statement. Absent: all ran. */
  readonly failure?: { readonly statement: string; readonly problem: string };
}

/**
 * Works out what builds a database's design from nothing, as far as the configuration does not leave it alone, does it in a scratch
 * database, and compares the two.
 * @throws MigError SCRATCH_REFUSED
 */
export async function rebuild(
  database: DatabaseSide,
  place: ModelPlace,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Rebuilt> {
  const configuration = { configuration: { config: place.config } };
  const comparison = await compare(emptySide, database, configuration);
  const plan = planOperations(comparison.upgrade, kinds, comparison.before);
  const sql = plan.transactions.flatMap(({ statements }) => statements.map((statement) => statement.sql));
  return withScratch(place, { name: "the baseline", sql, ...(signal === undefined ? {} : { signal }) }, async (session) => {
    try {
      await runPlan(session, plan);
    } catch (error) {
      if (!(error instanceof StatementRefused)) throw error;
      return { comparison, differences: [], notRebuilt: [], failure: { statement: error.statement, problem: error.message } };
    }
    const built = await databaseSide(session, []);
    const { upgrade: differences, notCompared: notRebuilt } = await compare(built, database, configuration);
    return { comparison, differences, notRebuilt };
  });
}
