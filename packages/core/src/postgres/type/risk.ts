import { isString } from "./casts.ts";
import { loosens } from "./cost.ts";
import { elementOf, typeParts, typeText, type TypeParts } from "./parts.ts";

/** What a change of type can do to the values that are there, in words. */
export interface TypeRisk {
  readonly losesData?: string;
  readonly mayFail?: string;
}

/** @example typeRisk("bigint", "integer") // { mayFail: "values outside the range of integer" } */
export function typeRisk(fromType: string, toType: string): TypeRisk {
  const from = typeParts(fromType);
  const to = typeParts(toType);
  if (from.array && !to.array) return fromArray(from, to);
  if (from.base === to.base) return sameBase(from, to);
  if (integers.has(to.base) && numbers.includes(from.base)) return toInteger(from, to);
  return { ...lossOf(from, to), ...failureOf(from, to) };
}

/**
 * A text holds the array as it is written, JSON as a list: of JSON values, which may be lists themselves, it is no longer told apart from
 * one. Anything else takes the first element, which must fit as any value must.
 */
function fromArray(from: TypeParts, to: TypeParts): TypeRisk {
  if (isJson(to.base)) return isJson(from.base) ? { losesData: "which lists were single values" } : {};
  if (isString(to.base))
    return {
      losesData: "where each element ends",
      ...(to.modifiers.length === 0 ? {} : narrower({ base: to.base, modifiers: [], array: false }, to)),
    };
  const { losesData, mayFail } = typeRisk(typeText(elementOf(from)), typeText(to));
  return {
    losesData: ["elements after the first", ...(losesData === undefined ? [] : [losesData])].join(", "),
    ...(mayFail === undefined ? {} : { mayFail }),
  };
}

const numbers: readonly string[] = ["smallint", "integer", "bigint", "real", "double precision", "numeric"];
const integers: ReadonlyMap<string, number> = new Map([
  ["smallint", 0],
  ["integer", 1],
  ["bigint", 2],
]);

function sameBase(from: TypeParts, to: TypeParts): TypeRisk {
  if (from.modifiers.join() === to.modifiers.join() || loosens(from, to)) return {};
  if (/^time|^interval/u.test(from.base)) return { losesData: `fractions of a second beyond ${to.modifiers[0] ?? "0"} digits` };
  if (from.base !== "numeric") return narrower(from, to);
  const [had, wanted] = [Number(from.modifiers[1] ?? Number.POSITIVE_INFINITY), Number(to.modifiers[1] ?? Number.POSITIVE_INFINITY)];
  const digits = (given: readonly string[]): number =>
    given.length === 0 ? Number.POSITIVE_INFINITY : Number(given[0]) - Number(given[1] ?? 0);
  return {
    ...(wanted < had ? { losesData: `digits after the decimal point beyond ${wanted}` } : {}),
    ...(digits(to.modifiers) < digits(from.modifiers) ? { mayFail: `values that do not fit ${typeText(to)}` } : {}),
  };
}

function toInteger(from: TypeParts, to: TypeParts): TypeRisk {
  const [had, wanted] = [integers.get(from.base), integers.get(to.base) ?? 0];
  if (had !== undefined && had < wanted) return {};
  return { ...(had === undefined ? { losesData: "fractions" } : {}), mayFail: `values outside the range of ${to.base}` };
}

const losses: ReadonlyMap<string, string> = new Map([
  ["json>jsonb", "the order of keys, duplicate keys and spacing"],
  ["timestamp without time zone>date", "the time of day"],
  ["timestamp with time zone>date", "the time of day"],
  ["timestamp without time zone>time without time zone", "the date"],
  ["timestamp with time zone>time without time zone", "the date"],
  ["timestamp with time zone>time with time zone", "the date"],
  ["time with time zone>time without time zone", "the time zone"],
  ["interval>time without time zone", "the days"],
  ["inet>cidr", "the bits after the network's"],
  ["numeric>real", "precision"],
  ["numeric>double precision", "precision"],
  ["double precision>real", "precision"],
  ["bigint>double precision", "precision"],
  ["bigint>real", "precision"],
  ["integer>real", "precision"],
  ["box>point", "all but the center"],
  ["box>circle", "the corners"],
  ["circle>point", "the radius"],
  ["circle>box", "the circle"],
  ["circle>polygon", "the circle"],
  ["lseg>point", "all but the center"],
  ["polygon>box", "all but its bounds"],
  ["polygon>circle", "the corners"],
  ["polygon>point", "all but the center"],
]);

