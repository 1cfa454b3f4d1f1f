/** Names in an expression, as PostgreSQL reads them: ASCII letters in lower case where there are no quotes. */
export interface SingleExpression {
  readonly names: ReadonlySet<string>;
}

const token = new RegExp(
  [
    String.raw`(?<space>[ \t\n\r\f\v]+|--[^\n\r]*)`,
    String.raw`(?<comment>/\*)`,
    String.raw`(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$)`,
    String.raw`(?<escaped>[eE]'(?:[^'\\]|\\[^]|'')*')`,
    String.raw`(?<string>'(?:[^']|'')*')`,
    String.raw`"(?<quoted>(?:[^"]|"")+)"`,
    String.raw`(?<plain>(?![eE]')[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*)`,
    String.raw`(?<other>[^'";A-Za-z_\u0080-\uffff])`,
  ].join("|"),
  "y",
);

/**
 * Reads a text as PostgreSQL's lexer does (with `standard_conforming_strings` on) and tells whether it can only be one
 * expression when put between parentheses: it closes none that it did not open, ends no statement, and leaves no quote
 * or comment open. Undefined: it may be more. Says nothing about whether the expression is right.
 */
export function readSingleExpression(text: string): SingleExpression | undefined {
  if (text.includes("\u0000")) return undefined; // would end the message to the server
  const names = new Set<string>();
  let depth = 0;
  let afterEscaped = false;
  for (let at = 0; at < text.length;) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) return undefined; // a semicolon, or a quote that is not closed
    const { space, comment, dollar, escaped, string, quoted, plain, other } = match.groups ?? {};
    if (afterEscaped && string !== undefined) return undefined; // might go on with the escape string before it
    if (space === undefined && comment === undefined) afterEscaped = escaped !== undefined;
    if (plain !== undefined) names.add(plain.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()));
    if (quoted !== undefined) names.add(quoted.replaceAll('""', '"'));
    if (other === "(") depth += 1;
    if (other === ")") depth -= 1;
    if (depth < 0) return undefined;
    const end = comment === undefined ? endOfDollar(text, dollar, at, at + match[0].length) : endOfComment(text, at);
    if (end === undefined) return undefined;
    at = end;
  }
  return depth === 0 ? { names } : undefined;
}

/** Where a token ends: for the opening of a dollar-quoted string, after its closing. */
function endOfDollar(text: string, quote: string | undefined, start: number, end: number): number | undefined {
  if (quote === undefined) return end;
  const closing = text.indexOf(quote, start + quote.length);
  return closing === -1 ? undefined : closing + quote.length;
}

/** Comments of this kind nest. */
function endOfComment(text: string, start: number): number | undefined {
  const mark = /\/\*|\*\//gu;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}

const typeName = /^(?:"(?:[^"\0]|"")+"|[\p{L}\p{N}_$. ]|\[\d*\]|\((?:[\p{L}\p{N}_$. ,-]|"(?:[^"\0]|"")+")*\))+$/u;

/** Whether a text can stand for a type or a collation: names, modifiers in parentheses, brackets. */
export const isTypeText = (text: string): boolean => typeName.test(text);
