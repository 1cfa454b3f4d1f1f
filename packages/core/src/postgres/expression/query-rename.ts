import type { NewNames } from "../../operation/new-names.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { resource } from "../objects/resources.ts";
import { withOperators } from "./operator-names.ts";
import { isRelationText, piecesOf, type Piece } from "./query-names.ts";

// How the server prints a query after something in it got another name. It prints from the parsed query, so it always has the
// new names; here they are put into the text that it printed before.

/** A relation under its old and its new name. */
export interface RenamedRelation {
  readonly from: readonly [schema: string, name: string];
  readonly to: readonly [schema: string, name: string];
}

/** A column of a relation, which has its old name. */
export interface RenamedColumn {
  readonly relation: readonly [schema: string, name: string];
  readonly from: string;
  readonly to: string;
}

/** The query with a relation under its new name: where it has no alias, its columns are qualified by that. */
export function withRelation(query: string, { from, to }: RenamedRelation): string {
  const pieces = piecesOf(query);
  const hasAlias = aliasesOf(pieces, from).every((alias) => alias !== from[1]);
  const isRow = (at: number): boolean => pieces[at + 1]?.text === "." && pieces[at + 2]?.text === "*";
  return replaced(query, pieces, ({ name }, at) => {
    if (name === undefined) return undefined;
    if (name.length === 1) return !hasAlias && name[0] === from[1] && isRow(at) ? quoteIdentifier(to[1]) : undefined;
    if (name[0] === from[0] && name[1] === from[1]) return dotted([...to, ...name.slice(2)]);
    return !hasAlias && name.length === 2 && name[0] === from[1] ? dotted([to[1], ...name.slice(1)]) : undefined;
  });
}

/** The query with a column of a relation under its new name. What it calls its own columns stays. */
export function withColumn(query: string, { relation, from, to }: RenamedColumn): string {
  const pieces = piecesOf(query);
  const aliases = new Set(aliasesOf(pieces, relation));
  if (aliases.size === 0) return query;
  const items = new Map(itemsOf(pieces).map((item) => [item.first, item]));
  const isOver = levelsOver(pieces, relation);
  const unneeded = new Set<number>(); // an alias that is now the column's own name
  return replaced(query, pieces, ({ name }, at) => {
    if (unneeded.has(at)) return "";
    const before = pieces[at - 1]?.text.toLowerCase();
    const after = pieces[at + 1]?.text;
    if (name === undefined || name.at(-1) !== from || before === "as" || before === ":" || after === "(") return undefined;
    const isIt = name.length === 1 ? isOver(at) : name.length === 2 && aliases.has(name[0] ?? "");
    if (!isIt) return undefined;
    const renamed = dotted([...name.slice(0, -1), to]);
    const item = items.get(at);
    if (item === undefined || item.last !== at) return renamed;
    if (item.alias === undefined) return `${renamed} AS ${quoteIdentifier(from)}`;
    if (pieces[item.alias]?.name?.at(-1) === to) unneeded.add(item.alias - 1).add(item.alias);
    return renamed;
  });
}

/** A view after resources that it uses got other names. */
export function withNames<Of extends { readonly query: string; readonly schema: string }>(view: Of, names: NewNames): Of {
  const query = renamedQuery(view.query, names);
  return query === view.query ? view : { ...view, query };
}

/** Columns come first: they are found by the old name of their relation. */
function renamedQuery(query: string, names: NewNames): string {
  const relations = new Map<string, readonly [string, string]>();
  const words = new Set<string>();
  for (const { name } of piecesOf(query)) {
    const [schema = "", own] = name ?? [];
    if (own !== undefined) relations.set(JSON.stringify([schema, own]), [schema, own]);
    for (const word of name ?? []) words.add(word);
  }
  let now = withOperators(query, names);
  for (const relation of relations.values()) {
    for (const word of words) {
      const to = names.get(resource.column(...relation, word));
      if (to !== undefined && to.name !== word) now = withColumn(now, { relation, from: word, to: to.name });
    }
  }
  for (const from of relations.values()) {
    const relation = names.get(resource.relation(...from));
    const type = names.get(resource.type(...from));
    if (relation !== undefined) now = withRelation(now, { from, to: [relation.schema, relation.name] });
    else if (type !== undefined) now = withType(now, from, [type.schema, type.name]);
    const routine = names.get(resource.routine(...from));
    const collation = names.get(resource.collation(...from));
    if (collation !== undefined) now = withCollation(now, from, [collation.schema, collation.name]);
    if (routine !== undefined) now = withRoutine(now, from, [routine.schema, routine.name]);
  }
  return withRelationTexts(now, names);
}

