import { advance, cursorAt, isAt, isOnNewLine, written, type Cursor } from "./source-tokens.ts";

const headerNames = ["revision", "downRevision", "branchLabels", "dependsOn"];

/**
 * What a revision file does, as text to compare: its code without the header, comments, imports of types, and what a formatter
 * changes (white space, line ends, quotes, semicolons, trailing commas). A file whose header alone was rewritten gives the same.
 *
 * @example effectText('export const revision = "a1";\n// note\nf(1)') === effectText('f(1);') // true
 */
export function effectText(text: string): string {
  const cursor = cursorAt(text.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n"));
  const pieces: string[] = [];
  while (cursor.token.kind !== "end") {
    if (isAt(cursor, "export", "import") && skipped(cursor)) continue;
    add(pieces, cursor);
    advance(cursor);
  }
  return pieces.join(" ");
}

function add(pieces: string[], cursor: Cursor): void {
  if (isAt(cursor, ";")) return;
  if (isAt(cursor, ")", "]", "}") && pieces.at(-1) === ",") pieces.pop();
  pieces.push(cursor.token.kind === "string" ? withDoubleQuotes(written(cursor)) : written(cursor));
}

/** Quotes are a matter of style, unless the string holds others. */
const withDoubleQuotes = (string: string): string => (/^'[^'"\\]*'$/u.test(string) ? `"${string.slice(1, -1)}"` : string);

/** Moves on past a declaration of the header, or an import of types alone. False: the cursor is at neither, and stays. */
function skipped(cursor: Cursor): boolean {
  const { token, previousEnd } = cursor;
  const isImport = isAt(cursor, "import");
  advance(cursor);
  const isVariable = !isImport && isAt(cursor, "const", "let", "var");
  if (isVariable) advance(cursor);
  if (isImport ? isAt(cursor, "type") : isVariable && isAt(cursor, ...headerNames)) {
    skipStatement(cursor);
    return true;
  }
  Object.assign(cursor, { token, previousEnd });
  return false;
}

/** Moves on past a semicolon, or to the first line that cannot go on with the statement. */
function skipStatement(cursor: Cursor): void {
  for (let depth = 0; cursor.token.kind !== "end"; advance(cursor)) {
    if (depth === 0 && isOnNewLine(cursor) && isAt(cursor, "export", "import", "const", "let", "var", "function", "async", "class")) return;
    if (isAt(cursor, "{", "(", "[")) depth += 1;
    if (isAt(cursor, "}", ")", "]")) depth -= 1;
    if (depth > 0 || !isAt(cursor, ";")) continue;
    advance(cursor);
    return;
  }
}
