import { scan, type Token } from "../sql/scan.ts";
import { literal, sql, type QualifiedName, type Sql } from "../sql/sql.ts";

/** Reads a statement word by word. */
export interface Reader {
  /** Passes over these words if they come next. */
  readonly take: (words: string) => boolean;
  /** Passes over what is in parentheses if that comes next; its words. */
  readonly parentheses: () => readonly string[] | undefined;
  /** The name that comes next. Undefined: none, or one that only the server can read. */
  readonly name: () => QualifiedName | undefined;
  readonly isAtEnd: () => boolean;
  /** The text from here on. */
  readonly rest: () => string;
}

export function readWords(statement: string): Reader {
  const tokens = [...scan(statement)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  let at = 0;
  const textAt = (place: number): string => {
    const token = tokens[place];
    return token === undefined || token.kind === "string" ? "" : token.kind === "name" ? token.text : token.text.toLowerCase();
  };
  const take = (words: string): boolean => {
    const wanted = words.split(" ");
    const isNext = wanted.every((word, offset) => textAt(at + offset) === word);
    if (isNext) at += wanted.length;
    return isNext;
  };
  const name = (): QualifiedName | undefined => {
    const first = nameOf(tokens[at]);
    if (first === undefined) return undefined;
    at += 1;
    if (textAt(at) !== ".") return { name: first };
    const second = nameOf(tokens[at + 1]);
    at += 2;
    return second === undefined ? undefined : { schema: first, name: second };
  };
  const parentheses = (): readonly string[] | undefined => {
    if (textAt(at) !== "(") return undefined;
    const start = at;
    let depth = 0;
    do {
      depth += textAt(at) === "(" ? 1 : textAt(at) === ")" ? -1 : 0;
      at += 1;
    } while (depth > 0 && at < tokens.length);
    return tokens.slice(start + 1, at - 1).map((_, offset) => textAt(start + 1 + offset));
  };
  return {
    take,
    name,
    parentheses,
    isAtEnd: () => at >= tokens.length,
    rest: () => statement.slice(tokens[at]?.start ?? statement.length),
  };
}

/** The name that PostgreSQL understands. One with Unicode escapes is not read. */
function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return token.text.toLowerCase();
  return token?.kind === "name" && token.text.startsWith('"') ? token.text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** A name as to_regclass takes it. */
export const asText = (name: QualifiedName): Sql => literal(sql`${name}`.sql);
