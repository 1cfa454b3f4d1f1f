import { isCitext } from "./casts.ts";
import { typeParts, type TypeParts } from "./parts.ts";

/** What a change of type costs, where no USING is given. */
export interface TypeCost {
  readonly rewrites: boolean;
  /** Indexes over the column are built anew although the table is not written anew. */
  readonly reindexes: boolean;
}

const free: TypeCost = { rewrites: false, reindexes: false };
const reindexing: TypeCost = { rewrites: false, reindexes: true };
const rewriting: TypeCost = { rewrites: true, reindexes: true };

/**
 * What PostgreSQL 15 to 18 do, as measured: a change that only loosens a limit, or between types stored alike, is one
 * of the catalog. Under time zone UTC that is also so for `timestamp` and `timestamptz` without a new precision.
 */
export function typeCost(fromType: string, toType: string): TypeCost {
  const from = typeParts(fromType);
  const to = typeParts(toType);
  if (from.base === to.base && from.array === to.array)
    return sameModifiers(from, to) || (!from.array && loosens(from, to)) ? free : rewriting;
  if (from.array || to.array) return rewriting;
  return costs.get(`${from.base}>${to.base}`)?.(from, to) ?? citextCost(from, to);
}

type Rule = (from: TypeParts, to: TypeParts) => TypeCost;

const always =
  (cost: TypeCost): Rule =>
  () =>
    cost;
const whenUnlimited =
  (cost: TypeCost): Rule =>
  (_, to) =>
    to.modifiers.length === 0 ? cost : rewriting;

const costs: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["character varying>text", always(free)],
  ["text>character varying", whenUnlimited(free)],
  ["text>bpchar", whenUnlimited(reindexing)],
  ["character varying>bpchar", whenUnlimited(reindexing)],
  ["bit>bit varying", whenUnlimited(free)],
  ["cidr>inet", always(free)],
  ["integer>oid", always(reindexing)],
  ["oid>integer", always(reindexing)],
  ["xml>text", always(free)],
  ["xml>character varying", whenUnlimited(free)],
  ["timestamp without time zone>timestamp with time zone", whenUnlimited(reindexing)],
  ["timestamp with time zone>timestamp without time zone", whenUnlimited(reindexing)],
]);

/** `citext` is stored as `text` is, and sorted in another way. */
function citextCost(from: TypeParts, to: TypeParts): TypeCost {
  const alike = ({ base, modifiers }: TypeParts): boolean =>
    isCitext(base) || base === "text" || (base === "character varying" && modifiers.length === 0);
  const widened = from.base === "character varying" && isCitext(to.base);
  return (alike(from) || widened) && alike(to) ? reindexing : rewriting;
}

const sameModifiers = (from: TypeParts, to: TypeParts): boolean => from.modifiers.join() === to.modifiers.join();

/** Fractions of a second are kept to six digits where no precision is given. */
const timed = new Set([
  "timestamp without time zone",
  "timestamp with time zone",
  "time without time zone",
  "time with time zone",
  "interval",
]);

/** The new limit lets pass whatever the old one did. */
export function loosens(from: TypeParts, to: TypeParts): boolean {
  const [had, wanted] = [from.modifiers.map(Number), to.modifiers.map(Number)];
  if (timed.has(from.base)) return (wanted[0] ?? 6) >= (had[0] ?? 6);
  if (to.modifiers.length === 0) return from.base !== "character" && from.base !== "bit";
  if (from.modifiers.length === 0) return false;
  if (from.base === "numeric") return had[1] === wanted[1] && (wanted[0] ?? 0) >= (had[0] ?? 0);
  return (from.base === "character varying" || from.base === "bit varying") && (wanted[0] ?? 0) >= (had[0] ?? 0);
}
