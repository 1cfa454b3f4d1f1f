import { nameParts, replacePieces, type Piece } from "../../../expression/rewrite.ts";
import { resource } from "../../resources.ts";
import { columnKey } from "./column-ref.ts";
import { sequenceKey } from "./identity/sequence-name.ts";
import type { Column } from "./model.ts";
import { typeKeys } from "../../../type/user-types.ts";

/** What an expression uses, as resource keys. */
export interface ExpressionKeys {
  /** Sequences and other relations, named in strings such as that of `nextval('public.users_id_seq'::regclass)`. */
  readonly relations: readonly string[];
  /** Types that something is cast to. */
  readonly types: readonly string[];
  /** Columns of the table; none is meant in a default. */
  readonly columns: readonly string[];
}

/** Reads an expression of a table. A word in any other string constant is no name: two tables may well name each other by chance. */
export function expressionKeys(text: string, { schema, table }: { readonly schema: string; readonly table: string }): ExpressionKeys {
  const relations: string[] = [];
  const types: string[] = [];
  const columns: string[] = [];
  replacePieces(text, (piece) => {
    const parts = nameParts(piece.kind === "string" ? piece.text.slice(1, -1).replaceAll("''", "'") : piece.text);
    const [first = "", second] = parts;
    const places = second === undefined ? [...new Set([schema, "public"])].map((at) => [at, first] as const) : [[first, second] as const];
    if (piece.kind === "string") relations.push(...(isRelation(piece) ? places.map(([at, name]) => resource.relation(at, name)) : []));
    else if (/(?:::|\bas)\s*$/iu.test(piece.before)) types.push(...places.map(([at, name]) => resource.type(at, name)));
    else if (second === undefined || first === table) columns.push(resource.column(schema, table, second ?? first));
    return piece.text;
  });
  return { relations, types, columns };
}

const isRelation = (piece: Piece): boolean =>
  /^\s*::\s*(?:pg_catalog\.)?regclass\b/iu.test(piece.after) || /\b(?:next|curr|set)val\s*\(\s*$/iu.test(piece.before);

/** What a default uses. */
export function defaultKeys(text: string, table: { readonly schema: string; readonly table: string }): readonly string[] {
  const { relations, types } = expressionKeys(text, table);
  return [...relations, ...types];
}

/** What a generated column uses. */
export function generatedKeys(text: string, table: { readonly schema: string; readonly table: string }): readonly string[] {
  const { relations, types, columns } = expressionKeys(text, table);
  return [...relations, ...types, ...columns];
}

/** What goes on being used is not freed: it would have to be both before and after. */
export const without = (keys: readonly string[], kept: readonly string[]): readonly string[] => keys.filter((key) => !kept.includes(key));

/** What a column is made of, as resource keys. */
export function usedByColumn(column: Omit<Column, "kind">): readonly string[] {
  return [
    ...typeKeys(column.type, column.schema),
    ...(column.default === undefined ? [] : defaultKeys(column.default, column)),
    ...(column.generated === undefined ? [] : generatedKeys(column.generated.expression, column)),
  ];
}

/** The names that it takes. */
export const ownedByColumn = (column: Omit<Column, "kind">): readonly string[] => [
  columnKey(column),
  ...(column.identity === undefined ? [] : [sequenceKey(column, column.identity)]),
];
