import { createHash } from "node:crypto";
import { MigError } from "../../errors.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { LogEntry, Mark, Progress } from "../tables/log-table.ts";
import type { Answer } from "./answers.ts";
import { beginning, beginningOf, isSameStatement, resumeOf, statementKey, type Part, type Resume, type Started } from "./resume.ts";

export interface JournalSetting {
  readonly entry: LogEntry & { readonly direction: "upgrade" | "downgrade" };
  /** How far an earlier run came. Absent: this is the first. */
  readonly mark?: Mark;
}

/**
 * The progress of a revision: its statements in order, compared with those that an earlier run has completed, and the answers to its
 * reads.
 */
export class Journal {
  readonly #setting: JournalSetting;
  /** What the mark of an earlier run carries. Absent: there is none, or an older version of mig wrote it. */
  readonly earlier: Resume | undefined;
  #progress: Progress = { done: 0, hash: "" };
  /** The statements so far; for those that are not looked at again, their keys. */
  #statements: string[] = [];
  /** Keys of the first of them. They are made when a mark needs them: most revisions write none. */
  #keys: string[] = [];
  /** Reads of the function so far, and all answers, those of an earlier run included. */
  #reads = 0;
  readonly #answers: Answer[];
  /** The part of the revision that is being sent. */
  #part: Part | undefined;
  /** The statements come from an earlier run's record, so they are not compared. */
  #isRecorded = false;

  constructor(setting: JournalSetting) {
    this.#setting = setting;
    this.earlier = setting.mark === undefined ? undefined : resumeOf(setting.mark);
    this.#answers = [...(this.earlier?.answers ?? [])];
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** An earlier run has completed the next statement. */
  get isDoneBefore(): boolean {
    return this.doneBefore > 0;
  }

  /** How many of the next statements an earlier run has completed. */
  get doneBefore(): number {
    return Math.max(0, (this.#setting.mark?.statementsDone ?? 0) - this.#progress.done);
  }

  /** Whether an earlier run did the next read. */
  get isAnswered(): boolean {
    return this.isDoneBefore || this.earlier?.answers[this.#reads] !== undefined;
  }

  /** Continues with what an earlier run recorded, instead of what the function gives now. */
  useRecorded({ from }: Pick<Part, "from">): void {
    this.#isRecorded = true;
    this.#keys = (this.earlier?.statements ?? []).slice(0, from);
    this.#statements = [...this.#keys];
    this.#progress = { done: from, hash: "" };
  }

  /** A part of the revision begins. */
  beginPart(operations: readonly Operation[], { ends }: { readonly ends: boolean }): void {
    this.#part = { from: this.#progress.done, operations, ends };
  }

  /** Counts a statement. One that an earlier run has completed must be the same. */
  count(sql: string): void {
    const { mark } = this.#setting;
    const at = this.#progress.done;
    const isDone = this.isDoneBefore;
    const was = this.earlier?.statements[at];
    if (isDone && this.earlier !== undefined && !this.#isRecorded && !isSameStatement(was, sql)) throw this.mismatch(at + 1, was, sql);
    this.#statements.push(sql);
    if (isDone && was !== undefined) this.#keys.push(was);
    const next = new Counted(this.#progress, sql);
    const isLast = mark !== undefined && isDone && at + 1 === mark.statementsDone;
    if (isLast && this.earlier === undefined && next.hash !== mark.statementsHash) throw this.mismatch();
    this.#progress = isLast ? { done: at + 1, hash: mark.statementsHash } : next;
  }

  /** The answer that an earlier run got to the next read. Undefined: it did not get that far. */
  nextAnswer(sql: string): Answer | undefined {
    const known = this.earlier?.answers[this.#reads];
    this.#reads += 1;
    if (known === undefined) {
      if (this.isDoneBefore && this.earlier !== undefined) throw this.mismatch();
      return undefined;
    }
    if (known.after !== this.#progress.done || (known.sql !== sql && !this.#isSameFile())) throw this.mismatch();
    return known;
  }

  keepAnswer(sql: string, rows: readonly unknown[]): void {
    this.#answers.push({ sql, after: this.#progress.done, rows });
  }

  /** What a mark after `done` statements carries. */
  resumeAfter({ done }: Progress, session: readonly string[], started?: Started): Resume {
    return {
      statements: this.#keysOf(done),
      answers: this.#answers,
      session,
      ...(this.#part === undefined ? {} : { part: this.#part }),
      ...(started === undefined ? {} : { started }),
    };
  }

  /** The statement outside a transaction that an earlier run started last. */
  startedBefore(sql: string, { done }: Progress): Started | undefined {
    if (this.#setting.mark?.statementsDone !== done) return undefined;
    return this.earlier === undefined ? { sql } : this.earlier.started;
  }

  /** The error for statements that differ from those that an earlier run has completed. */
  mismatch(at?: number, was?: string, now?: string): MigError {
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

  #keysOf(done: number): readonly string[] {
    for (const sql of this.#statements.slice(this.#keys.length, done)) this.#keys.push(statementKey(sql));
    return this.#keys.slice(0, done);
  }

  #isSameFile(): boolean {
    return (this.#setting.mark?.checksum ?? undefined) === this.#setting.entry.checksum;
  }
}

/** One statement more. The hash over all of them is made when a mark needs it: most revisions write none. */
class Counted implements Progress {
  readonly done: number;
  readonly #before: Progress;
  readonly #sql: string;
  #hash: string | undefined;

  constructor(before: Progress, sql: string) {
    this.#before = before;
    this.#sql = sql;
    this.done = before.done + 1;
  }

  get hash(): string {
    const open: Counted[] = [this];
    let last = this.#before;
    while (this.#hash === undefined && last instanceof Counted && last.#hash === undefined) {
      open.push(last);
      last = last.#before;
    }
    return (this.#hash ??= open.reduceRight((hash, one) => (one.#hash = hashAfter(hash, one.#sql)), last.hash));
  }
}

const hashAfter = (hash: string, sql: string): string => createHash("sha256").update(`${hash}\0${sql}`).digest("hex");
