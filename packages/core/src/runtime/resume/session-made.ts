import type { Plan } from "../../plan/plan.ts";
import { sessionState } from "../../postgres/sql/session-state.ts";
import { keep, keptAfter, refuseKept, type Kept } from "../record/session-kept.ts";
import type { Resume } from "./resume.ts";
import { restoreSettings, type Settings } from "./session-settings.ts";

/** What a revision makes in its session ends with it: temporary tables, prepared statements, locks. */
const leaveNothing = ["close all", "unlisten *", "deallocate all", "select pg_catalog.pg_advisory_unlock_all()", "discard temp"];

/** What a revision makes of its session, and how a session that lost it gets it again. */
export class SessionMade {
  /** SET and RESET statements so far. */
  readonly statements: string[];
  /** Settings that the session has to be given as well, however the revision made them. */
  #settings: Settings;
  /** The session has to be told again. */
  #isLost: boolean;
  #kept: readonly Kept[] = [];
  /** SQL written by hand has run, or will: it may have set something for the session. */
  isByHand: boolean;

  constructor(earlier: Resume | undefined) {
    this.statements = [...(earlier?.session ?? [])];
    this.#settings = earlier?.settings ?? {};
    this.#isLost = this.statements.length > 0 || Object.keys(this.#settings).length > 0;
    this.isByHand = this.#isLost;
  }

  /** A plan comes: what a commit in it would separate from its use is refused. */
  follow(plan: Plan): void {
    this.#kept = keptAfter(plan, this.#kept);
  }

  /** A statement of an earlier run or of this one may set something. */
  note(sql: string, { isLost }: { readonly isLost: boolean }): void {
    if (sessionState(sql)?.kind !== "repeatable") return;
    this.statements.push(sql);
    if (isLost) this.#isLost = this.isByHand = true;
  }

  /** A read may set something as well. */
  noteRead(sql: string): void {
    this.isByHand = true;
    this.#kept = keep(this.#kept, sql);
    this.note(sql, { isLost: false });
  }

  /** A commit comes that the plan does not show. */
  refuseCommit(): void {
    refuseKept(this.#kept);
  }

  /** A mark was written, for which the role was reset. Other settings stay, or end with their transaction. */
  afterMark({ role }: Settings): void {
    this.#settings = role === undefined ? {} : { role };
    this.#isLost = this.statements.length > 0 || role !== undefined;
  }

  /** What makes the session as the revision set it, where that was lost. */
  takeRestoring(): readonly string[] {
    if (!this.#isLost) return [];
    this.#isLost = false;
    return [...this.statements, ...restoreSettings(this.#settings)];
  }

  /** What follows the last commit, so that the next revision finds what it would find running alone. A connection that was handed in keeps what its owner made in it. */
  ending({ isShared }: { readonly isShared: boolean }): readonly string[] {
    if (!this.isByHand) return [];
    return this.#kept.length > 0 && isShared ? [...leaveNothing, "reset all"] : ["reset all"];
  }
}
