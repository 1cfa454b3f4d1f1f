import type { Plan } from "../../plan/plan.ts";
import { sessionState } from "../../postgres/sql/session-state.ts";
import { keep, keptAfter, refuseKept, type Kept } from "../record/session-kept.ts";
import type { Resume } from "./resume.ts";
import { restoreSettings, type Settings } from "./session-settings.ts";

/** What a revision makes in its session ends with it: temporary tables, prepared statements, locks. */
const leaveNothing = ["close all", "unlisten *", "deallocate all", "select pg_catalog.pg_advisory_unlock_all()", "discard temp"];

/** What a revision sets in its session, and how to restore it in another session. */
export class SessionMade {
  /** SET and RESET statements so far. */
  readonly statements: string[];
  /** Settings to restore as well, however the revision made them. */
  #settings: Settings;
  /** The session has lost them. */
  #isLost: boolean;
  #kept: readonly Kept[] = [];
  /** Hand-written SQL has run or will run. It may set something for the session. */
  isByHand: boolean;

  constructor(earlier: Resume | undefined) {
    this.statements = [...(earlier?.session ?? [])];
    this.#settings = earlier?.settings ?? {};
    this.#isLost = this.statements.length > 0 || Object.keys(this.#settings).length > 0;
    this.isByHand = this.#isLost;
  }

  /** Adds a plan. Refuses a commit in it that would lose something the session still needs. */
  follow(plan: Plan): void {
    this.#kept = keptAfter(plan, this.#kept);
  }

  /** Notes what a statement sets. */
  note(sql: string, { isLost }: { readonly isLost: boolean }): void {
    if (sessionState(sql)?.kind !== "repeatable") return;
    this.statements.push(sql);
    if (isLost) this.#isLost = this.isByHand = true;
  }

  /** Notes what a read sets. */
  noteRead(sql: string): void {
    this.isByHand = true;
    this.#kept = keep(this.#kept, sql);
    this.note(sql, { isLost: false });
  }

  /** Refuses a commit, which the plan does not contain, if the session still needs something. */
  refuseCommit(): void {
    refuseKept(this.#kept);
  }

  /** A mark was written, for which the role was reset. Other settings stay, or end with their transaction. */
  afterMark({ role }: Settings): void {
    this.#settings = role === undefined ? {} : { role };
    this.#isLost = this.statements.length > 0 || role !== undefined;
  }

  /** Statements that restore what the revision set for its session, if that was lost. */
  takeRestoring(): readonly string[] {
    if (!this.#isLost) return [];
    this.#isLost = false;
    return [...this.statements, ...restoreSettings(this.#settings)];
  }

  /** Statements after the last commit, so that the next revision starts with a clean session. A caller's connection keeps what is in it. */
  ending({ isShared }: { readonly isShared: boolean }): readonly string[] {
    if (!this.isByHand) return [];
    return this.#kept.length > 0 && isShared ? [...leaveNothing, "reset all"] : ["reset all"];
  }
}