function lossOf(from: TypeParts, to: TypeParts): TypeRisk {
  const known = losses.get(`${from.base}>${to.base}`);
  if (known !== undefined) return { losesData: known };
  if (isJson(from.base) && textTakers.has(to.base)) return { losesData: "which values were JSON strings" };
  if (to.base === "jsonb" && isString(from.base)) return { losesData: "the order of keys, duplicate keys and spacing" };
  if (to.base === "name" && Number(from.modifiers[0] ?? longestName) >= longestName) return { losesData: "all beyond 63 bytes" };
  if (to.base === "money" && from.base === "numeric" && Number(from.modifiers[1] ?? 3) > 2)
    return { losesData: "digits after the decimal point beyond 2" };
  if (from.base === "interval" && to.base.startsWith("interval ")) return { losesData: `all but ${to.base.slice("interval ".length)}` };
  if (to.base === "boolean" && numbers.includes(from.base)) return { losesData: "which number it was" };
  if (to.base === '"char"') return { losesData: "all but the first byte" };
  if (to.base === "bit" && integers.has(from.base)) return { losesData: `all but the last ${to.modifiers[0] ?? "1"} bits` };
  const scale = to.base === "numeric" && !integers.has(from.base) ? to.modifiers[1] : undefined;
  if (scale !== undefined && numbers.includes(from.base)) return { losesData: `digits after the decimal point beyond ${scale}` };
  const zoneAside = timestamps.has(from.base) && timestamps.has(to.base);
  const digits = [from, to].map(({ modifiers }) => Number(modifiers[0] ?? 6));
  return zoneAside && (digits[1] ?? 6) < (digits[0] ?? 6)
    ? { losesData: `fractions of a second beyond ${to.modifiers[0] ?? "0"} digits` }
    : {};
}

/** They take the text of any JSON value, which comes back as a string. */
const textTakers = new Set(["bytea", "xml", "tsvector"]);

/** The first number of characters that may be more than 63 bytes. */
const longestName = 16;

const timestamps = new Set(["timestamp without time zone", "timestamp with time zone"]);

function failureOf(from: TypeParts, to: TypeParts): TypeRisk {
  if (isString(to.base)) return narrower(from, to);
  if (from.base === "interval" && to.base.startsWith("interval ")) return {};
  if (isString(from.base) || isJson(from.base) !== isJson(to.base))
    return isJson(to.base) && !isString(from.base) ? {} : { mayFail: `values that are no ${typeText({ ...to, array: false })}` };
  if (to.base === "numeric" && to.modifiers.length > 0) return { mayFail: `values that do not fit ${typeText(to)}` };
  if (to.base === "real" && from.base === "double precision") return { mayFail: "values outside the range of real" };
  if (isBits(from.base) && isBits(to.base)) return narrower(from, to);
  if (knownPairs.has(from.base) && (knownPairs.has(to.base) || to.base === "boolean")) return {};
  return from.base === "boolean" || losses.has(`${from.base}>${to.base}`)
    ? {}
    : { mayFail: `values that are no ${typeText({ ...to, array: false })}` };
}

const knownPairs = new Set([
  ...numbers,
  ...timestamps,
  "boolean",
  "date",
  "time without time zone",
  "time with time zone",
  "money",
  "oid",
  "interval",
  "bit",
  "bit varying",
  "cidr",
  "inet",
]);

const isBits = (base: string): boolean => base === "bit" || base === "bit varying";

const isJson = (base: string): boolean => base === "json" || base === "jsonb";

/** A limit on the length that the old type does not hold to. */
function narrower(from: TypeParts, to: TypeParts): TypeRisk {
  const limit = to.modifiers[0] ?? (to.base === "character" || to.base === "bit" ? "1" : undefined);
  if (limit === undefined) return {};
  const [had] = isString(from.base) || isBits(from.base) ? from.modifiers : [];
  if (to.base === "bit") return had === limit && from.base === "bit" ? {} : { mayFail: `values of other than ${limit} bits` };
  if (had !== undefined && Number(had) <= Number(limit)) return {};
  return { mayFail: isBits(to.base) ? `values of more than ${limit} bits` : `values longer than ${limit} characters` };
}
