/** Statements as one text, and where each begins in it. */
export interface BatchText {
  readonly text: string;
  readonly starts: readonly number[];
}

/** A line end before the semicolon: a statement may end in a comment. */
const separator = "\n;\n";

export function batchText(statements: readonly string[]): BatchText {
  const starts: number[] = [];
  let length = 0;
  for (const statement of statements) {
    starts.push(length);
    length += statement.length + separator.length;
  }
  return { text: statements.join(separator), starts };
}

/** The statement that a position in the text (a character, from 1, as PostgreSQL counts) is in, and the position there. */
export function locate({ text, starts }: BatchText, position: number): { readonly at: number; readonly position: number } {
  const offset = codeUnits(text, position - 1);
  const after = starts.findIndex((start) => start > offset);
  const at = after === -1 ? starts.length - 1 : after - 1;
  return { at, position: Array.from(text.slice(starts[at] ?? 0, offset)).length + 1 };
}

/** Code units that the first `characters` characters take. */
function codeUnits(text: string, characters: number): number {
  let units = 0;
  let count = 0;
  for (const character of text) {
    if (count === characters) break;
    count += 1;
    units += character.length;
  }
  return units;
}
