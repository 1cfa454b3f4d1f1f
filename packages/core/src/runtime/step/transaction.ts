import { isDeepStrictEqual } from "node:util";
import { leadingModes } from "../../postgres/sql/transaction-control.ts";
import { BatchFailure, type Row, type Session } from "../session.ts";
import { encodeRows } from "../resume/answers.ts";
import type { Follow } from "../progress/follow.ts";
import type { Notices } from "./notices.ts";
import { frame, PieceFailure, type Piece } from "./piece.ts";
import type { Retry } from "../retry/retry.ts";
import { isConnectionLost } from "./step-error.ts";

/** A read gave another answer when it was repeated, so the revision's function must start again. */
export class AnswersChanged extends Error {
  override readonly name = "AnswersChanged";
}

/** A read of the open transaction, and its answer. */
interface ReadSent {
  readonly piece: Piece;
  readonly params: readonly unknown[];
  readonly rows: readonly unknown[];
}

export interface TransactionSetting {
  readonly session: Session;
  readonly retry: Retry;
  readonly notices: Pick<Notices, "hear">;
  readonly follow: Follow;
  readonly signal?: AbortSignal;
}

/**
 * The open transaction of a step. If a lock is not obtained, the transaction is rolled back and sent again unchanged. The
 * revision's function waits meanwhile, so it decides nothing twice.
 */
export class StepTransaction {
  readonly #setting: TransactionSetting;
  #sent: (Piece | ReadSent)[] = [];
  #isBegun = false;
  #ran = 0;

  constructor(setting: TransactionSetting) {
    this.#setting = setting;
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Statements sent, tries included. */
  get ran(): number {
    return this.#ran;
  }

  /** Sends pieces inside of it. `ends`: a commit is among them. */
  async send(pieces: readonly Piece[], { ends = false } = {}): Promise<readonly (readonly Row[])[]> {
    if (pieces.length === 0) return [];
    const results = await this.#withRetry(() => this.#sendOnce(pieces));
    this.#sent = ends ? [] : [...this.#sent, ...pieces];
    if (ends) {
      this.#isBegun = false;
      this.#setting.retry.passed();
    }
    return results;
  }

  /** Reads inside of it; also gives the rows as they are kept. */
  async read(sql: string, params: readonly unknown[]): Promise<{ readonly rows: readonly Row[]; readonly kept: readonly unknown[] }> {
    const piece: Piece = { role: "read", sql };
    const rows = await this.#withRetry(() => this.#readOnce(piece, params));
    const kept = encodeRows(rows);
    this.#sent.push({ piece, params, rows: kept });
    return { rows, kept };
  }

  async rollback(): Promise<void> {
    this.#isBegun = false;
    await this.#setting.session.simple("rollback");
  }

  async #withRetry<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        if (!this.#isBegun && this.#sent.length > 0) await this.#sendAgain();
        return await work();
      } catch (error) {
        if (!(error instanceof PieceFailure) || isConnectionLost(error)) throw error;
        await this.rollback().catch(() => Promise.reject(error));
        if (!(await this.#setting.retry.again(error))) throw error;
      }
    }
  }

  /** All that was sent before, on the next try. */
  async #sendAgain(): Promise<void> {
    let pieces: Piece[] = [];
    for (const sent of this.#sent) {
      if ("role" in sent) {
        pieces.push(sent);
        continue;
      }
      if (pieces.length > 0) await this.#sendOnce(pieces);
      pieces = [];
      const rows = encodeRows(await this.#readOnce(sent.piece, sent.params));
      if (!isDeepStrictEqual(rows, sent.rows)) throw new AnswersChanged("A repeated read gave another answer.");
    }
    if (pieces.length > 0) await this.#sendOnce(pieces);
  }

  async #readOnce(piece: Piece, params: readonly unknown[]): Promise<readonly Row[]> {
    const { session, notices, follow } = this.#setting;
    if (!this.#isBegun) await this.#sendOnce([]);
    const hear = notices.hear([piece]);
    // A TypeError means that a value cannot be sent: the connection is unchanged.
    return follow
      .during([piece], () => session.query(piece.sql, params, { onNotice: (notice) => hear(notice, 0) }))
      .catch((error: unknown) => Promise.reject(error instanceof TypeError ? error : new PieceFailure(piece, error)));
  }

  async #sendOnce(pieces: readonly Piece[]): Promise<readonly (readonly Row[])[]> {
    const { session, retry, notices, follow, signal } = this.#setting;
    signal?.throwIfAborted();
    const modes = this.#isBegun ? [] : modesAmong(pieces);
    const opening = this.#isBegun ? [] : [frame("begin"), ...modes, ...retry.settings().map(frame)];
    const message = [...opening, ...follow.put(pieces.filter((piece) => !modes.includes(piece)))];
    this.#isBegun = true;
    this.#ran += pieces.filter(({ role }) => role === "statement").length;
    try {
      const texts = message.map(({ sql }) => sql);
      const results = await follow.during(message, () => session.batch(texts, { onNotice: notices.hear(message) }));
      const rowsOf = new Map(message.map((piece, at) => [piece, results[at] ?? []]));
      return pieces.map((piece) => (modes.includes(piece) ? [] : (rowsOf.get(piece) ?? [])));
    } catch (error) {
      const at = error instanceof BatchFailure ? error.at : 0;
      throw new PieceFailure(message[at] ?? frame("begin"), error);
    }
  }
}

/** Statements at the beginning of the revision's that only mig's own may come after. Only SQL written by hand has them. */
function modesAmong(pieces: readonly Piece[]): readonly Piece[] {
  const statements = pieces.filter(({ role }) => role === "statement");
  if (statements[0]?.statement?.operation.kind !== "execute") return [];
  return statements.slice(0, leadingModes(statements.map(({ sql }) => sql)));
}
