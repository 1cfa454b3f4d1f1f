import { some } from "../../errors/some.ts";

/** A revision of Alembic's whose stub has no SQL. */
export interface Refusal {
  readonly revision: string;
  readonly why: string;
}

/** What stubs can do, and why the others cannot. `count`: how many there are. */
export function refusalsText(count: number, refusing: readonly Refusal[]): string {
  const reasons = new Map<string, readonly string[]>();
  for (const { revision, why } of refusing) reasons.set(why, [...(reasons.get(why) ?? []), revision]);
  const isOne = reasons.size === 1 && refusing.length === count;
  const texts = Array.from(reasons, ([reason, ids]) => `${isOne ? "" : `${some(ids)}: `}${reason}`);
  const apply = "Where they have not run, mig refuses to run them: apply them with Alembic.";
  if (refusing.length === 0) return "They have Alembic's SQL, so they also build an empty database.";
  if (refusing.length === count) return `They have no SQL (${some(texts, "; ")}). ${apply}`;
  return `${count - refusing.length} of ${count} have Alembic's SQL, the others have none (${some(texts, "; ")}). ${apply}`;
}
