import { createHash } from "node:crypto";
import { MigError } from "../../errors.ts";
import type { Recovery } from "../../operation/spec.ts";
import type { Plan, PlannedStatement } from "../../plan/plan.ts";
import { specOf, type Operation } from "../../postgres/objects/index.ts";
import { pinnedPath } from "../../postgres/session/pins.ts";
import { BatchFailure, type Row, type Session } from "../session.ts";
import { insertDoneSql, insertMarkSql, moveMarkSql, type LogEntry, type Mark, type Progress } from "../tables/log-table.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { checkedRowChangeSql, type RowChange } from "../tables/version-table.ts";
import { PieceFailure, type Piece } from "./piece.ts";

/** What a step runs with. */
export interface StepSetting {
  readonly session: Session;
  readonly tables: MigTables;
  /** Its row of the log. */
  readonly entry: LogEntry;
  /** How the heads move when it is done. */
  readonly moves: readonly RowChange[];
  /** Statements that follow each BEGIN. */
  readonly settings: readonly string[];
  /** How far an earlier run came. Absent: this is the first. */
  readonly mark?: Mark;
  readonly signal?: AbortSignal;
}

const frame = (sql: string): Piece => ({ role: "frame", sql });

/** mig's own tables are written as whoever connected, even if the revision took another role. */
const asConnected: readonly Piece[] = ["reset session authorization", "reset role"].map(frame);

/** What a revision sets for its session ends with it: the next one is to find what it would find running alone. */
const resetAll = frame("reset all");

/**
 * Sends one step to the server: as one message where everything fits one transaction; else a transaction at a time, each
 * with a mark in the log, so that the next run goes on after the last statement that is done.
 */
export class StepScript {
  readonly #setting: StepSetting;
  /** Statements of the open transaction that are not sent yet. */
  #buffer: Piece[] = [];
  #isBegun = false;
  /** The open transaction holds what can be used only after it. */
  #wantsCommit = false;
  #progress: Progress = { done: 0, hash: "" };
  #marked: Progress | undefined;
  #markId: string | undefined;
  /** SQL written by hand has run, or will: it may have set something for the session. */
  #isByHand = false;
  #ran = 0;

  constructor(setting: StepSetting) {
    this.#setting = setting;
    if (setting.mark === undefined) return;
    this.#markId = setting.mark.id;
    this.#marked = { done: setting.mark.statementsDone, hash: setting.mark.statementsHash };
  }

  /** Statements that this script has run itself. */
  get ran(): number {
    return this.#ran;
  }

