/** A command line up to the cursor, as words. */
export interface LineWords {
  /** Whole words before the one at the cursor; the first is the command's name. */
  readonly words: readonly string[];
  /** The beginning of the word at the cursor; often empty. */
  readonly word: string;
}

/** Splits a line as a shell does: blanks separate, quotes and backslashes keep together. */
export function splitLine(line: string): LineWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === quote) quote = undefined;
    else if (quote === undefined && (sign === "'" || sign === '"')) [quote, word] = [sign, word ?? ""];
    else if (sign === "\\" && quote !== "'" && at + 1 < line.length) word = (word ?? "") + line.charAt((at += 1));
    else if (quote !== undefined || !/\s/u.test(sign)) word = (word ?? "") + sign;
    else if (word !== undefined) [words[words.length], word] = [word, undefined];
  }
  return { words, word: word ?? "" };
}

/** What bash has already taken as words of their own: up to the last of its break characters. */
export function takenByBash(word: string, breaks: string): string {
  const last = Math.max(...[":", "=", "@"].filter((sign) => breaks.includes(sign)).map((sign) => word.lastIndexOf(sign)), -1);
  return word.slice(0, last + 1);
}
