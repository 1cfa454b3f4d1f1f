import { quoteLiteral } from "../../../../sql/literal.ts";
import { identifier, literal, raw, sql, type Sql } from "../../../../sql/sql.ts";
import { quoteIdentifier } from "../../../../sql/identifier.ts";
import type { SequenceOptions } from "../../sequence/model.ts";
import type { ColumnRef } from "../column-ref.ts";
import type { Identity } from "../model.ts";

type Steps = Pick<SequenceOptions, "start" | "increment" | "minValue" | "maxValue">;

const qualified = (schema: string, name: string): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** The identity column's sequence: by its name where that is said, else the one that the column owns. */
export const ownSequence = ({ schema, table, name }: ColumnRef, { sequence }: Pick<Identity, "sequence">): Sql =>
  sequence === undefined
    ? sql`pg_catalog.pg_get_serial_sequence(${literal(qualified(schema, table))}, ${literal(name)})`
    : namedSequence({ schema, name: sequence });

export const namedSequence = ({ schema, name }: { readonly schema: string; readonly name: string }): Sql =>
  raw(`${quoteLiteral(qualified(schema, name))}::pg_catalog.regclass`);

/**
 * Sets a sequence past the values that the column has, so that it does not give them again. An empty table, or one
 * whose values the sequence has yet to reach, leaves it at its start.
 */
export function advanceSql(column: ColumnRef, sequence: Sql, steps: Steps): Sql {
  const descends = steps.increment?.startsWith("-") === true;
  const start = steps.start ?? (descends ? steps.maxValue : steps.minValue) ?? (descends ? "-1" : "1");
  const last = sql`pg_catalog.${raw(descends ? "min" : "max")}(${identifier(column.name)})`;
  const from = sql`from ${{ schema: column.schema, name: column.table }}`;
  return sql`select pg_catalog.setval(${sequence}, ${last}::bigint) ${from} having ${last} operator(pg_catalog.${raw(descends ? "<=" : ">=")}) ${raw(BigInt(start).toString())}`;
}