/** Relations that are named in strings. @example nextval('public.s'::regclass) */
function withRelationTexts(query: string, names: NewNames): string {
  const pieces = piecesOf(query);
  return replaced(query, pieces, ({ text }, at) => {
    const [named, ...rest] = isRelationText(pieces, at) ? piecesOf(text.slice(1, -1).replaceAll("''", "'")) : [];
    const [schema = "", own, ...further] = named?.name ?? [];
    if (own === undefined || rest.length > 0 || further.length > 0) return undefined;
    const to = names.get(resource.relation(schema, own));
    return to === undefined ? undefined : quoteLiteral(dotted([to.schema, to.name]));
  });
}

const withType = (query: string, [schema, own]: readonly [string, string], to: readonly [string, string]): string => {
  const pieces = piecesOf(query);
  return replaced(query, pieces, ({ name }, at) =>
    name?.length === 2 && name[0] === schema && name[1] === own && pieces[at + 1]?.text !== "(" && !isCollated(pieces, at)
      ? dotted(to)
      : undefined,
  );
};

const withRoutine = (query: string, [schema, own]: readonly [string, string], to: readonly [string, string]): string => {
  const pieces = piecesOf(query);
  return replaced(query, pieces, ({ name }, at) =>
    name?.length === 2 && name[0] === schema && name[1] === own && pieces[at + 1]?.text === "(" ? dotted(to) : undefined,
  );
};

const withCollation = (query: string, [schema, own]: readonly [string, string], to: readonly [string, string]): string => {
  const pieces = piecesOf(query);
  return replaced(query, pieces, ({ name }, at) =>
    name?.length === 2 && name[0] === schema && name[1] === own && isCollated(pieces, at) ? dotted(to) : undefined,
  );
};

const isCollated = (pieces: readonly Piece[], at: number): boolean => pieces[at - 1]?.text.toLowerCase() === "collate";

/** The query with one of its own columns under another name. */
export function withOutput(query: string, position: number, to: string): string {
  const pieces = piecesOf(query);
  const items = itemsOf(pieces).filter((item) => item.depth === 0 && item.position === position);
  const names = new Map(items.map((item) => [item.last, item]));
  return replaced(query, pieces, ({ text }, at) => {
    const item = names.get(at);
    if (item !== undefined) return ownName(pieces, item) === to ? text : `${text} AS ${quoteIdentifier(to)}`;
    return items.some(({ last, alias }) => alias !== undefined && (at === last + 1 || at === last + 2)) ? "" : undefined;
  });
}

/** What a query calls its columns, as far as that can be read: those of an asterisk cannot. */
export function outputsOf(query: string): readonly string[] {
  const pieces = piecesOf(query);
  const main = mainSelect(pieces);
  const names: string[] = [];
  for (const item of itemsOf(pieces)) {
    if (item.first < main.at || item.depth !== main.depth || names[item.position] !== undefined) continue;
    const alias = item.alias === undefined ? undefined : pieces[item.alias]?.name?.at(-1);
    names[item.position] = alias ?? pieces[item.first]?.name?.at(-1) ?? "";
  }
  return names.filter((name) => name !== "");
}

/** Where the SELECT that names the columns is, the first one that is in no WITH, and how many parentheses are around it. */
function mainSelect(pieces: readonly Piece[]): { readonly at: number; readonly depth: number } {
  let depth = 0;
  const start = pieces.findIndex(({ text }, at) => {
    const isStart = depth === 0 && (text.toLowerCase() === "select" || (text === "(" && (at === 0 || pieces[at - 1]?.text === ")")));
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    return isStart;
  });
  const at = pieces.findIndex(({ text }, place) => place >= start && text !== "(");
  return { at, depth: at - Math.max(0, start) };
}

/** One entry of a list that is selected: the places of its first and last piece, without its alias. */
interface Item {
  readonly depth: number;
  readonly position: number;
  readonly first: number;
  readonly last: number;
  readonly alias?: number;
}

/** The name that a column has by itself. */
const ownName = (pieces: readonly Piece[], { first, last }: Item): string | undefined =>
  first === last ? pieces[first]?.name?.at(-1) : undefined;

