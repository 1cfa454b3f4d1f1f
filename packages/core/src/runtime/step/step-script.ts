import type { Plan, PlannedStatement } from "../../plan/plan.ts";
import { pinnedPath } from "../../postgres/session/pins.ts";
import { literal } from "../../postgres/sql/sql.ts";
import { decodeRows } from "../resume/answers.ts";
import { Journal } from "../resume/journal.ts";
import { resumeText, statementKey, type Part, type Started } from "../resume/resume.ts";
import { SessionMade } from "../resume/session-made.ts";
import { keepSettings, settingsOf, withKept, withSettings } from "../resume/session-settings.ts";
import type { Retry } from "../retry/retry.ts";
import type { Row, Session } from "../session.ts";
import { endMarkSql, insertDoneSql, insertMarkSql, moveMarkSql, type LogEntry, type Mark, type Progress } from "../tables/log-table.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { checkedRowChangeSql, type RowChange } from "../tables/version-table.ts";
import type { Follow } from "../progress/follow.ts";
import { look, recoveryOf, runAlone, settleStarted } from "./alone.ts";
import type { Notices } from "./notices.ts";
import { frame, PieceFailure, type Piece } from "./piece.ts";
import { StepTransaction } from "./transaction.ts";

/** What a step runs with. */
export interface StepSetting {
  readonly session: Session;
  readonly tables: MigTables;
  /** Its row of the log. */
  readonly entry: LogEntry & { readonly direction: "upgrade" | "downgrade" };
  /** How the heads move when it is done. */
  readonly moves: readonly RowChange[];
  /** What another tool's history has of it, in the same transaction. */
  readonly mirrored: readonly string[];
  readonly retry: Retry;
  readonly notices: Notices;
  readonly follow: Follow;
  /** How far an earlier run came. Absent: this is the first. */
  readonly mark?: Mark;
  readonly signal?: AbortSignal;
}

/** mig's own tables are written as whoever connected, even if the revision took another role. */
const asConnected: readonly Piece[] = ["reset session authorization", "reset role"].map(frame);

const commit: Piece = { role: "commit", sql: "commit" };

/**
 * Sends one step to the server: as one message if everything fits one transaction; otherwise a transaction at a time, each
 * with a mark in the log, so that the next run continues after the last completed statement.
 */
export class StepScript {
  readonly #setting: StepSetting;
  readonly #transaction: StepTransaction;
  readonly #journal: Journal;
  readonly #made: SessionMade;
  /** Statements of the open transaction that are not sent yet. */
  #buffer: Piece[] = [];
  /** The open transaction made something that can be used only after its commit. */
  #wantsCommit = false;
  /** The last mark. Absent: nothing of the step is committed, or it is done. */
  #mark: Mark | undefined;
  #ranAlone = 0;
  /** How many statements the step has. Undefined: its function has not ended. */
  #of: number | undefined;

  constructor(setting: StepSetting) {
    this.#setting = setting;
    this.#transaction = new StepTransaction(setting);
    this.#journal = new Journal(setting);
    this.#made = new SessionMade(this.#journal.earlier);
    this.#mark = setting.mark;
  }

  /** Statements that this script has run itself. */
  get ran(): number {
    return this.#ranAlone + this.#transaction.ran;
  }

  /** Whether its transaction is open: what it has locked stays locked. */
  get isOpen(): boolean {
    return this.#transaction.isBegun;
  }

  /** How far the step has come for good. Absent: nothing of it is committed, or it is done. */
  get mark(): Mark | undefined {
    return this.#mark;
  }

  /** How many of the statements that come next an earlier run has done. */
  get doneBefore(): number {
    return this.#journal.doneBefore;
  }

  /** Whether an earlier run did the next read. */
  get isAnswered(): boolean {
    return this.#journal.isAnswered;
  }

  /** Continues with what an earlier run recorded, instead of what the function gives now. */
  useRecorded(part: Pick<Part, "from">): void {
    this.#journal.useRecorded(part);
  }

