import { isMigError, MigError } from "../../errors.ts";
import { counted } from "../../errors/some.ts";
import type { Place } from "../../errors/row.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import { firstLine, placeInFile } from "../files/place-in-file.ts";
import { sqlStateOf } from "../session.ts";
import type { Mark } from "../tables/log-table.ts";
import { movedStates, tableText, versionTableError } from "../tables/version-table.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { PieceFailure } from "./piece.ts";
import { recordedAt } from "../record/recorder.ts";

/** The step that failed. */
export interface FailedStep {
  readonly revision: Revision;
  readonly direction: "upgrade" | "downgrade";
  readonly tables: MigTables;
  /** Absent: nothing of it is committed. */
  readonly mark?: Mark;
}

/** What is true of the database after a failure, in words that follow "The database". */
export const afterFailure = ({ mark }: { readonly mark?: Mark | undefined }): string =>
  mark === undefined || mark.statementsDone === 0
    ? "is as it was before this revision"
    : `keeps the first ${counted(mark.statementsDone, "statement")} of it, and the next run continues after them`;

/** A revision's function does not end, and nothing of it has run. `seconds` absent: nothing is left that could end the wait. */
export const hangsBefore =
  ({ revision, direction }: Pick<Step, "revision" | "direction">) =>
  (seconds?: number): MigError =>
    new MigError("REVISION_HANGS", {
      revision,
      direction,
      seconds: seconds ?? 0,
      isOpen: false,
      isForEver: seconds === undefined,
      after: "is as it was",
    });

/** Lock not available, deadlock, serialization failure: another try may succeed. */
export const passingStates: readonly string[] = ["55P03", "40P01", "40001"];

/** The connection is lost: there is no error of PostgreSQL's, or one that says it closed the connection. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof PieceFailure)) return false;
  const state = sqlStateOf(error);
  return state === undefined || /^(?:57P0[123]|08(?!P01))/u.test(state); // 08P01 means a wrong message; the connection stays open
}

/** A failure of a step, as an error for the user. */
export function stepError(error: unknown, step: FailedStep): MigError {
  if (error instanceof PieceFailure) return pieceError(error, step);
  const { revision, direction } = step;
  if (isMigError(error))
    return error.place === undefined && revision.file !== undefined ? withPlace(error, placeInFile(error, revision.file)) : error;
  const place = revision.file === undefined ? undefined : placeInFile(error, revision.file);
  const details = { revision: revision.id, direction, problem: `${firstLine(error).replace(/[.!]?$/u, "")}.`, after: afterFailure(step) };
  return new MigError("REVISION_THREW", details, { cause: error, ...(place === undefined ? {} : { place }) });
}

/** An error with the line of the revision that caused it. */
const withPlace = ({ code, details, cause }: MigError, place: Place): MigError =>
  new MigError(code, details, { ...(cause === undefined ? {} : { cause }), place });

function pieceError(failure: PieceFailure, step: FailedStep): MigError {
  const { piece, cause } = failure;
  const state = sqlStateOf(failure) ?? "";
  if (piece.role === "move" && movedStates.includes(state)) {
    return new MigError("HEADS_MOVED", { revision: step.revision.id, table: tableText(step.tables.version) }, { cause });
  }
  if (piece.role === "move") return versionTableError(step.tables.version, state, failure);
  if (piece.role === "mirror") return new MigError("MIRROR_FAILED", { statement: piece.sql, problem: failure.message }, { cause });
  if (piece.role === "log")
    return new MigError("LOG_TABLE_BROKEN", { table: tableText(step.tables.log), problem: failure.message }, { cause });
  const place = placeOf(failure, step.revision);
  const details = {
    revision: step.revision.id,
    direction: step.direction,
    statement: piece.sql,
    ...(piece.number === undefined ? {} : { number: piece.number }),
    message: failure.message,
    sqlState: state,
    ...textOf(cause, "detail"),
    ...textOf(cause, "hint"),
    ...(failure.position === undefined ? {} : { position: failure.position }),
    after: afterFailure(step),
  };
  return new MigError("REVISION_FAILED", details, { cause, ...(place === undefined ? {} : { place }) });
}

/** The line that recorded the operation. */
function placeOf({ piece }: PieceFailure, { file }: Revision): Place | undefined {
  if (file === undefined) return undefined;
  return piece.statement === undefined ? { file } : placeInFile(recordedAt(piece.statement.operation), file);
}

function textOf<Key extends "detail" | "hint">(cause: unknown, key: Key): { readonly [K in Key]?: string } {
  const value: unknown = typeof cause === "object" && cause !== null ? Reflect.get(cause, key) : undefined;
  return (typeof value === "string" ? { [key]: value } : {}) as { readonly [K in Key]?: string }; // the one key
}
