import { isMigError, MigError } from "../../errors.ts";
import type { Place } from "../../errors/row.ts";
import { planOperations, type Plan, type PlannedStatement } from "../../plan/plan.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { emptySchema, type DatabaseSchema } from "../../schema/database-schema.ts";
import { placeInFile } from "../files/place-in-file.ts";
import { joinTransactions } from "./join-transactions.ts";
import { recordedAt } from "./recorder.ts";
import { keptAfter } from "./session-kept.ts";

export interface RecordedIn {
  /** The file that recorded them, for errors. Absent: none. */
  readonly file?: string | undefined;
  /** The schema that they start from. Absent: not known, facts are the general ones. */
  readonly before?: DatabaseSchema | undefined;
}

/**
 * Plans what a revision recorded. Revisions are not compiled, so an operation may lack a field. Statements that could not be continued
 * after an interruption are an error here, before anything runs.
 * @throws MigError OPERATION_INVALID, STATEMENT_NOT_RESUMABLE, SESSION_STATE_LOST
 */
export function planRecorded(operations: readonly Operation[], recordedIn: RecordedIn): Plan {
  const plan = joinTransactions(planValid(operations, recordedIn));
  const placeOf = (operation: object): Place | undefined =>
    recordedIn.file === undefined ? undefined : placeInFile(recordedAt(operation), recordedIn.file);
  for (const { transactional, statements } of plan.transactions) {
    if (!transactional) for (const statement of statements) refuseUnresumable(statement, placeOf);
  }
  keptAfter(plan, [], placeOf);
  return plan;
}

/** A read as a plan, for its facts. */
export function planOfRead(sql: string): Plan {
  const read: Operation = { kind: "execute", sql };
  return planOperations([read], kinds);
}

/** Refuses a statement outside a transaction if mig could not find out later whether it is done. */
function refuseUnresumable({ operation, sql }: PlannedStatement, placeOf: (operation: object) => Place | undefined): void {
  const recovery = kinds.specOf(operation).recovery?.(operation);
  if (recovery === undefined || "look" in recovery) return;
  const place = placeOf(operation);
  throw new MigError("STATEMENT_NOT_RESUMABLE", { statement: sql, instead: recovery.instead }, place === undefined ? {} : { place });
}

function planValid(operations: readonly Operation[], { file, before }: RecordedIn): Plan {
  try {
    return planOperations(operations, kinds, before);
  } catch (error) {
    if (isMigError(error)) throw error;
    const broken = operations.find(isBroken);
    if (broken === undefined) throw error;
    const site = file === undefined ? {} : { place: placeInFile(recordedAt(broken), file) };
    throw new MigError(
      "OPERATION_INVALID",
      { operation: broken.kind, problem: "what it is given cannot be made into SQL" },
      { cause: error, ...site },
    );
  }
}

/** Whether planning an operation alone throws. */
function isBroken(operation: Operation): boolean {
  const spec = kinds.specOf(operation);
  try {
    spec.facts(operation, emptySchema, kinds);
    spec.touches(operation, emptySchema, kinds);
    spec.sql(operation, kinds);
    return false;
  } catch {
    return true;
  }
}
