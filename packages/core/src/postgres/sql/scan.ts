/** A piece of SQL text as PostgreSQL's lexer sees it. */
export interface Token {
  /** `word`: a keyword or an unquoted name; `name`: one in double quotes; `parameter`: $1. */
  readonly kind: "space" | "comment" | "string" | "name" | "word" | "parameter" | "symbol";
  readonly text: string;
  readonly start: number;
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["space", /[ \t\n\r\f\v]+/uy],
  ["comment", /--[^\n\r]*/uy],
  ["string", /[eE]'(?:[^'\\]|''|\\[^])*(?:'|$)/uy],
  ["string", /(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|$)/uy],
  ["name", /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/uy],
  ["string", /\$(?<tag>(?:[A-Za-z_\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*)?)\$[^]*?(?:\$\k<tag>\$|$(?![^]))/uy],
  ["parameter", /\$\d+/uy],
  ["word", /[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*/uy],
  ["symbol", /[^]/uy],
];

/** Splits SQL into tokens; together they are the whole text. What is not closed ends with the text. */
export function* scan(text: string): Generator<Token, void, undefined> {
  let start = 0;
  while (start < text.length) {
    const token = text.startsWith("/*", start) ? { kind: "comment" as const, text: blockComment(text, start), start } : match(text, start);
    yield token;
    start += token.text.length;
  }
}

function match(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found !== null) return { kind, text: found[0], start };
  }
  return { kind: "symbol", text: text.charAt(start), start };
}

/** Comments of this form nest. */
function blockComment(text: string, start: number): string {
  let depth = 0;
  const mark = /\/\*|\*\//gu;
  mark.lastIndex = start;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return text.slice(start, mark.lastIndex);
  }
  return text.slice(start);
}
