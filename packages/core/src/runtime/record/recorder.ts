import { MigError } from "../../errors.ts";
import { nearestOf } from "../../errors/nearest.ts";
import { valueText } from "../../operation/payload-check.ts";
import { operationKinds, type Operation } from "../../postgres/objects/index.ts";
import { transactionControl } from "../../postgres/sql/transaction-control.ts";
import { bindParameters, parameterCount } from "../../postgres/sql/parameters.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import type { Row } from "../session.ts";
import { answer } from "./answer.ts";
import type { Op } from "./op.ts";
import { operationFrom } from "./operation-from.ts";
import { statementsInFile, type SqlFile } from "./sql-file.ts";

/** How a revision's `op.query` works: run what was recorded before it, then read. */
export type Read = (recorded: readonly Operation[], sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** Gives an `op` and keeps what it records. */
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

type Keep = (operation: Operation) => void;

/** Where the methods of an `op` record. */
const records = new WeakMap<object, Keep>();

/** Names that `await`, printing and comparing look up on any object. */
const askedOfAnything = new Set([
  "then",
  "toJSON",
  "constructor",
  "toString",
  "valueOf",
  "inspect",
  "asymmetricMatch",
  "nodeType",
  "$$typeof",
]);

/** An unknown operation of an `op` is an error that names the nearest one. */
const unknownOperations = new Proxy(Object.create(null) as object, {
  get: (_target, name) => {
    if (typeof name === "symbol" || askedOfAnything.has(name)) return undefined;
    const nearest = nearestOf(name, [...operationKinds, "executeFile", "query"]);
    throw new MigError("OPERATION_UNKNOWN", { operation: name, ...(nearest === undefined ? {} : { nearest }) });
  },
});

/** What every `op` inherits: a method for each kind of operation, made when it is asked for. */
const builders: object = Object.create(
  unknownOperations,
  Object.fromEntries(
    operationKinds.map((kind) => [
      kind,
      {
        enumerable: true,
        get(this: object) {
          return (given: unknown): void => records.get(this)?.(operationFrom(kind, given));
        },
      },
    ]),
  ),
) as object;

/** `file`: that of the revision, from which paths count. Absent: it has none. */
export function createRecorder(read: Read, file?: string): Recorder {
  let recorded: Operation[] = [];
  let ended = false;
  const pending = new Set<string>();
  const take = (): readonly Operation[] => {
    const taken = recorded;
    recorded = [];
    return taken;
  };
  const record: Keep = (operation) => {
    if (ended) throw new MigError("OPERATION_TOO_LATE", { operation: operation.kind });
    sites.set(operation, new Error(operation.kind));
    recorded.push(operation);
  };
  const query = async (given: unknown, params: unknown = []): Promise<readonly Row[]> => {
    if (ended) throw new MigError("OPERATION_TOO_LATE", { operation: "query" });
    const sql = sqlText("query", given);
    const values = listOfValues("query", params) ?? [];
    refuseTransactionControl(sql);
    if (splitStatements(sql).length > 1)
      throw new MigError("OPERATION_INVALID", {
        operation: "query",
        problem: "it takes one statement, as it gives the rows of one",
        takes: "a single statement; the others go to op.execute before it",
      });
    if (values.length > 0) refuseMismatch(sql, values);
    pending.add(sql);
    try {
      return await read(take(), sql, values);
    } finally {
      pending.delete(sql);
    }
  };
  const execute: Op["execute"] = (given, params) => {
    for (const statement of statementsOf(sqlText("execute", given), listOfValues("execute", params)))
      record({ kind: "execute", sql: statement });
  };
  const executeFile = (given: unknown, options: unknown = {}): void => {
    const script = statementsInFile(sqlFileOf(given, options), file);
    refuseTransactionControl(script.join(";\n"));
    for (const statement of script) record({ kind: "execute", sql: statement });
  };
  const op = Object.create(builders, {
    execute: { value: execute, enumerable: true },
    executeFile: { value: executeFile, enumerable: true },
    query: { value: (sql: unknown, params?: unknown) => answer(query(sql, params)), enumerable: true },
  }) as Op; // a builder for each kind of the registry
  records.set(op, record);
  return {
    op: Object.freeze(op),
    end: () => {
      ended = true;
      return take();
    },
    pendingRead: () => [...pending][0],
  };
}

/** Whether it is an object literal, not an object that a library's SQL tag made. */
const isPlainObject = (given: unknown): given is object =>
  typeof given === "object" && given !== null && Object.getPrototypeOf(given) === Object.prototype;

/** SQL as `op` takes it: a text, or an object of an SQL tag. */
function sqlText(method: "execute" | "query", given: unknown): string {
  const extra = isPlainObject(given) && "sql" in given ? Object.keys(given).find((name) => name !== "sql" && name !== "kind") : undefined;
  if (extra !== undefined)
    throw new MigError("OPERATION_INVALID", {
      operation: method,
      problem: `"${extra}" is not a field of it`,
      takes: `SQL, then a list of values for $1, $2, ...`,
    });
  const text: unknown = typeof given === "object" && given !== null && "sql" in given ? given.sql : given;
  if (typeof text === "string") return text;
  throw new MigError("OPERATION_INVALID", {
    operation: method,
    problem: `it takes SQL as a string, not ${valueText(given)}`,
    takes: `SQL, then a list of values for $1, $2, ...`,
  });
}

function listOfValues(method: "execute" | "query", params: unknown): readonly unknown[] | undefined {
  if (params === undefined || Array.isArray(params)) return params;
  throw new MigError("OPERATION_INVALID", {
    operation: method,
    problem: `its values must be a list, not ${valueText(params)}`,
    takes: `SQL, then a list of values for $1, $2, ...`,
  });
}

function sqlFileOf(given: unknown, options: unknown): SqlFile {
  const sha256: unknown = isPlainObject(options) && "sha256" in options ? options.sha256 : undefined;
  if (typeof given === "string" && isPlainObject(options) && (sha256 === undefined || typeof sha256 === "string"))
    return { path: given, ...(sha256 === undefined ? {} : { sha256 }) };
  throw new MigError("OPERATION_INVALID", {
    operation: "executeFile",
    problem: `it takes the path of a file, not ${valueText(typeof given === "string" ? options : given)}`,
    takes: `a path relative to the revision file, then { sha256 } if the file must not change`,
  });
}

/** One operation a statement, so that each has its own facts. */
function statementsOf(sql: string, params: readonly unknown[] | undefined): readonly string[] {
  refuseTransactionControl(sql);
  const statements = splitStatements(sql);
  if (params === undefined) return statements; // a $1 may belong to a function's body
  if (statements.length > 1) throw new MigError("PARAMETERS_MISMATCH", { sql, problem: "only a single statement can have parameters" });
  refuseMismatch(sql, params);
  return statements.map((statement) => bindParameters(statement, params));
}

function refuseMismatch(sql: string, params: readonly unknown[]): void {
  const named = parameterCount(sql);
  if (params.length !== named) throw new MigError("PARAMETERS_MISMATCH", { sql, problem: `it names ${named}, ${params.length} are given` });
}

function refuseTransactionControl(sql: string): void {
  const statement = transactionControl(sql);
  if (statement !== undefined) throw new MigError("TRANSACTION_CONTROL", { statement });
}
