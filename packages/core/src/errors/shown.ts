/** How much of a text that is not mig's own is shown. */
const widest = 120;

/** Control characters, line ends among them, and those that are invisible or turn the direction of writing. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text out of a database, on one line: whoever wrote it may have meant to confuse a terminal or a reader.
 * @example shown("a\n\u001b[31m") // "a\u{a}\u{1b}[31m"
 */
export function shown(text: string): string {
  const characters = Array.from(text);
  const cut = characters.length > widest ? `${characters.slice(0, widest).join("")}... (${characters.length} characters)` : text;
  return cut.replaceAll(hidden, written);
}

/** The same for a text of several lines, such as a message of PostgreSQL's: nothing is cut. */
export const shownLines = (text: string): string =>
  text.replaceAll(/[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Zl}\p{Zp}]/gu, written);

const written = (character: string): string => String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