const ends: ReadonlySet<string> = new Set("from where group having window union intersect except order limit offset fetch for".split(" "));

/** The entries of all SELECT lists. */
function itemsOf(pieces: readonly Piece[]): readonly Item[] {
  const found: Item[] = [];
  const open: { list: boolean; position: number; first: number }[] = [{ list: false, position: 0, first: 0 }];
  const close = (end: number): void => {
    const here = open.at(-1);
    if (here === undefined || !here.list || end <= here.first) return;
    const hasAlias = pieces[end - 2]?.text.toLowerCase() === "as" && pieces[end - 1]?.name !== undefined && end - 2 > here.first;
    const last = hasAlias ? end - 3 : end - 1;
    found.push({ depth: open.length - 1, position: here.position, first: here.first, last, ...(hasAlias ? { alias: end - 1 } : {}) });
  };
  pieces.forEach(({ text, name }, at) => {
    const here = open.at(-1);
    const word = name === undefined || !text.startsWith('"') ? text.toLowerCase() : "";
    if (text === "(" || text === "[") open.push({ list: false, position: 0, first: at + 1 });
    else if (text === ")" || text === "]") {
      close(at);
      if (open.length > 1) open.pop();
    } else if (here === undefined) return;
    else if (word === "select" || word === "returning") Object.assign(here, { list: true, position: 0, first: at + 1 });
    else if (word === "distinct" && here.list && here.first === at) here.first = afterDistinct(pieces, at);
    else if (text === "," && here.list) {
      close(at);
      Object.assign(here, { position: here.position + 1, first: at + 1 });
    } else if (here.list && ends.has(word)) {
      close(at);
      here.list = false;
    }
  });
  close(pieces.length);
  return found;
}

/** Where the list begins after DISTINCT, or DISTINCT ON and its own list. */
function afterDistinct(pieces: readonly Piece[], at: number): number {
  if (pieces[at + 1]?.text.toLowerCase() !== "on" || pieces[at + 2]?.text !== "(") return at + 1;
  let depth = 0;
  for (let end = at + 2; end < pieces.length; end += 1) {
    if (pieces[end]?.text === "(") depth += 1;
    if (pieces[end]?.text === ")") depth -= 1;
    if (depth === 0) return end + 1;
  }
  return at + 1;
}

/** Whether the place of a piece is in a query over the relation: columns have no qualifier only where a query reads nothing else. */
function levelsOver(pieces: readonly Piece[], [schema, own]: readonly [string, string]): (at: number) => boolean {
  const parents: number[] = [-1];
  const levels: number[] = [];
  const over = new Set<number>();
  let level = 0;
  for (const { text, name } of pieces) {
    if (text === "(") level = parents.push(level) - 1;
    levels.push(level);
    if (name?.length === 2 && name[0] === schema && name[1] === own) over.add(level);
    if (text === ")") level = Math.max(0, parents[level] ?? 0);
  }
  return (at) => {
    for (let here = levels[at] ?? -1; here >= 0; here = parents[here] ?? -1) if (over.has(here)) return true;
    return false;
  };
}

/** Under which names a query knows a relation: its alias, or its own. */
function aliasesOf(pieces: readonly Piece[], [schema, own]: readonly [string, string]): readonly string[] {
  return pieces.flatMap(({ name }, at) => {
    if (name === undefined || name.length !== 2 || name[0] !== schema || name[1] !== own) return [];
    const [before, after] = [pieces[at - 1]?.text.toLowerCase(), pieces[at + 1]?.text.toLowerCase()];
    if (after === "(") return before === "into" ? [own] : [];
    if (after === "set" && before === "update") return [own];
    const next = pieces[after === "as" ? at + 2 : at + 1]?.name;
    return [next?.length === 1 ? (next[0] ?? own) : own];
  });
}

const dotted = (parts: readonly string[]): string => parts.map(quoteIdentifier).join(".");

/** The text with some of its pieces replaced; an empty one takes the space before it along. */
function replaced(query: string, pieces: readonly Piece[], change: (piece: Piece, at: number) => string | undefined): string {
  let text = "";
  let done = 0;
  pieces.forEach((piece, at) => {
    const now = change(piece, at);
    if (now === undefined) return;
    const between = query.slice(done, piece.start);
    text += now === "" ? between.trimEnd() : between + now;
    done = piece.start + piece.text.length;
  });
  return text + query.slice(done);
}