  /** How far the step has come for good. Absent: nothing of it is committed, or it is done. */
  get mark(): Mark | undefined {
    const { entry } = this.#setting;
    if (this.#markId === undefined || this.#marked === undefined || (entry.direction !== "upgrade" && entry.direction !== "downgrade")) return undefined;
    return { id: this.#markId, revision: entry.revision, direction: entry.direction, statementsDone: this.#marked.done, statementsHash: this.#marked.hash };
  }

  /** Takes in more statements; sends those that a boundary between transactions follows. */
  async add(plan: Plan): Promise<void> {
    for (const [at, transaction] of plan.transactions.entries()) {
      if (at > 0 || !transaction.transactional) await this.#commitPart();
      for (const statement of transaction.statements) {
        const isDone = this.#isDoneBefore();
        this.#count(statement);
        if (isDone) continue;
        if (statement.operation.kind === "execute") this.#isByHand = true;
        if (transaction.transactional) this.#keep(statement);
        else await this.#runAlone(statement);
      }
    }
  }

  /** Reads within the step's transaction, after what has been added. */
  async read(sql: string, params: readonly unknown[]): Promise<readonly Row[]> {
    if (this.#wantsCommit) await this.#commitPart();
    if (!this.#isDoneBefore()) await this.#send(this.#takeBuffer());
    this.#setting.signal?.throwIfAborted();
    this.#isByHand = true;
    return this.#setting.session.query(sql, params).catch((error: unknown) => Promise.reject(new PieceFailure({ role: "read", sql }, error)));
  }

  /** Sends the rest with the move of the heads and the row of the log, and commits. */
  async finish(): Promise<void> {
    const { tables, entry } = this.#setting;
    if (this.#isDoneBefore()) throw this.#mismatch();
    const moves = this.#setting.moves.map((change): Piece => ({ role: "move", sql: checkedRowChangeSql(tables.version, change).sql }));
    const id = this.#markId;
    const log: Piece = { role: "log", sql: id === undefined ? insertDoneSql(tables.log, entry, this.#progress.done).sql : moveMarkSql(tables.log, id, this.#progress, entry).sql };
    const rest = this.#takeBuffer();
    // In one message the heads move first: whoever else is at this step then waits at once, and finds it done.
    const isWhole = !this.#isBegun && id === undefined;
    const body = isWhole ? [...moves, ...rest, ...this.#asConnected()] : [...rest, ...this.#asConnected(), ...moves];
    await this.#send([...body, log, { role: "commit", sql: "commit" }, ...(this.#isByHand ? [resetAll] : [])]);
    this.#isBegun = false;
    this.#markId = undefined;
  }

  /** Ends an open transaction without its effects. */
  async rollback(): Promise<void> {
    this.#buffer = [];
    this.#isBegun = false;
    await this.#setting.session.simple("rollback");
  }

  /** Before mig's own rows at the end of a transaction. The revision's search_path counts again after it. */
  #asConnected(): readonly Piece[] {
    return [...(this.#isByHand ? asConnected : []), frame(pinnedPath)];
  }

  /** The next statement was run to its end by an earlier run. */
  #isDoneBefore(): boolean {
    return this.#progress.done < (this.#setting.mark?.statementsDone ?? 0);
  }

  #count(statement: PlannedStatement): void {
    const { mark } = this.#setting;
    const hash = createHash("sha256").update(`${this.#progress.hash}\0${statement.sql}`).digest("hex");
    this.#progress = { done: this.#progress.done + 1, hash };
    if (mark !== undefined && this.#progress.done === mark.statementsDone && hash !== mark.statementsHash) throw this.#mismatch();
  }

  #mismatch(): MigError {
    return new MigError("RESUME_MISMATCH", { revision: this.#setting.entry.revision, done: this.#setting.mark?.statementsDone ?? 0 });
  }

  #keep(statement: PlannedStatement): void {
    this.#buffer.push({ role: "statement", sql: statement.sql, statement, number: this.#progress.done });
    if (statement.facts.usableAfterCommit) this.#wantsCommit = true;
  }

  #takeBuffer(): readonly Piece[] {
    const taken = this.#buffer;
    this.#buffer = [];
    return taken;
  }

  /** Commits what is open, with a mark. */
  async #commitPart(): Promise<void> {
    if (this.#buffer.length === 0 && !this.#isBegun) return;
    await this.#writeMark(this.#progress, this.#takeBuffer());
  }

  /** A transaction of the given pieces and a mark. */
  async #writeMark(progress: Progress, pieces: readonly Piece[]): Promise<void> {
    const { tables, entry } = this.#setting;
    const id = this.#markId;
    const sql = id === undefined ? insertMarkSql(tables.log, entry, progress).sql : moveMarkSql(tables.log, id, progress).sql;
    const results = await this.#send([...pieces, ...this.#asConnected(), { role: "log", sql }, { role: "commit", sql: "commit" }]);
    this.#isBegun = false;
    this.#wantsCommit = false;
    this.#marked = progress;
    if (id === undefined) this.#markId = String(results.at(-2)?.[0]?.["id"]);
  }

  /** Runs a statement outside a transaction, between two marks. */
  async #runAlone(statement: PlannedStatement): Promise<void> {
    const { session, mark, signal } = this.#setting;
    const recovery = specOf(statement.operation as Operation).recovery?.(statement.operation as Operation); // planned from registered operations
    const before = { done: this.#progress.done - 1, hash: this.#marked?.hash ?? "" };
    const mayBeDone = mark !== undefined && mark.statementsDone === before.done;
    if (this.#marked?.done !== before.done) await this.#writeMark(before, []);
    if (!(mayBeDone && recovery !== undefined && (await isSettled(session, recovery)))) {
      signal?.throwIfAborted();
      const piece: Piece = { role: "statement", sql: statement.sql, statement, number: this.#progress.done };
      this.#ran += 1;
      await session.batch([statement.sql]).catch(async (error: unknown) => {
        if (recovery !== undefined) await isSettled(session, recovery).catch(() => {}); // the next run looks again
        throw new PieceFailure(piece, error);
      });
    }
    await this.#writeMark(this.#progress, []);
  }

  async #send(pieces: readonly Piece[]): Promise<readonly (readonly Row[])[]> {
    const { session, settings, signal } = this.#setting;
    signal?.throwIfAborted();
    const message = this.#isBegun ? pieces : [frame("begin"), ...settings.map(frame), ...pieces];
    if (message.length === 0) return [];
    this.#isBegun = true;
    this.#ran += pieces.filter(({ role }) => role === "statement").length;
    try {
      return await session.batch(message.map(({ sql }) => sql));
    } catch (error) {
      const at = error instanceof BatchFailure ? error.at : 0;
      throw new PieceFailure(message[at] ?? frame("begin"), error);
    }
  }
}

/** Finds out what became of a statement, and clears away what is broken of it. */
async function isSettled(session: Session, { state, clear }: Recovery): Promise<boolean> {
  const [row] = await session.query(state.sql);
  if (row?.["state"] === "broken" && clear !== undefined) await session.simple(clear.sql);
  return row?.["state"] === "done";
}
