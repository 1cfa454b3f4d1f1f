import { nearestOf, type ExclusionElement, type IndexElement, type SqlToken } from "@migts/core/adapter";
import type { Report } from "../../to-schema/reading/report.ts";
import type { MappedModel } from "../../to-schema/reading/mapped.ts";
import type { SqlPiece } from "./directive.ts";
import { expressionOf } from "./expression.ts";
import { partOf } from "./split.ts";
import { plainName, tokensOf } from "./values.ts";

/** The fields of a model that are columns: from the field's name to the column. */
export type ColumnNames = ReadonlyMap<string, string>;

interface Reading {
  readonly model: MappedModel;
  readonly columns: ColumnNames;
  readonly report: Report;
}

/**
 * One key of an index, as in CREATE INDEX: a field, a function call, or an expression in parentheses, and then COLLATE, an operator class,
 * ASC or DESC, NULLS FIRST or LAST.
 */
export function elementOf(piece: SqlPiece, { model, columns, report }: Reading): IndexElement | undefined {
  const tokens = tokensOf(piece.text);
  const end = subjectEnd(tokens);
  const last = tokens[end - 1];
  if (last === undefined) return refused(piece, 0, report, "Expected a field or an expression here.");
  const subject = partOf(piece, 0, last.start + last.text.length);
  const what = subjectOf(subject, tokens.slice(0, end), { model, columns, report });
  const options = what === undefined ? undefined : optionsOf(tokens.slice(end), piece, report);
  return what === undefined || options === undefined ? undefined : { ...what, ...options };
}

/** The same with `with =` behind it. */
export function exclusionElementOf(piece: SqlPiece, reading: Reading): ExclusionElement | undefined {
  const tokens = tokensOf(piece.text);
  const at = withAt(tokens);
  const word = tokens[at];
  const operator = word === undefined ? "" : piece.text.slice(word.start + word.text.length).trim();
  if (word === undefined || !isOperator.test(operator))
    return refused(piece, 0, reading.report, 'Expected "with" and an operator behind it, such as: room with =.');
  const element = elementOf(partOf(piece, 0, word.start), reading);
  return element === undefined ? undefined : { ...element, operator };
}

/** The last one outside of parentheses. */
function withAt(tokens: readonly SqlToken[]): number {
  let depth = 0;
  let found = -1;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === "symbol") depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    if (depth === 0 && kind === "word" && text.toLowerCase() === "with") found = at;
  }
  return found;
}

const isOperator = /^(?:[-+*/<>=~!@#%^&|`?]+|operator\s*\(\s*[\w".]+\.[-+*/<>=~!@#%^&|`?]+\s*\))$/iu;

function refused(piece: SqlPiece, offset: number, report: Report, message: string): undefined {
  report.error("PRISMA_DIRECTIVE", piece.atOf(offset), message);
}

/** Where the field or the expression ends, as a number of tokens. */
function subjectEnd(tokens: readonly SqlToken[]): number {
  let at = 0;
  if (tokens[0]?.text !== "(") {
    at = 1;
    while (tokens[at]?.text === "." && tokens[at + 1] !== undefined) at += 2;
    if (tokens[at]?.text !== "(" || !isAdjacent(tokens[at - 1], tokens[at])) return at;
  }
  let depth = 0;
  for (; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? { kind: "space", text: "" };
    if (kind === "symbol") depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

const isAdjacent = (left: SqlToken | undefined, right: SqlToken | undefined): boolean =>
  left !== undefined && right !== undefined && left.start + left.text.length === right.start;

function subjectOf(
  piece: SqlPiece,
  tokens: readonly SqlToken[],
  { model, columns, report }: Reading,
): Pick<IndexElement, "column" | "expression"> | undefined {
  const [first, second] = tokens;
  const name = second === undefined && first !== undefined ? plainName(first) : undefined;
  if (name !== undefined) {
    const column = columnNamed(name, { at: piece.at, model, columns, report });
    return column === undefined ? undefined : { column };
  }
  const inside = first?.text === "(" ? partOf(piece, 1, piece.text.length - 1) : piece;
  const expression = expressionOf(inside, "value", model, report);
  return expression === undefined ? undefined : { expression };
}

/** The column of a field, which is called by the field's name. */
export function columnNamed(name: string, { at, model, columns, report }: Reading & { readonly at: number }): string | undefined {
  const column = columns.get(name);
  if (column !== undefined) return column;
  const [field] = [...columns].find(([, ofField]) => ofField === name) ?? [];
  const nearest = field ?? nearestOf(name, [...columns.keys()]);
  const isRelation = model.fields.has(name);
  const what = isRelation ? `The field ${name} is a relation and has no column.` : `${model.block.name} has no field ${name}.`;
  report.error("PRISMA_DIRECTIVE", at, `${what}${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`);
  return undefined;
}

/** What follows the field or the expression. */
function optionsOf(tokens: readonly SqlToken[], piece: SqlPiece, report: Report): IndexElement | undefined {
  const element: { -readonly [Key in keyof IndexElement]: IndexElement[Key] } = {};
  let at = 0;
  const next = (word: string): boolean => tokens[at]?.kind === "word" && tokens[at]?.text.toLowerCase() === word;
  const problem = (message: string): undefined => refused(piece, tokens[at]?.start ?? piece.text.length, report, message);
  if (next("collate")) {
    at += 1;
    const end = nameEnd(tokens, at);
    if (end === at) return problem('Expected a collation here, such as "C".');
    element.collation = textBetween(piece, tokens, at, end);
    at = end;
  }
  if (!["asc", "desc", "nulls"].some(next) && nameEnd(tokens, at) > at) {
    const end = nameEnd(tokens, at);
    element.operatorClass = textBetween(piece, tokens, at, end);
    at = end;
    if (tokens[at]?.text === "(") {
      const close = tokens.findIndex(({ text }, place) => place > at && text === ")");
      const parameters = parametersOf(textBetween(piece, tokens, at + 1, close));
      if (close === -1 || parameters === undefined) return problem("Expected parameters here, such as (siglen = 32).");
      element.operatorClassParameters = parameters;
      at = close + 1;
    }
  }
  if (next("asc") || next("desc")) {
    if (next("desc")) element.order = "desc";
    at += 1;
  }
  if (next("nulls")) {
    at += 1;
    if (!next("first") && !next("last")) return problem('Expected "first" or "last" here.');
    element.nulls = next("first") ? "first" : "last";
    at += 1;
  }
  if (tokens[at] !== undefined)
    return problem("Expected an operator class, asc, desc, nulls first or nulls last here. Put parentheses around an expression.");
  return element;
}

/** Where a name with its schema ends, which begins here. */
function nameEnd(tokens: readonly SqlToken[], from: number): number {
  const isName = (at: number): boolean => tokens[at]?.kind === "word" || tokens[at]?.kind === "name";
  if (!isName(from)) return from;
  let at = from + 1;
  while (tokens[at]?.text === "." && isName(at + 1)) at += 2;
  return at;
}

function textBetween({ text }: SqlPiece, tokens: readonly SqlToken[], from: number, to: number): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined || to <= from ? "" : text.slice(first.start, last.start + last.text.length);
}

function parametersOf(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(",").map((pair) => /^\s*(\w+)\s*=\s*'?([^']*?)'?\s*$/u.exec(pair));
  return pairs.includes(null) ? undefined : Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
}
