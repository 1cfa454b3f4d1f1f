import { createHash } from "node:crypto";
import { MigError } from "../../errors.ts";
import type { Plan, PlannedStatement } from "../../plan/plan.ts";
import { pinnedPath } from "../../postgres/session/pins.ts";
import { sessionState } from "../../postgres/sql/session-state.ts";
import { keep, keptAfter, refuseKept, type Kept } from "../record/session-kept.ts";
import type { Row, Session } from "../session.ts";
import { endMarkSql, insertDoneSql, insertMarkSql, moveMarkSql, type LogEntry, type Mark, type Progress } from "../tables/log-table.ts";
import { literal } from "../../postgres/sql/sql.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { checkedRowChangeSql, type RowChange } from "../tables/version-table.ts";
import { look, recoveryOf, runAlone, settleStarted } from "./alone.ts";
import { decodeRows, type Answer } from "../resume/answers.ts";
import { PieceFailure, type Piece } from "./piece.ts";
import {
  beginning,
  beginningOf,
  isSameStatement,
  resumeOf,
  resumeText,
  statementKey,
  type Part,
  type Resume,
  type Started,
} from "../resume/resume.ts";
import type { Retry } from "../retry/retry.ts";
import { keepSettings, restoreSettings, settingsOf, withKept, withSettings, type Settings } from "../resume/session-settings.ts";
import { StepTransaction } from "./transaction.ts";

/** What a step runs with. */
export interface StepSetting {
  readonly session: Session;
  readonly tables: MigTables;
  /** Its row of the log. */
  readonly entry: LogEntry & { readonly direction: "upgrade" | "downgrade" };
  /** How the heads move when it is done. */
  readonly moves: readonly RowChange[];
  readonly retry: Retry;
  /** How far an earlier run came. Absent: this is the first. */
  readonly mark?: Mark;
  readonly signal?: AbortSignal;
}

const frame = (sql: string): Piece => ({ role: "frame", sql });

/** mig's own tables are written as whoever connected, even if the revision took another role. */
const asConnected: readonly Piece[] = ["reset session authorization", "reset role"].map(frame);

/** What a revision sets for its session ends with it: the next one is to find what it would find running alone. */
const resetAll = frame("reset all");

/** What a revision made in its session ends with it as well: temporary tables, prepared statements, locks. */
const leaveNothing = ["close all", "unlisten *", "deallocate all", "select pg_catalog.pg_advisory_unlock_all()", "discard temp"].map(frame);

/**
 * Sends one step to the server: as one message where everything fits one transaction; else a transaction at a time, each
 * with a mark in the log, so that the next run goes on after the last statement that is done.
 */
export class StepScript {
  readonly #setting: StepSetting;
  readonly #transaction: StepTransaction;
  /** What the mark of an earlier run carries. Absent: there is none, or an older version of mig wrote it. */
  readonly #earlier: Resume | undefined;
  /** Statements of the open transaction that are not sent yet. */
  #buffer: Piece[] = [];
  /** The open transaction holds what can be used only after it. */
  #wantsCommit = false;
  #progress: Progress = { done: 0, hash: "" };
  #marked: Progress | undefined;
  #markId: string | undefined;
  /** What the last mark carries. */
  #carried: string | undefined;
  /** Keys of the statements so far. */
  #statements: string[] = [];
  /** Reads of the function so far, and all answers, those of an earlier run included. */
  #reads = 0;
  #answers: Answer[] = [];
  /** The part of the revision that is being sent. */
  #part: Part | undefined;
  /** The statements are those that an earlier run recorded: they need not be compared. */
  #isRecorded = false;
  /** What the revision set for its session, and whether the session has to be told again. */
  #session: string[] = [];
  #wantsSession = false;
  /** Settings that the session has to be given as well, however the revision made them. */
  #settings: Settings = {};
  #kept: readonly Kept[] = [];
  /** SQL written by hand has run, or will: it may have set something for the session. */
  #isByHand = false;
  #ranAlone = 0;

