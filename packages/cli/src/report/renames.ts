import type { RenameAnswers, RenameGuess } from "@migts/core";
import { MigError } from "@migts/core/project";
import { guessText } from "@migts/core/report";
import type { Context } from "../context.ts";
import { askLine } from "./ask.ts";

/** Shows all questions at once, and takes one line for an answer. */
export async function askRenames(
  guesses: readonly RenameGuess[],
  { progress, signal }: Pick<Context, "progress" | "signal">,
): Promise<RenameAnswers> {
  progress(
    [
      guesses.length === 1 ? "Is this one thing under another name?" : "Are these the same things under other names?",
      ...guesses.map((guess, at) => `  ${at + 1}  ${guessText(guess)}`),
    ].join("\n"),
  );
  for (;;) {
    const line = await askLine("Renames: [a]ll, [n]one, or numbers such as 1,3 or 2=name: ", signal);
    if (line === undefined) throw new MigError("INTERRUPTED", { after: "is as it was" });
    const answers = readLine(line, guesses);
    if (answers !== undefined) return answers;
    progress("That is not one of the answers.");
  }
}

/** Undefined: it is none of the answers. */
export function readLine(line: string, guesses: readonly RenameGuess[]): RenameAnswers | undefined {
  const text = line.trim();
  if (/^(?:a|all|y|yes)$/iu.test(text)) return new Map(guesses.map(({ id, to }) => [id, to]));
  const none = new Map(guesses.map(({ id }): [string, string | false] => [id, false]));
  if (/^(?:n|no|none)$/iu.test(text)) return none;
  if (text === "") return undefined;
  for (const part of text.split(/[\s,]+/u)) {
    const [number = "", name] = part.split(/=(.*)/su);
    const guess = guesses[Number(number) - 1];
    if (guess === undefined || (name !== undefined && name !== guess.to && !guess.others.includes(name))) return undefined;
    none.set(guess.id, name ?? guess.to);
  }
  return none;
}
