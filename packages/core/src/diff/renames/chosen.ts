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
}

/** Pairs of what goes and what comes that are one, each used once. Answers come first, then the likelier pairs have the choice. */
export function chosen<Item>(state: State, sorted: readonly Candidate<Item>[]): readonly Candidate<Item>[] {
  const { answers, used, assume } = state;
  const taken = new Set<Item>();
  const found: Candidate<Item>[] = [];
  const accept = (candidate: Candidate<Item>): void => {
    taken.add(candidate.from).add(candidate.to);
    found.push(candidate);
  };
  for (const candidate of sorted) {
    if (answers.get(candidate.id) === false) used.add(candidate.id);
    const isMeant = answers.has(candidate.id) ? answers.get(candidate.id) === candidate.answer : candidate.isDeclared;
    if (!isMeant || taken.has(candidate.from) || taken.has(candidate.to)) continue;
    if (answers.has(candidate.id)) used.add(candidate.id);
    accept(candidate);
  }
  for (const candidate of sorted) {
    const { from, to, id, origin, answer, score, reasons } = candidate;
    if (score < likely || taken.has(from) || taken.has(to) || answers.has(id)) continue;
    state.hasQuestions = true;
    const others = sorted.filter((other) => other.from === from && other.to !== to && !taken.has(other.to)).map((other) => other.answer);
    if (assume({ id, from: origin, to: answer, score, reasons, others }) === undefined) taken.add(from).add(to); // one question for each
    else accept(candidate);
  }
  return found;
}
