import type { Ask, Recovery, Remains } from "../../operation/spec.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { catalogFirst } from "../../postgres/session/pins.ts";
import type { Session } from "../session.ts";
import type { Follow } from "../progress/follow.ts";
import type { Notices } from "./notices.ts";
import { PieceFailure, type Piece } from "./piece.ts";
import type { Started } from "../resume/resume.ts";
import { isConnectionLost } from "./step-error.ts";

/** How to recover from an interrupted statement outside a transaction. Undefined: it is safe to run it again. */
export function recoveryOf(sql: string): Recovery | undefined {
  const operation = { kind: "execute", sql } as const;
  const recovery = kinds.specOf(operation).recovery?.(operation);
  return recovery !== undefined && "look" in recovery ? recovery : undefined;
}

/** Looks at what exists before a statement starts. */
export async function look(session: Session, recovery: Recovery): Promise<string> {
  const [[row] = []] = await asking(session)(recovery.look.sql);
  return row !== undefined && "seen" in row && typeof row.seen === "string" ? row.seen : "";
}

/** Finds out whether a started statement is done, and removes or finishes what it left unfinished. */
export async function settleStarted(session: Session, { sql, seen }: Started): Promise<Remains["state"]> {
  const recovery = recoveryOf(sql);
  if (recovery === undefined) return "undone";
  const { state, first = [] } = await recovery.judge(asking(session), seen);
  for (const statement of first)
    await session
      .batch([statement.sql])
      .catch((error: unknown) => Promise.reject(new PieceFailure({ role: "recovery", sql: statement.sql }, error)));
  return state;
}

/** Asks with the session's search_path, because the statement may use unqualified names, but with pg_catalog first. */
const asking =
  (session: Session): Ask =>
  async (text) => {
    if (text === "rollback") return session.simple(text);
    // it ends the transaction itself
    if (text.startsWith("begin\n")) return session.simple(text.replace("begin", `begin\n;\n${catalogFirst}`));
    try {
      return (await session.simple(["begin", catalogFirst, text, "commit"].join("\n;\n"))).slice(2, -1);
    } catch (error) {
      await session.simple("rollback").catch(() => {}); // the connection may be lost: the failure itself says so
      throw error;
    }
  };

export interface AloneOptions {
  /** Absent: it is safe to run again. */
  readonly started: Started | undefined;
  readonly notices: Pick<Notices, "hear">;
  readonly follow: Pick<Follow, "during">;
}

/** Runs the statement of a piece. If it fails, what it left behind is removed. `isOver`: nothing of it remains. */
export async function runAlone(
  session: Session,
  piece: Piece,
  { started, notices, follow }: AloneOptions,
): Promise<{ readonly failure?: PieceFailure; readonly isOver: boolean }> {
  try {
    await follow.during([piece], () => session.batch([piece.sql], { onNotice: notices.hear([piece]) }));
    return { isOver: true };
  } catch (error) {
    const failure = new PieceFailure(piece, error);
    if (started === undefined || isConnectionLost(failure)) return { failure, isOver: started === undefined };
    const state = await clearAfterFailure(session, started).catch(() => "unknown" as const); // the next run looks again
    return { failure, isOver: state === "undone" };
  }
}

async function clearAfterFailure(session: Session, { sql, seen }: Started): Promise<Remains["state"]> {
  const recovery = recoveryOf(sql);
  if (recovery === undefined) return "undone";
  const { state, first = [] } = await recovery.judge(asking(session), seen);
  if (state === "undone") for (const statement of first) await session.simple(statement.sql);
  return state;
}
