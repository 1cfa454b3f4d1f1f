import type { ObjectRef } from "../../schema/object.ts";
import { likely, type Likeness } from "./likeness.ts";
import type { State } from "./search.ts";

/** A pair of what goes and what comes. */
export interface Candidate<Item> extends Likeness {
  readonly from: Item;
  readonly to: Item;
  readonly id: string;
  /** As the database calls it. */
  readonly origin: ObjectRef;
  /** The answer that says so. */
  readonly answer: string;
  /** The other side itself says so. */
  readonly isDeclared: boolean;
  /** Something else has the new name now. */
  readonly isInUse?: boolean;
}

/** Pairs of what goes and what comes that are one, each used once. Answers come first, then the likelier pairs have the choice. */
export function chosen<Item>(state: State, sorted: readonly Candidate<Item>[]): readonly Candidate<Item>[] {
  const { answers, used, assume } = state;
  const [gone, come] = [new Set<Item>(), new Set<Item>()]; // what both sides have can be in both
  const isTaken = ({ from, to }: Candidate<Item>): boolean => gone.has(from) || come.has(to);
  const take = ({ from, to }: Candidate<Item>): void => {
    gone.add(from);
    come.add(to);
  };
  const found: Candidate<Item>[] = [];
  const accept = (candidate: Candidate<Item>): void => {
    take(candidate);
    found.push(candidate);
  };
  for (const candidate of sorted) {
    if (answers.get(candidate.id) === false) used.add(candidate.id);
    const isMeant = answers.has(candidate.id) ? answers.get(candidate.id) === candidate.answer : candidate.isDeclared;
    if (!isMeant || isTaken(candidate)) continue;
    if (answers.has(candidate.id)) used.add(candidate.id);
    accept(candidate);
  }
  for (const candidate of sorted) {
    const { from, to, id, origin, answer, isInUse = false, score, reasons } = candidate;
    if (score < likely || isTaken(candidate) || answers.has(id)) continue;
    state.hasQuestions = true;
    const others = sorted.filter((other) => other.from === from && other.to !== to && !come.has(other.to)).map((other) => other.answer);
    const guess = { id, from: origin, to: answer, ...(isInUse ? { inUse: true as const } : {}), score, reasons, others };
    if (assume(guess) === undefined) take(candidate); // one question for each
    else accept(candidate);
  }
  return found;
}
