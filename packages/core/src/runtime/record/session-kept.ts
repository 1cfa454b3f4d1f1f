import { MigError } from "../../errors.ts";
import type { Place } from "../../errors/row.ts";
import type { Plan } from "../../plan/plan.ts";
import { sessionState, type SessionState } from "../../postgres/sql/session-state.ts";

/** Session state that a later transaction would not have. */
export interface Kept {
  readonly statement: string;
  readonly operation?: object;
  readonly state: Extract<SessionState, { readonly kind: "lost" | "local" }>;
}

/**
 * Follows what the statements of a plan leave in their session; `open` is what those before it have left. Refuses a plan in which
 * a commit would separate it from statements that come later: a run that is continued has another session.
 * @throws MigError SESSION_STATE_LOST
 */
export function keptAfter(
  plan: Plan,
  open: readonly Kept[],
  placeOf: (operation: object) => Place | undefined = () => undefined,
): readonly Kept[] {
  let kept = open;
  for (const [at, transaction] of plan.transactions.entries()) {
    if (at > 0 || !transaction.transactional) refuseKept(kept, placeOf);
    for (const { sql, operation } of transaction.statements) kept = keep(kept, sql, operation);
  }
  return kept;
}

/** What is kept after one more statement. */
export function keep(kept: readonly Kept[], statement: string, operation?: object): readonly Kept[] {
  const state = sessionState(statement);
  if (state === undefined || state.kind === "repeatable") return kept;
  if (state.kind === "ended") return kept.filter((one) => one.state.what !== state.what);
  return [...kept, { statement, state, ...(operation === undefined ? {} : { operation }) }];
}

/** Refuses a commit while session state is still needed. */
export function refuseKept([first]: readonly Kept[], placeOf: (operation: object) => Place | undefined = () => undefined): void {
  if (first === undefined) return;
  const { statement, state, operation } = first;
  const place = operation === undefined ? undefined : placeOf(operation);
  throw new MigError(
    "SESSION_STATE_LOST",
    { statement, what: state.what, instead: state.instead, ends: state.kind === "local" ? "transaction" : "session" },
    place === undefined ? {} : { place },
  );
}
