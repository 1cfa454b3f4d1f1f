import { scanSql, type SqlToken } from "@migts/core/adapter";
import type { Report } from "../../to-schema/reading/report.ts";
import type { Directive, DirectiveArgument, SqlPiece } from "./directive.ts";
import { partOf, piecesIn } from "./split.ts";

// Values of arguments. Each reports what is wrong, and then gives undefined.

export const subjectOf = ({ args }: Directive): DirectiveArgument | undefined => args.find(({ name }) => name === undefined);

export const argumentNamed = ({ args }: Directive, name: string): DirectiveArgument | undefined =>
  args.find((argument) => argument.name === name);

/** Tokens but blanks and comments. */
export const tokensOf = (text: string): readonly SqlToken[] =>
  [...scanSql(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");

/** A name, in quotes where it is no plain word. It is taken as it is written: mig folds no letters. */
export function nameOf(piece: SqlPiece, what: string, report: Report): string | undefined {
  const [token, more] = tokensOf(piece.text);
  const name = token === undefined || more !== undefined ? undefined : plainName(token);
  if (name !== undefined) return name;
  report.error("PRISMA_DIRECTIVE", piece.at, `Expected ${what} here, in double quotes if it is no plain word.`);
  return undefined;
}

export function plainName({ kind, text }: SqlToken): string | undefined {
  if (kind === "word") return text;
  return kind === "name" && text.startsWith('"') && text.length > 2 ? text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** `true` or `false`; false where it is not given. */
export function flagOf(directive: Directive, name: string, report: Report): boolean {
  const argument = argumentNamed(directive, name);
  if (argument === undefined || argument.text === "false") return false;
  if (argument.text === "true") return true;
  report.error("PRISMA_DIRECTIVE", argument.at, `Expected true or false for "${name}".`);
  return false;
}

/** One of some words. */
export function wordOf(argument: SqlPiece, words: readonly string[], report: Report): string | undefined {
  if (words.includes(argument.text)) return argument.text;
  report.error("PRISMA_DIRECTIVE", argument.at, `Expected one of these: ${words.join(", ")}.`);
  return undefined;
}

/** A text in single or double quotes, or between dollar signs. */
export function textOf(piece: SqlPiece, report: Report): string | undefined {
  const [token, more] = tokensOf(piece.text);
  if (token !== undefined && more === undefined) {
    const { text } = token;
    if (/^'[^]*'$/u.test(text)) return text.slice(1, -1).replaceAll("''", "'");
    if (/^"[^]*"$/u.test(text)) return text.slice(1, -1).replaceAll('""', '"');
    const dollar = /^\$\w*\$/u.exec(text)?.[0];
    if (dollar !== undefined) return text.slice(dollar.length, -dollar.length);
  }
  report.error("PRISMA_DIRECTIVE", piece.at, "Expected a text in quotes here, such as 'what it is'. A quote within is written twice.");
  return undefined;
}

export const isNone = ({ text }: SqlPiece): boolean => text === "none";

/** Items in brackets, or a single one without. */
export function listIn(piece: SqlPiece, report: Report): readonly SqlPiece[] | undefined {
  const isList = piece.text.startsWith("[") && piece.text.endsWith("]");
  const items = isList ? piecesIn(partOf(piece, 1, piece.text.length - 1)) : [piece];
  const empty = items.length === 0 ? piece : items.find(({ text }) => text === "");
  if (empty === undefined) return items;
  report.error("PRISMA_DIRECTIVE", empty.at, "Expected a field or an expression here.");
  return undefined;
}
