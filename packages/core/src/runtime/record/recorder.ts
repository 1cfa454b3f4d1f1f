import { MigError } from "../../errors.ts";
import { operationKinds, type Operation } from "../../postgres/objects/index.ts";
import { transactionControl } from "../../postgres/sql/transaction-control.ts";
import { bindParameters, parameterCount } from "../../postgres/sql/parameters.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import type { Row } from "../session.ts";
import type { Op } from "./op.ts";

/** What becomes of a revision's `op.query`: run what was recorded before it, then read. */
export type Read = (recorded: readonly Operation[], sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** Hands out an `op` and keeps what is done with it. */
export interface Recorder {
  readonly op: Op;
  /** Ends the recording, and gives what was recorded since the last read. */
  readonly end: () => readonly Operation[];
  /** The SQL of a read that was begun and not awaited. */
  readonly pendingRead: () => string | undefined;
}

/** Where operations were recorded, for errors that name a line. An operation is its own key, so equal ones stay apart. */
const sites = new WeakMap<Operation, Error>();

/** The call that recorded an operation, as an error whose stack names it. */
export const recordedAt = (operation: object): Error | undefined => sites.get(operation as Operation); // any key may be asked for

export function createRecorder(read: Read): Recorder {
  let recorded: Operation[] = [];
  let ended = false;
  const pending = new Set<string>();
  const take = (): readonly Operation[] => {
    const taken = recorded;
    recorded = [];
    return taken;
  };
  const record = (operation: Operation): void => {
    if (ended) throw new MigError("OPERATION_TOO_LATE", { operation: operation.kind });
    sites.set(operation, new Error(operation.kind));
    recorded.push(operation);
  };
  const query = async (sql: string, params: readonly unknown[] = []): Promise<readonly Row[]> => {
    if (ended) throw new MigError("OPERATION_TOO_LATE", { operation: "query" });
    refuseTransactionControl(sql);
    pending.add(sql);
    try {
      return await read(take(), sql, params);
    } finally {
      pending.delete(sql);
    }
  };
  const builders = Object.fromEntries(operationKinds.map((kind) => [kind, (payload: object) => record({ ...payload, kind } as Operation)])); // typed by Op
  const execute: Op["execute"] = (given, params) => {
    for (const statement of statementsOf(typeof given === "string" ? given : given.sql, params)) record({ kind: "execute", sql: statement });
  };
  return {
    op: Object.freeze({ ...builders, execute, query }) as unknown as Op, // one builder for each kind of the registry
    end: () => {
      ended = true;
      return take();
    },
    pendingRead: () => [...pending][0],
  };
}

/** One operation a statement, so that each has its own facts. */
function statementsOf(sql: string, params: readonly unknown[] | undefined): readonly string[] {
  refuseTransactionControl(sql);
  const statements = splitStatements(sql);
  if (params === undefined) return statements; // a $1 may belong to a function's body
  const named = parameterCount(sql);
  if (statements.length > 1) throw new MigError("PARAMETERS_MISMATCH", { sql, problem: "only a single statement can have parameters" });
  if (params.length !== named) throw new MigError("PARAMETERS_MISMATCH", { sql, problem: `it names ${named}, ${params.length} are given` });
  return statements.map((statement) => bindParameters(statement, params));
}

function refuseTransactionControl(sql: string): void {
  const statement = transactionControl(sql);
  if (statement !== undefined) throw new MigError("TRANSACTION_CONTROL", { statement });
}
