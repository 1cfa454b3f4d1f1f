import { quoteIdentifier } from "./identifier.ts";
import { quoteLiteral } from "./literal.ts";

/** A piece of SQL text that is safe to put into another. */
export interface Sql {
  readonly sql: string;
}

/** A schema-qualified or plain name. */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

type Part = Sql | QualifiedName | readonly Part[];

/**
 * Builds SQL from a template. Names quote themselves, lists are joined by commas, and plain strings are refused
 * by the type: they go through `identifier`, `literal` or `raw`.
 * @example sql`drop table ${{ schema: "public", name: "Order" }}`.sql // drop table public."Order"
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly Part[]): Sql {
  return { sql: texts.reduce((text, next, at) => text + partText(parts[at - 1]) + next) };
}

function partText(part: Part | undefined): string {
  if (part === undefined) return "";
  if (isList(part)) return part.map(partText).join(", ");
  if ("sql" in part) return part.sql;
  return part.schema === undefined ? quoteIdentifier(part.name) : `${quoteIdentifier(part.schema)}.${quoteIdentifier(part.name)}`;
}

const isList = (part: Part): part is readonly Part[] => Array.isArray(part);

/** One name, quoted where it must be. */
export const identifier = (name: string): Sql => ({ sql: quoteIdentifier(name) });

/** Names, quoted, joined by commas. */
export const identifiers = (names: readonly string[]): Sql => ({ sql: names.map(quoteIdentifier).join(", ") });

/** A string constant. */
export const literal = (text: string): Sql => ({ sql: quoteLiteral(text) });

/** SQL written by the user or printed by the server: an expression, a type. Taken as it is. */
export const raw = (text: string): Sql => ({ sql: text });

/** The piece, or nothing. */
export const when = (condition: boolean, piece: () => Sql): Sql => (condition ? piece() : { sql: "" });

/** Non-empty pieces with a space between. */
export const words = (...pieces: readonly Sql[]): Sql => ({
  sql: pieces
    .map((piece) => piece.sql)
    .filter((text) => text !== "")
    .join(" "),
});
