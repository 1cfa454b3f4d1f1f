import type { PlannedStatement } from "../../plan/plan.ts";
import { BatchFailure } from "../session.ts";

/** One statement of a step's message, and its purpose. */
export interface Piece {
  readonly role: "frame" | "mark" | "statement" | "move" | "log" | "commit" | "read" | "recovery" | "mirror";
  readonly sql: string;
  /** For a statement of the revision. */
  readonly statement?: PlannedStatement;
  /** Its place in the revision, from 1. */
  readonly number?: number;
  /** How many statements the revision has. Absent: not known yet. */
  readonly of?: number;
}

/** One of mig's own statements around those of the revision. */
export const frame = (sql: string): Piece => ({ role: "frame", sql });

/** A piece failed in the database. */
export class PieceFailure extends Error {
  override readonly name = "PieceFailure";
  readonly piece: Piece;
  /** Character in the piece, from 1. Absent: PostgreSQL names none. */
  readonly position?: number;

  constructor(piece: Piece, error: unknown) {
    const cause = error instanceof BatchFailure ? error.cause : error;
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.piece = piece;
    if (error instanceof BatchFailure && error.position !== undefined) this.position = error.position;
  }
}
