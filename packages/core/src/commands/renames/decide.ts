import type { RenameAnswers, RenameGuess } from "../../diff/renames/answers.ts";
import { MigError } from "../../errors.ts";
import type { CompareOptions, Comparison } from "../../runtime/compare/compare.ts";
import type { Caller } from "../caller.ts";
import type { GivenAnswers } from "./answers.ts";
import { flagFor } from "./flag.ts";

/** Compares with the given answers. Throws RENAME_UNKNOWN for one of the command line that fits nothing. */
export async function compareWith<Found extends Comparison>(
  compare: (options: CompareOptions) => Promise<Found>,
  { answers, flags }: Pick<GivenAnswers, "answers" | "flags">,
): Promise<Found> {
  const found = await compare({ answers, sure: new Set(flags.keys()) });
  const unused = [...flags].find(([id]) => !found.usedAnswers.has(id));
  if (unused !== undefined) throw new MigError("RENAME_UNKNOWN", { answer: unused[1] === false ? unused[0] : unused.join("=") });
  return found;
}

/**
 * Compares, and lets every question be answered: by the request, the file, or whoever can be asked.
 * @throws MigError RENAME_UNANSWERED where nobody can be asked
 */
export async function compareAnswered<Found extends Comparison>(
  compare: (options: CompareOptions) => Promise<Found>,
  given: GivenAnswers,
  caller: Caller,
): Promise<Found> {
  const found = await compareWith(compare, given);
  if (found.openRenames.length === 0 || given.rest === "no") return found;
  if (caller.answerRenames === undefined) throw unanswered(found.openRenames, given.file);
  const answers: RenameAnswers = new Map([...given.answers, ...(await caller.answerRenames(found.openRenames))]);
  return compareAnswered(compare, { ...given, answers }, caller);
}

const unanswered = (guesses: readonly RenameGuess[], file: string): MigError<"RENAME_UNANSWERED"> =>
  new MigError("RENAME_UNANSWERED", {
    questions: guesses.map(({ from: _, ...guess }) => ({ ...guess, flag: flagFor(guess.id, guess.to) })),
    file,
  });
