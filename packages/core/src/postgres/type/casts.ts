// PostgreSQL's casts between its own types (pg_cast of 15 to 18, `\dC` in psql), those to and from strings left out:
// every type goes to a string by itself, and from a string by an explicit cast.

const list = (text: string): ReadonlySet<string> => new Set(text.split(", "));
const table = (rows: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(Object.entries(rows).map(([from, to]) => [from, list(to)]));

/** Made by itself when a value is assigned to a column: ALTER COLUMN TYPE needs no USING. */
const assigned = table({
  smallint: "bigint, double precision, integer, numeric, oid, real",
  integer: "bigint, double precision, money, numeric, oid, real, smallint",
  bigint: "double precision, integer, money, numeric, oid, real, smallint",
  numeric: "bigint, double precision, integer, money, real, smallint",
  real: "bigint, double precision, integer, numeric, smallint",
  "double precision": "bigint, integer, numeric, real, smallint",
  money: "numeric",
  oid: "bigint, integer",
  date: "timestamp with time zone, timestamp without time zone",
  "timestamp without time zone": "date, time without time zone, timestamp with time zone",
  "timestamp with time zone": "date, time with time zone, time without time zone, timestamp without time zone",
  "time without time zone": "interval, time with time zone",
  "time with time zone": "time without time zone",
  interval: "time without time zone",
  json: "jsonb",
  jsonb: "json",
  bit: "bit varying",
  "bit varying": "bit",
  cidr: "inet",
  inet: "cidr",
  macaddr: "macaddr8",
  macaddr8: "macaddr",
  box: "polygon",
  path: "polygon",
  point: "box",
  polygon: "path",
});

/** Made only where they are asked for. */
const explicit = table({
  integer: "bit, boolean",
  bigint: "bit",
  bit: "bigint, integer",
  boolean: "integer",
  jsonb: "bigint, boolean, double precision, integer, numeric, real, smallint",
  box: "circle, lseg, point",
  circle: "box, point, polygon",
  lseg: "point",
  polygon: "box, circle, point",
  int4range: "int4multirange",
  int8range: "int8multirange",
  numrange: "nummultirange",
  daterange: "datemultirange",
  tsrange: "tsmultirange",
  tstzrange: "tstzmultirange",
});

const others = list(
  '"char", bytea, uuid, xml, line, tsvector, tsquery, jsonpath, pg_lsn, xid, xid8, int4multirange, int8multirange, nummultirange, ' +
    "datemultirange, tsmultirange, tstzmultirange",
);

/** Types of PostgreSQL's string category; a type `citext` of any schema is one too. */
const strings = list("text, character varying, character, name, bpchar");

export const isString = (base: string): boolean => strings.has(base) || isCitext(base);

export const isCitext = (base: string): boolean => /(?:^|\.)citext$/u.test(base);

/** Whether PostgreSQL itself has the type, so that `casts` here is all there is. */
export const isBuiltIn = (base: string): boolean => assigned.has(base) || explicit.has(base) || others.has(base) || strings.has(base);

/** How a value of one type becomes one of another, if PostgreSQL has a cast for it. */
export function castBetween(from: string, to: string): "assigned" | "explicit" | undefined {
  if (from === to || isString(to) || assigned.get(from)?.has(to) === true) return "assigned";
  return isString(from) || explicit.get(from)?.has(to) === true ? "explicit" : undefined;
}
