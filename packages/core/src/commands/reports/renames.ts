import type { RenameGuess } from "../../diff/renames/answers.ts";
import type { Caller } from "../caller.ts";
import { flagFor } from "../renames/flag.ts";
import { guessText } from "../words/renames.ts";

/** Says what may be renames where nobody has to answer yet. */
export function adviseRenames(guesses: readonly RenameGuess[], { advise }: Pick<Caller, "advise">): void {
  if (guesses.length === 0) return;
  const lines = guesses.map((guess) => `  ${guessText(guess)}: ${flagFor(guess.id, guess.to)}`);
  advise(`What is shown as a drop and a creation may be a rename:\n${lines.join("\n")}`);
}
