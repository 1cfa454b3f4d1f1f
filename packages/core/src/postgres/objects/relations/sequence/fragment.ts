import { quoteIdentifier } from "../../../sql/identifier.ts";
import { quoteLiteral } from "../../../sql/literal.ts";
import { raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import type { SequenceOptions } from "./model.ts";
import type { SequenceOptionChanges } from "./options.ts";

export {
  applyOptions,
  changedOptions,
  fitsType,
  fullOptions,
  narrows,
  withoutDefaultOptions,
  type SequenceOptionChanges,
} from "./options.ts";

/** A whole number as SQL. Anything else is refused, since it comes from outside. */
const integer = (text: string): Sql => raw(BigInt(text).toString());

/**
 * Options as CREATE SEQUENCE and GENERATED ... AS IDENTITY ( ... ) take them.
 * @example sequenceClause({ start: "10" }).sql // start with 10
 */
export const sequenceClause = ({ start, increment, minValue, maxValue, cache, cycle }: SequenceOptions): Sql =>
  words(
    ...valueClauses({ start, increment, minValue, maxValue, cache }),
    when(cycle === true, () => sql`cycle`),
  );

/** Options as ALTER SEQUENCE takes them. @example alterSequenceClause({ maxValue: null }).sql // no maxvalue */
export const alterSequenceClause = ({ cycle, restart, position: _, ...values }: SequenceOptionChanges): Sql =>
  words(
    ...valueClauses(values),
    when(cycle === true, () => sql`cycle`),
    when(cycle === false, () => sql`no cycle`),
    when(restart === true, () => sql`restart`),
  );

/** The same, option by option, as ALTER COLUMN ... SET of an identity column takes them. */
export const setSequenceClause = ({ cycle, restart, position: _, ...values }: SequenceOptionChanges): Sql =>
  words(
    ...valueClauses(values)
      .filter((clause) => clause.sql !== "")
      .map((clause) => sql`set ${clause}`),
    when(cycle === true, () => sql`set cycle`),
    when(cycle === false, () => sql`set no cycle`),
    when(restart === true, () => sql`restart`),
  );

/**
 * Moves a sequence to where it can get its new bounds, if it is outside of them: one that was never used, or that has
 * still to reach them. One that is past them stays, and is refused by PostgreSQL. Nothing where no bound gets narrower.
 */
export function moveWithinBounds(
  { schema, name }: { readonly schema: string; readonly name: string },
  { position, minValue, maxValue }: SequenceOptionChanges,
): readonly Sql[] {
  if (position === undefined) return [];
  const sides = [
    ...(typeof minValue === "string" ? [sql`s.last_value operator(pg_catalog.<) ${integer(minValue)}`] : []),
    ...(typeof maxValue === "string" ? [sql`s.last_value operator(pg_catalog.>) ${integer(maxValue)}`] : []),
  ];
  if (sides.length === 0) return [];
  const sequence = raw(`${quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)}::pg_catalog.regclass`);
  const outside = raw(sides.map((side) => side.sql).join(" or "));
  const isBehind = sql`(s.last_value operator(pg_catalog.<) ${integer(typeof minValue === "string" ? minValue : position)}) operator(pg_catalog.=) (q.seqincrement operator(pg_catalog.>) 0)`;
  return [
    sql`select pg_catalog.setval(${sequence}, ${integer(position)}, false) from ${{ schema, name }} s, pg_catalog.pg_sequence q where q.seqrelid operator(pg_catalog.=) ${sequence} and (${outside}) and (not s.is_called or ${isBehind})`,
  ];
}

type Values = { readonly [Name in "start" | "increment" | "minValue" | "maxValue" | "cache"]?: string | null | undefined };

const valueClauses = ({ increment, minValue, maxValue, start, cache }: Values): readonly Sql[] => [
  valueClause("increment by", increment),
  minValue === null ? sql`no minvalue` : valueClause("minvalue", minValue),
  maxValue === null ? sql`no maxvalue` : valueClause("maxvalue", maxValue),
  valueClause("start with", start),
  valueClause("cache", cache),
];

const valueClause = (name: string, value: string | null | undefined): Sql =>
  value === undefined || value === null ? raw("") : sql`${raw(name)} ${integer(value)}`;
