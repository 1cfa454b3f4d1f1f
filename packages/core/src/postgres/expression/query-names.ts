import type { Use } from "../../schema/use.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { scan, type Token } from "../sql/scan.ts";
import { resource } from "../objects/resources.ts";

/** A piece of a query: a name with its qualifiers, or any other token. */
export interface Piece {
  /** The parts of a dotted name. Absent: it is no name. */
  readonly name?: readonly string[];
  readonly text: string;
  readonly start: number;
}

/** Tokens of a query without spaces and comments, dotted names as one. A keyword without quotes is no name. */
export function piecesOf(query: string): readonly Piece[] {
  const tokens = [...scan(query)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    const parts = [nameOf(token)];
    let end = at;
    while (parts.at(-1) !== undefined && tokens[end + 1]?.text === ".") {
      const next = tokens[end + 2];
      const part = next === undefined ? undefined : partOf(next);
      if (part === undefined) break;
      parts.push(part);
      end += 2;
    }
    const last = tokens[end] ?? token;
    const name = parts.filter((part) => part !== undefined);
    pieces.push({
      ...(name.length === 0 ? {} : { name }),
      text: query.slice(token.start, last.start + last.text.length),
      start: token.start,
    });
    at = end;
  }
  return pieces;
}

/** A word that can stand for a name without quotes, or one in quotes. */
function nameOf(token: Token): string | undefined {
  if (token.kind === "name") return partOf(token);
  const word = partOf(token);
  return word !== undefined && (quoteIdentifier(word) === word || /[^\x20-\x7e]|\$/u.test(word)) ? word : undefined;
}

/** After a dot any word is a name. */
function partOf({ kind, text }: Token): string | undefined {
  if (kind === "name") return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : undefined;
  return kind === "word" ? text.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()) : undefined;
}

/** After one of these a relation is named, if it is one. */
const beforeRelation: ReadonlySet<string> = new Set(["from", "join", "only", ",", "(", "table", "into", "update"]);

/**
 * What a query may use, for one that no server has parsed: every name read as a relation and a type, of the given schema or of
 * `public` where it has none, and every name as a column of each relation. A key that nobody owns has no effect.
 */
export const usesOfQuery = (query: string, schema: string): readonly Use[] => usesOfPieces(piecesOf(query), schema);

/**
 * The same for several statements, each by itself: names of one are no columns of what another one reads. All with all would be the square
 * of the length of the text.
 */
export function usesOfStatements(text: string, schema: string): readonly Use[] {
  const statements: Piece[][] = [[]];
  for (const piece of piecesOf(text)) {
    if (piece.text === ";") statements.push([]);
    else statements.at(-1)?.push(piece);
  }
  return statements.flatMap((pieces) => usesOfPieces(pieces, schema));
}

function usesOfPieces(pieces: readonly Piece[], schema: string): readonly Use[] {
  const inStrings = pieces.flatMap(({ text }, at) => (isRelationText(pieces, at) ? piecesOf(text.slice(1, -1).replaceAll("''", "'")) : []));
  const relations = new Map<string, readonly [string, string]>();
  const keys = new Set<string>();
  [...pieces, ...inStrings].forEach(({ name }, at) => {
    if (name === undefined || name.length > 2) return;
    for (const [at_, own] of placesOf(name, schema)) {
      keys.add(resource.relation(at_, own)).add(resource.type(at_, own));
      if (pieces[at - 1]?.text.toLowerCase() === "collate") keys.add(resource.collation(at_, own));
      if (beforeRelation.has(pieces[at - 1]?.text.toLowerCase() ?? "")) relations.set(JSON.stringify([at_, own]), [at_, own]);
    }
  });
  const columns = new Set(pieces.flatMap(({ name }) => (name === undefined ? [] : [name.at(-1) ?? ""])));
  return [
    ...[...keys].map((of): Use => ({ of, how: "blocks" })),
    ...[...relations.values()].flatMap(([at, own]) =>
      [...columns].map((column): Use => ({ of: resource.column(at, own, column), in: resource.relation(at, own), how: "blocks" })),
    ),
  ];
}

/** A string that is read as the name of a relation: `nextval('public.s'::regclass)`. */
export const isRelationText = (pieces: readonly Piece[], at: number): boolean =>
  pieces[at]?.text.startsWith("'") === true &&
  (pieces.slice(at + 1, at + 4).some(({ text }) => /(?:^|\.)regclass$/iu.test(text)) ||
    /(?:next|curr|set)val$/iu.test(pieces[at - 2]?.text ?? ""));

/** The relations that a text may name, where it would name one. */
export function relationsIn(text: string, schema: string): readonly (readonly [schema: string, name: string])[] {
  const pieces = piecesOf(text);
  const found = pieces.flatMap(({ name }, at) =>
    name !== undefined && name.length <= 2 && beforeRelation.has(pieces[at - 1]?.text.toLowerCase() ?? "") ? placesOf(name, schema) : [],
  );
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
}

/** Where a name may be that a query gives with or without its schema. */
const placesOf = (name: readonly string[], schema: string): readonly (readonly [string, string])[] => {
  const [first = "", second] = name;
  return second === undefined ? [...new Set([schema, "public"])].map((at) => [at, first] as const) : [[first, second] as const];
};

/**
 * A query with its words in lower case and one space between tokens, so that how it is written makes no difference. An alias that is
 * the name itself is left out.
 */
export function plainQuery(query: string): string {
  const pieces = piecesOf(query);
  const words: string[] = [];
  pieces.forEach(({ text, name }, at) => {
    const before = pieces[at - 1]?.name;
    if (name?.length === 1 && before !== undefined && before.length > 1 && before.at(-1) === name[0]) return;
    words.push(
      name === undefined ? (/^[a-z]/iu.test(text) && !text.endsWith("'") ? text.toLowerCase() : text) : name.map(quoteIdentifier).join("."),
    );
  });
  return words.join(" ").replace(/(?: ;)+$/u, "");
}
