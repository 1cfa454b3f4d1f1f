/** A piece of TypeScript, as far as a header reader must tell pieces apart. Comments and white space lie between tokens. */
export interface Token {
  readonly kind: "word" | "string" | "template" | "number" | "regex" | "sign" | "end";
  readonly start: number;
  readonly end: number;
}

const word = /[\p{ID_Start}$_\\](?:[\p{ID_Continue}$\\]|\u{200c}|\u{200d})*/uy;
const number = /\.?\d(?:[eE][+-]|[\w.])*/y;
const trivia = /(?:[\s\uFEFF]+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?(?:\*\/|$))*/y;
const doubleQuoted = /"(?:[^"\\\n\r]+|\\[^])*"?/y;
const singleQuoted = /'(?:[^'\\\n\r]+|\\[^])*'?/y;
const regex = /\/(?:[^/\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/\w*/y;

/** The end of what a sticky pattern matches at a place, or the place itself. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the next token starts: white space and comments skipped. */
export const skipTrivia = (text: string, at: number): number => endOf(trivia, text, at);

/** The token at a place or after the white space and comments there. The token before tells a division from a regular expression. */
export function nextToken(text: string, at: number, before?: Token): Token {
  const start = skipTrivia(text, at);
  const first = text[start];
  if (first === undefined) return { kind: "end", start, end: start };
  if (first === '"') return { kind: "string", start, end: endOf(doubleQuoted, text, start) };
  if (first === "'") return { kind: "string", start, end: endOf(singleQuoted, text, start) };
  if (first === "`") return { kind: "template", start, end: endOfTemplate(text, start) };
  const wordEnd = endOf(word, text, start);
  if (wordEnd > start) return { kind: "word", start, end: wordEnd };
  const numberEnd = endOf(number, text, start);
  if (numberEnd > start) return { kind: "number", start, end: numberEnd };
  const regexEnd = first === "/" && canStartRegex(text, before) ? endOf(regex, text, start) : start;
  return regexEnd > start ? { kind: "regex", start, end: regexEnd } : { kind: "sign", start, end: start + 1 };
}

const wordsBeforeRegex = new Set(
  "return typeof case in of delete void throw new instanceof do else yield await extends default".split(" "),
);

/** After a value a slash divides; elsewhere it starts a regular expression. */
function canStartRegex(text: string, before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return wordsBeforeRegex.has(text.slice(before.start, before.end));
  return before.kind === "sign" && !")]".includes(text.slice(before.start, before.end));
}

const templateText = /(?:[^`\\$]+|\\[^]|\$(?!\{))*/y;

/** The end of a template literal, whose `${}` hold any code, also other templates. */
function endOfTemplate(text: string, start: number): number {
  let at = endOf(templateText, text, start + 1);
  while (text[at] === "$") at = endOf(templateText, text, endOfBraces(text, at + 2));
  return Math.min(at + 1, text.length);
}

/** The place after the brace that closes the code at a place. */
function endOfBraces(text: string, start: number): number {
  let token: Token | undefined;
  for (let depth = 1, at = start; depth > 0; at = token.end) {
    token = nextToken(text, at, token);
    if (token.kind === "end") return token.end;
    if (token.kind !== "sign") continue;
    if (text[token.start] === "{") depth++;
    if (text[token.start] === "}") depth--;
  }
  return token?.end ?? start;
}

/** A place in a text, with the token there. */
export interface Cursor {
  readonly text: string;
  token: Token;
  /** Where the token before ends. */
  previousEnd: number;
}

/** At the first token of a file, after a byte order mark and a `#!` line. */
export function cursorAt(text: string): Cursor {
  const start = text.startsWith("#!") ? text.search(/[\n\r]|$/) : 0;
  return { text, token: nextToken(text, start), previousEnd: start };
}

/** Moves on by one token. */
export function advance(cursor: Cursor): void {
  cursor.previousEnd = cursor.token.end;
  cursor.token = nextToken(cursor.text, cursor.token.end, cursor.token);
}

/** The token as it is written. */
export const written = ({ text, token }: Cursor): string => text.slice(token.start, token.end);

/** Tells whether the token is one of some words or signs. */
export const isAt = (cursor: Cursor, ...what: readonly string[]): boolean =>
  (cursor.token.kind === "word" || cursor.token.kind === "sign") && what.includes(written(cursor));

/** Tells whether the token is the first on its line. */
export const isOnNewLine = ({ text, token, previousEnd }: Cursor): boolean =>
  /[\n\r\u2028\u2029]/.test(text.slice(previousEnd, token.start));

/** By how much the token goes into brackets, or out of them where negative. */
export function depthChange(cursor: Cursor): number {
  if (isAt(cursor, "{", "(", "[")) return 1;
  return isAt(cursor, "}", ")", "]") ? -1 : 0;
}
