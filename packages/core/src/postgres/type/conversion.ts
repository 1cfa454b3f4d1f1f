import { quoteIdentifier } from "../sql/identifier.ts";
import { castBetween, isBuiltIn, isString } from "./casts.ts";
import { elementOf, typeParts, typeText, type TypeParts } from "./parts.ts";

// Functions and operators are named with their schema: whoever may create in one on the search_path could offer a closer match.

/** How the values of a column get a new type: by PostgreSQL itself, by an expression, or not at all. */
export type Conversion = "assigned" | { readonly using: string } | "impossible";

/** The column whose type changes. */
interface Source {
  readonly name: string;
  readonly type: string;
  readonly notNull?: true;
}

/**
 * What ALTER COLUMN TYPE needs to carry the values over. An expression is given only where PostgreSQL does not convert
 * by itself, since one always makes it write the table anew.
 * @param isEnum tells whether a type name, as written, is one of the schema's enum types.
 * @example conversionBetween({ name: "age", type: "text" }, "integer", () => false) // { using: "age::integer" }
 */
export function conversionBetween(column: Source, type: string, isEnum: (base: string) => boolean): Conversion {
  const from = typeParts(column.type);
  const to = typeParts(type);
  const value = quoteIdentifier(column.name);
  if (from.array && to.array) return convertElements(from, to, value, isEnum);
  if (to.array) return wrap(column, to, value, isEnum);
  if (from.array) return unwrap(from, to, value, isEnum);
  return convert(from, to, value, isEnum);
}

/** An array of one becomes of what was a single value; NULL stays NULL. */
function wrap(column: Source, to: TypeParts, value: string, isEnum: (base: string) => boolean): Conversion {
  // an array in JSON would be meant, which no expression without a query takes apart
  if (isJson(typeParts(column.type).base) && !isJson(to.base)) return "impossible";
  const element = convert(typeParts(column.type), elementOf(to), value, isEnum);
  if (element === "impossible") return element;
  const array = `array[${element === "assigned" ? value : element.using}]`;
  return { using: column.notNull === true ? array : `case when ${value} is null then null else ${array} end` };
}

/** The first element stays. Text takes them all, so that an array of one gives what `wrap` was given. */
function unwrap(from: TypeParts, to: TypeParts, value: string, isEnum: (base: string) => boolean): Conversion {
  if (isString(to.base)) return { using: `pg_catalog.array_to_string(${value}, ',')` };
  if (isJson(to.base)) return { using: toJson(to.base, value) };
  const element = convert(elementOf(from), to, `${value}[1]`, isEnum);
  return element === "assigned" ? { using: `${value}[1]` } : element;
}

/** PostgreSQL converts element by element where it has a cast; an expression cannot go over them one by one. */
function convertElements(from: TypeParts, to: TypeParts, value: string, isEnum: (base: string) => boolean): Conversion {
  const element = convert(elementOf(from), elementOf(to), value, isEnum);
  if (typeof element === "string") return element;
  if (castBetween(from.base, to.base) === "explicit") return { using: `${value}::${castName(to)}[]` };
  return isEnum(from.base) && isEnum(to.base) ? { using: `${value}::text[]::${castName(to)}[]` } : "impossible";
}

/** One byte of text, with casts to and from text alone. */
const oneByte = '"char"';

const isJson = (base: string): boolean => base === "json" || base === "jsonb";
const numbers = new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision"]);

function convert(from: TypeParts, to: TypeParts, value: string, isEnum: (base: string) => boolean): Conversion {
  const known = castBetween(from.base, to.base);
  if (known === "assigned") return known;
  if (known === "explicit") return { using: `${unpadded(from, value)}::${numbers.has(from.base) ? fullName(to) : castName(to)}` };
  if (isJson(to.base)) return { using: toJson(to.base, value) };
  if (isJson(from.base)) return { using: `(${value} operator(pg_catalog.#>>) '{}')::${castName(to)}` };
  if (from.base === oneByte || to.base === oneByte) return { using: `${value}::text::${castName(to)}` };
  if (isEnum(from.base) && isEnum(to.base)) return { using: `${value}::text::${castName(to)}` };
  if (from.base === "boolean" && numbers.has(to.base)) return { using: `${value}::integer` };
  if (to.base === "boolean" && numbers.has(from.base)) return { using: `${value} operator(pg_catalog.<>) 0` };
  const isKnown = (base: string): boolean => isBuiltIn(base) || isEnum(base);
  // Of a type that is not known here, such as an extension's or a domain, PostgreSQL knows the casts.
  return isKnown(from.base) && isKnown(to.base) ? "impossible" : "assigned";
}

/** `character(n)` is padded with blanks, which other types do not take; as text it is not. */
const unpadded = ({ base }: TypeParts, value: string): string => (base === "character" ? `${value}::text` : value);

const toJson = (base: string, value: string): string => `${base === "json" ? "pg_catalog.to_json" : "pg_catalog.to_jsonb"}(${value})`;

const fullName = (to: TypeParts): string => typeText({ ...to, array: false });

/**
 * Without the length: a cast to `varchar(3)` would cut in silence what assigning refuses. `bit` and `character` alone
 * would mean a length of one.
 */
function castName({ base }: TypeParts): string {
  if (base === "bit") return "bit varying";
  return typeText({ base: base === "character" ? "character varying" : base, modifiers: [], array: false });
}