  constructor(setting: StepSetting) {
    this.#setting = setting;
    this.#transaction = new StepTransaction(setting);
    const { mark } = setting;
    if (mark === undefined) return;
    this.#markId = mark.id;
    this.#marked = { done: mark.statementsDone, hash: mark.statementsHash };
    this.#earlier = resumeOf(mark);
    this.#carried = mark.resume ?? undefined;
    this.#answers = [...(this.#earlier?.answers ?? [])];
    this.#session = [...(this.#earlier?.session ?? [])];
    this.#settings = this.#earlier?.settings ?? {};
    this.#wantsSession = this.#session.length > 0 || Object.keys(this.#settings).length > 0;
    this.#isByHand = this.#wantsSession;
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
    const { revision, direction, checksum } = this.#setting.entry;
    if (this.#markId === undefined || this.#marked === undefined) return undefined;
    const { done, hash } = this.#marked;
    return {
      id: this.#markId,
      revision,
      direction,
      statementsDone: done,
      statementsHash: hash,
      checksum: checksum ?? null,
      resume: this.#carried ?? null,
    };
  }

  /** How many of the statements that come next an earlier run has done. */
  get doneBefore(): number {
    return Math.max(0, (this.#setting.mark?.statementsDone ?? 0) - this.#progress.done);
  }

  /** Goes on with what an earlier run recorded, instead of what the function gives now. */
  useRecorded({ from }: Part): void {
    this.#isRecorded = true;
    this.#statements = (this.#earlier?.statements ?? []).slice(0, from);
    this.#progress = { done: from, hash: "" };
  }

  /** Takes in more statements; sends those that a boundary between transactions follows. */
  async add(plan: Plan, part: Omit<Part, "from">): Promise<void> {
    this.#part = { from: this.#progress.done, ...part };
    this.#kept = keptAfter(plan, this.#kept);
    for (const [at, transaction] of plan.transactions.entries()) {
      if (at > 0 || !transaction.transactional) await this.#commitPart();
      for (const statement of transaction.statements) {
        const before = this.#progress;
        const isDone = this.#isDoneBefore();
        this.#count(statement);
        if (isDone) continue;
        if (statement.operation.kind === "execute") this.#isByHand = true;
        if (transaction.transactional) this.#keep(statement);
        else await this.#runAlone(statement, before);
      }
    }
  }

  /** Reads within the step's transaction, after what has been added. What an earlier run was answered before it committed is answered again. */
  async read(sql: string, params: readonly unknown[]): Promise<readonly Row[]> {
    const { session } = this.#setting;
    const known = this.#earlier?.answers[this.#reads];
    this.#reads += 1;
    if (known !== undefined) {
      if (known.after !== this.#progress.done || (known.sql !== sql && !this.#isSameFile())) throw this.#mismatch();
      return decodeRows(session, known.rows);
    }
    if (this.#isDoneBefore()) {
      if (this.#earlier !== undefined) throw this.#mismatch();
      return session.query(sql, params).catch((error: unknown) => Promise.reject(new PieceFailure({ role: "read", sql }, error)));
    }
    if (this.#wantsCommit) {
      refuseKept(this.#kept);
      await this.#commitPart();
    }
    await this.#transaction.send([...this.#opening(), ...this.#takeBuffer()]);
    this.#setting.signal?.throwIfAborted();
    this.#isByHand = true;
    this.#kept = keep(this.#kept, sql);
    if (sessionState(sql)?.kind === "repeatable") this.#session.push(sql);
    const { rows, kept } = await this.#transaction.read(sql, params);
    this.#answers.push({ sql, after: this.#progress.done, rows: kept });
    return rows;
  }

  /** Sends the rest with the move of the heads and the row of the log, and commits. */
  async finish(): Promise<void> {
    const { tables, entry } = this.#setting;
    if (this.#isDoneBefore()) throw this.#mismatch();
    const moves = this.#setting.moves.map((change): Piece => ({ role: "move", sql: checkedRowChangeSql(tables.version, change).sql }));
    const id = this.#markId;
    const log: Piece = {
      role: "log",
      sql:
        id === undefined
          ? insertDoneSql(tables.log, entry, this.#progress.done).sql
          : endMarkSql(tables.log, id, entry, this.#progress).sql,
    };
    const rest = [...(this.#buffer.length === 0 ? [] : this.#opening()), ...this.#takeBuffer()];
    // In one message the heads move first: whoever else is at this step then waits at once, and finds it done.
    const isWhole = !this.#transaction.isBegun && id === undefined;
    const body = isWhole ? [...moves, ...rest, ...this.#asConnected()] : [...rest, ...this.#asConnected(), ...moves];
    await this.#transaction.send([...body, log, { role: "commit", sql: "commit" }, ...this.#ending()], { ends: true });
    this.#markId = undefined;
  }

  /** Ends an open transaction without its effects. */
  async rollback(): Promise<void> {
    this.#buffer = [];
    await this.#transaction.rollback();
  }

  /** Before mig's own rows at the end of a transaction. The revision's search_path counts again after it. */
  #asConnected(): readonly Piece[] {
    return [...(this.#isByHand ? asConnected : []), frame(pinnedPath)];
  }

  /** What follows the last commit. A connection that was handed in keeps what its owner made in it. */
  #ending(): readonly Piece[] {
    if (!this.#isByHand) return [];
    return this.#kept.length > 0 && this.#setting.session.isShared ? [...leaveNothing, resetAll] : [resetAll];
  }

  /** What makes the session as the revision set it, where that was lost. */
  #opening(): readonly Piece[] {
    if (!this.#wantsSession || this.#transaction.isBegun) return [];
    this.#wantsSession = false;
    return [...this.#session, ...restoreSettings(this.#settings)].map(frame);
  }

  /** The next statement was run to its end by an earlier run. */
  #isDoneBefore(): boolean {
    return this.#progress.done < (this.#setting.mark?.statementsDone ?? 0);
  }

  #isSameFile(): boolean {
    return (this.#setting.mark?.checksum ?? undefined) === this.#setting.entry.checksum;
  }

  /** Counts a statement in. One that an earlier run has done must be what it was. */
  #count({ sql }: PlannedStatement): void {
    const { mark } = this.#setting;
    const isDone = this.#isDoneBefore();
    const at = this.#progress.done;
    const was = this.#earlier?.statements[at];
    if (isDone && this.#earlier !== undefined && !this.#isRecorded && !isSameStatement(was, sql)) throw this.#mismatch(at + 1, was, sql);
    this.#statements.push(isDone && was !== undefined ? was : statementKey(sql));
    if ((!isDone || this.#earlier === undefined) && sessionState(sql)?.kind === "repeatable") {
      this.#session.push(sql);
      if (isDone) this.#wantsSession = this.#isByHand = true;
    }
    const hash = createHash("sha256").update(`${this.#progress.hash}\0${sql}`).digest("hex");
    const isLast = mark !== undefined && isDone && at + 1 === mark.statementsDone;
    if (isLast && this.#earlier === undefined && hash !== mark.statementsHash) throw this.#mismatch();
    this.#progress = { done: at + 1, hash: isLast ? mark.statementsHash : hash };
  }

  #mismatch(at?: number, was?: string, now?: string): MigError {
    const { entry, mark } = this.#setting;
    const { revision, direction } = entry;
    return new MigError("RESUME_MISMATCH", {
      revision,
      direction,
      done: mark?.statementsDone ?? 0,
      isSameFile: this.#isSameFile(),
      ...(at === undefined ? {} : { at }),
      ...(was === undefined ? {} : { was: beginningOf(was) }),
      ...(now === undefined ? {} : { now: beginning(now) }),
    });
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
    if (this.#buffer.length === 0 && !this.#transaction.isBegun) return;
    await this.#writeMark(this.#progress, { pieces: [...this.#opening(), ...this.#takeBuffer()] });
  }

  /** A transaction of the given pieces and a mark. */
  async #writeMark(
    progress: Progress,
    { pieces = [], started }: { readonly pieces?: readonly Piece[]; readonly started?: Started | undefined } = {},
  ): Promise<void> {
    const { tables, entry } = this.#setting;
    const id = this.#markId;
    const resume: Resume = {
      statements: this.#statements.slice(0, progress.done),
      answers: this.#answers,
      session: this.#session,
      ...(this.#part === undefined ? {} : { part: this.#part }),
      ...(started === undefined ? {} : { started }),
    };
    const text = resumeText(resume);
    const isByHand = this.#isByHand;
    const carried = isByHand ? withKept(text) : literal(text);
    const { sql } =
      id === undefined ? insertMarkSql(tables.log, entry, progress, carried) : moveMarkSql(tables.log, id, entry, progress, carried);
    const results = await this.#transaction.send(
      [
        ...pieces,
        ...(isByHand ? [frame(keepSettings.sql)] : []),
        ...this.#asConnected(),
        { role: "log", sql },
        { role: "commit", sql: "commit" },
      ],
      { ends: true },
    );
    const settings = settingsOf(results[pieces.length]?.[0]?.["settings"]);
    this.#wantsCommit = false;
    // A role is taken back for the mark; what else is set stays, or ends with its transaction.
    this.#settings = settings["role"] === undefined ? {} : { role: settings["role"] };
    this.#wantsSession = this.#session.length > 0 || settings["role"] !== undefined;
    this.#marked = progress;
    this.#carried = isByHand ? withSettings(text, settings) : text;
    if (id === undefined) this.#markId = String(results.at(-2)?.[0]?.["id"]);
  }

  /** Runs a statement outside a transaction, between two marks. */
  async #runAlone({ sql, ...statement }: PlannedStatement, before: Progress): Promise<void> {
    const { session, signal, retry } = this.#setting;
    const recovery = recoveryOf(sql);
    const piece: Piece = { role: "statement", sql, statement: { sql, ...statement }, number: this.#progress.done };
    let started = this.#startedBefore(sql, before);
    for (;;) {
      await this.#restoreSession();
      if (started !== undefined && (await settleStarted(session, started)) === "done") {
        if (started.sql !== sql) throw this.#mismatch(this.#progress.done, statementKey(started.sql), sql);
        break;
      }
      started = recovery === undefined ? undefined : { sql, seen: await look(session, recovery) };
      if (started !== undefined || this.#marked?.done !== before.done) await this.#writeMark(before, { started });
      await this.#restoreSession();
      signal?.throwIfAborted();
      this.#ranAlone += 1;
      const { failure, isOver } = await runAlone(session, piece, started);
      if (failure === undefined) break;
      if (isOver && started !== undefined) {
        await this.#writeMark(before);
        started = undefined;
      }
      if (!(await retry.again(failure))) throw failure;
    }
    await this.#writeMark(this.#progress);
  }

  /** The statement that an earlier run started last. */
  #startedBefore(sql: string, { done }: Progress): Started | undefined {
    if (this.#setting.mark?.statementsDone !== done) return undefined;
    return this.#earlier === undefined ? { sql } : this.#earlier.started;
  }

  async #restoreSession(): Promise<void> {
    const pieces = this.#opening();
    if (pieces.length > 0)
      await this.#setting.session
        .batch(pieces.map(({ sql }) => sql))
        .catch((error: unknown) => Promise.reject(new PieceFailure(pieces[0] ?? frame(""), error)));
  }
}
