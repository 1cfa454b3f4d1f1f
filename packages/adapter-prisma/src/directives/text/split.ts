import { scanSql, type SqlToken } from "@migts/core/adapter";
import type { CommentLine } from "../../document/document.ts";
import type { Directive, DirectiveArgument, DirectiveProblem, SqlPiece } from "./directive.ts";

/** The comments of one thing: what they tell people, and what they tell mig. */
export interface SplitComments {
  /** The lines that are no directives, joined. Absent: there are none. */
  readonly documentation?: string;
  readonly directives: readonly Directive[];
  readonly problems: readonly DirectiveProblem[];
}

const nothing: SplitComments = { directives: [], problems: [] };

/**
 * Tells directives from documentation. A directive begins a line with `@mig.`, and goes on in the next lines until its parentheses close.
 * @example splitComments([{ at: 4, text: "@mig.check(a > 0)" }]).directives[0].name // "check"
 */
export function splitComments(lines: readonly CommentLine[]): SplitComments {
  if (!lines.some(({ text }) => text.includes("@") && (start.test(text) || call.test(text))))
    return lines.length === 0 ? nothing : { ...nothing, documentation: joined(lines) };
  const directives: Directive[] = [];
  const problems: DirectiveProblem[] = [];
  const rest: CommentLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at];
    if (first === undefined) continue;
    if (!start.test(first.text)) {
      rest.push(first);
      const within = first.text.search(call);
      if (within !== -1)
        problems.push({ at: first.at + within, message: "A directive begins a line of its own. Move this one to the next line." });
      continue;
    }
    let end = at;
    while (isOpen(lines.slice(at, end + 1)) && end + 1 < lines.length && !start.test(lines[end + 1]?.text ?? "")) end += 1;
    const found = readDirective(pieceOf(lines.slice(at, end + 1)));
    if ("message" in found) problems.push(found);
    else directives.push(found);
    at = end;
  }
  return { ...(rest.length === 0 ? {} : { documentation: joined(rest) }), directives, problems };
}

/** Also in another case, and without the dot: nobody means anything else by it. */
const start = /^@mig\b/iu;

/** Somewhere in a line. A mere mention has no parentheses. */
const call = /(?<!\w)@mig\.\w+\(/iu;

const joined = (lines: readonly CommentLine[]): string => lines.map(({ text }) => text).join("\n");

function pieceOf(lines: readonly CommentLine[]): SqlPiece {
  const starts: number[] = [];
  let text = "";
  for (const line of lines) {
    if (starts.length > 0) text += "\n";
    starts.push(text.length);
    text += line.text;
  }
  const atOf = (offset: number): number => {
    const line = Math.max(
      starts.findLastIndex((from) => from <= offset),
      0,
    );
    return (lines[line]?.at ?? 0) + offset - (starts[line] ?? 0);
  };
  return { text, at: atOf(0), atOf };
}

/** Whether more was opened than closed. */
function isOpen(lines: readonly CommentLine[]): boolean {
  let depth = 0;
  for (const token of scanSql(lines.map(({ text }) => text).join("\n"))) {
    if (isUnclosed(token)) return true;
    depth += depthOf(token);
  }
  return depth > 0;
}

const depthOf = ({ kind, text }: SqlToken): number => (kind !== "symbol" ? 0 : "([{".includes(text) ? 1 : ")]}".includes(text) ? -1 : 0);

/** A text or a name of which the end is missing. */
function isUnclosed({ kind, text }: SqlToken): boolean {
  if (kind === "name") return !/^(?:[uU]&)?"(?:[^"]|"")*"$/u.test(text);
  if (kind !== "string") return false;
  const dollar = /^\$\w*\$/u.exec(text)?.[0];
  if (dollar !== undefined) return text.length < 2 * dollar.length || !text.endsWith(dollar);
  return !(/^[eE]/u.test(text) ? /^.'(?:[^'\\]|''|\\[^])*'$/u : /^(?:[uU]&|[a-zA-Z])?'(?:[^']|'')*'$/u).test(text);
}

function readDirective(piece: SqlPiece): Directive | DirectiveProblem {
  const { text, at, atOf } = piece;
  const [head, name] = /^@mig\s*\.\s*(\w+)[ \t]*/iu.exec(text) ?? [];
  if (head === undefined || name === undefined || !text.startsWith("@mig."))
    return { at, message: "Expected a directive here, such as @mig.check(price > 0)." };
  if (head.length === text.length) return { name, at, args: [] };
  const tokens = [...scanSql(text.slice(head.length))].map((token) => ({ ...token, start: token.start + head.length }));
  if (tokens[0]?.text !== "(") return { at: atOf(head.length), message: `Expected "(" or the end of the line after @mig.${name}.` };
  const unclosed = tokens.find(isUnclosed);
  if (unclosed !== undefined) return { at: atOf(unclosed.start), message: "This text is not closed." };
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth > 0) continue;
    const behind = token.start + 1;
    const more = tokens.find(({ start: from, kind }) => from >= behind && kind !== "space");
    if (more !== undefined) return { at: atOf(more.start), message: `Expected the end of the line after @mig.${name}(...).` };
    return { name, at, args: argumentsIn(partOf(piece, head.length + 1, token.start)) };
  }
  return { at: atOf(text.length), message: `Expected ")": @mig.${name}(...) is not closed.` };
}

/** A part of a piece, without blanks around it. */
export function partOf({ text, atOf }: SqlPiece, from: number, to: number): SqlPiece {
  const within = text.slice(from, to);
  const begin = from + within.length - within.trimStart().length;
  return { text: within.trim(), at: atOf(begin), atOf: (offset) => atOf(begin + offset) };
}

/** What stands between commas, outside of all parentheses. Nothing at all is no piece. */
export function piecesIn(piece: SqlPiece): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let [depth, from] = [0, 0];
  for (const token of scanSql(piece.text)) {
    depth += depthOf(token);
    if (depth > 0 || token.kind !== "symbol" || token.text !== ",") continue;
    pieces.push(partOf(piece, from, token.start));
    from = token.start + 1;
  }
  const last = partOf(piece, from, piece.text.length);
  return last.text === "" && pieces.length === 0 ? [] : [...pieces, last];
}

const argumentsIn = (piece: SqlPiece): readonly DirectiveArgument[] => piecesIn(piece).map(argumentIn);

/** `name: value`, but no cast and no `:=`. */
function argumentIn(piece: SqlPiece): DirectiveArgument {
  const [head, name] = /^([A-Za-z_]\w*)\s*:(?![:=])/u.exec(piece.text) ?? [];
  return head === undefined || name === undefined ? piece : { ...partOf(piece, head.length, piece.text.length), name };
}