  /** Adds statements. Those that end a transaction are sent. */
  async add(plan: Plan, { operations, ends }: Omit<Part, "from">): Promise<void> {
    this.#journal.beginPart(operations, { ends });
    this.#made.follow(plan);
    this.#of = ends ? this.#journal.progress.done + plan.transactions.flatMap(({ statements }) => statements).length : undefined;
    for (const [at, transaction] of plan.transactions.entries()) {
      if (at > 0 || !transaction.transactional) await this.#commitPart();
      for (const statement of transaction.statements) {
        const before = this.#journal.progress;
        if (this.#count(statement)) continue;
        if (transaction.transactional) this.#keep(statement);
        else await this.#runAlone(statement, before);
      }
    }
  }

  /** Reads within the step's transaction, after what has been added. A read of an earlier run, before its commit, gets the same answer. */
  async read(sql: string, params: readonly unknown[]): Promise<readonly Row[]> {
    const { session, signal } = this.#setting;
    const known = this.#journal.nextAnswer(sql);
    if (known !== undefined) return decodeRows(session, known.rows);
    if (this.#journal.isDoneBefore)
      return session.query(sql, params).catch((error: unknown) => Promise.reject(new PieceFailure({ role: "read", sql }, error)));
    if (this.#wantsCommit) {
      this.#made.refuseCommit();
      await this.#commitPart();
    }
    await this.#transaction.send([...this.#opening(), ...this.#takeBuffer()]);
    signal?.throwIfAborted();
    this.#made.noteRead(sql);
    const { rows, kept } = await this.#transaction.read(sql, params);
    this.#journal.keepAnswer(sql, kept);
    return rows;
  }

  /** Sends the rest with the move of the heads and the row of the log, and commits. */
  async finish(): Promise<void> {
    const { tables, entry, session } = this.#setting;
    if (this.#journal.isDoneBefore) throw this.#journal.mismatch();
    const { progress } = this.#journal;
    const moves = this.#setting.moves.map((change): Piece => ({ role: "move", sql: checkedRowChangeSql(tables.version, change).sql }));
    const id = this.#mark?.id;
    const done = id === undefined ? insertDoneSql(tables.log, entry, progress.done) : endMarkSql(tables.log, id, entry, progress);
    const rest = [...(this.#buffer.length === 0 ? [] : this.#opening()), ...this.#takeBuffer()];
    // In a single message the heads move first: another run of this step then waits at once, and finds it done.
    const isWhole = !this.#transaction.isBegun && id === undefined;
    const body = isWhole ? [...moves, ...rest, ...this.#asConnected()] : [...rest, ...this.#asConnected(), ...moves];
    const mirrored = this.#setting.mirrored.map((sql): Piece => ({ role: "mirror", sql }));
    const ending = this.#made.ending(session).map(frame);
    await this.#transaction.send([...body, ...mirrored, { role: "log", sql: done.sql }, commit, ...ending], { ends: true });
    this.#mark = undefined;
  }

  /** Ends an open transaction without its effects. */
  async rollback(): Promise<void> {
    this.#buffer = [];
    await this.#transaction.rollback();
  }

  /** Before mig's own rows at the end of a transaction. The revision's search_path counts again after it. */
  #asConnected(): readonly Piece[] {
    return [...(this.#made.isByHand ? asConnected : []), frame(pinnedPath)];
  }

  /** Statements that restore what the revision set for its session, if that was lost. */
  #opening(): readonly Piece[] {
    return this.#transaction.isBegun ? [] : this.#made.takeRestoring().map(frame);
  }

  /** Counts a statement; true: an earlier run has completed it. */
  #count({ sql, operation }: PlannedStatement): boolean {
    const isDone = this.#journal.isDoneBefore;
    this.#journal.count(sql);
    if (!isDone || this.#journal.earlier === undefined) this.#made.note(sql, { isLost: isDone });
    if (!isDone && operation.kind === "execute") this.#made.isByHand = true;
    return isDone;
  }

  #keep(statement: PlannedStatement): void {
    this.#buffer.push(this.#pieceOf(statement));
    if (statement.facts.usableAfterCommit) this.#wantsCommit = true;
  }

  /** The statement that was counted last. */
  #pieceOf(statement: PlannedStatement): Piece {
    const of = this.#of === undefined ? {} : { of: this.#of };
    return { role: "statement", sql: statement.sql, statement, number: this.#journal.progress.done, ...of };
  }

  #takeBuffer(): readonly Piece[] {
    const taken = this.#buffer;
    this.#buffer = [];
    return taken;
  }

  /** Commits what is open, with a mark. */
  async #commitPart(): Promise<void> {
    if (this.#buffer.length === 0 && !this.#transaction.isBegun) return;
    await this.#writeMark(this.#journal.progress, { pieces: [...this.#opening(), ...this.#takeBuffer()] });
  }

  /** A transaction of the given pieces and a mark. */
  async #writeMark(
    progress: Progress,
    { pieces = [], started }: { readonly pieces?: readonly Piece[]; readonly started?: Started | undefined } = {},
  ): Promise<void> {
    const { tables, entry } = this.#setting;
    const id = this.#mark?.id;
    const text = resumeText(this.#journal.resumeAfter(progress, this.#made.statements, started));
    const { isByHand } = this.#made;
    const carried = isByHand ? withKept(text) : literal(text);
    const { sql } =
      id === undefined ? insertMarkSql(tables.log, entry, progress, carried) : moveMarkSql(tables.log, id, entry, progress, carried);
    const keeping = isByHand ? [frame(keepSettings.sql)] : [];
    const results = await this.#transaction.send([...pieces, ...keeping, ...this.#asConnected(), { role: "log", sql }, commit], {
      ends: true,
    });
    const settings = settingsOf(results[pieces.length]?.[0]?.["settings"]);
    this.#wantsCommit = false;
    this.#made.afterMark(settings);
    this.#mark = {
      id: id ?? String(results.at(-2)?.[0]?.["id"]),
      revision: entry.revision,
      direction: entry.direction,
      statementsDone: progress.done,
      statementsHash: progress.hash,
      checksum: entry.checksum ?? null,
      resume: isByHand ? withSettings(text, settings) : text,
    };
  }

  /** Runs a statement outside a transaction, between two marks. */
  async #runAlone(statement: PlannedStatement, before: Progress): Promise<void> {
    const { session, signal, retry, notices, follow } = this.#setting;
    const { sql } = statement;
    const recovery = recoveryOf(sql);
    const { progress } = this.#journal;
    const piece = this.#pieceOf(statement);
    let started = this.#journal.startedBefore(sql, before);
    for (;;) {
      await this.#restoreSession();
      if (started !== undefined && (await settleStarted(session, started)) === "done") {
        if (started.sql !== sql) throw this.#journal.mismatch(progress.done, statementKey(started.sql), sql);
        break;
      }
      started = recovery === undefined ? undefined : { sql, seen: await look(session, recovery) };
      if (started !== undefined || this.#mark?.statementsDone !== before.done) await this.#writeMark(before, { started });
      await this.#restoreSession();
      signal?.throwIfAborted();
      this.#ranAlone += 1;
      const { failure, isOver } = await runAlone(session, piece, { started, notices, follow });
      if (failure === undefined) break;
      if (isOver && started !== undefined) {
        await this.#writeMark(before);
        started = undefined;
      }
      if (!(await retry.again(failure))) throw failure;
    }
    await this.#writeMark(progress);
  }

  async #restoreSession(): Promise<void> {
    const pieces = this.#opening();
    if (pieces.length > 0)
      await this.#setting.session
        .batch(pieces.map(({ sql }) => sql))
        .catch((error: unknown) => Promise.reject(new PieceFailure(pieces[0] ?? frame(""), error)));
  }
}
