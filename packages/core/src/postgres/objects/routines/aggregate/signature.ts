import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { bareType, type RoutineRef } from "../routine/fragment.ts";
import type { Aggregate, AggregateArgument } from "./model.ts";

type Arguments = Pick<Aggregate, "arguments" | "orderBy">;

/** What comes after the direct arguments. A last one that is VARIADIC and stands for both is there once. */
export function signatureOf({ arguments: given = [], orderBy = [] }: Arguments): string {
  const isOnce = given.at(-1)?.mode === "variadic" && orderBy[0]?.mode === "variadic";
  return [...given, ...(isOnce ? [] : orderBy)].map(({ type }) => bareType(type)).join(", ");
}

/** `public.total(integer)`, `public.count(*)`. */
export const callName = ({ schema, name, signature }: RoutineRef): Sql =>
  sql`${{ schema, name }}(${raw(signature === "" ? "*" : signature)})`;

const argument = ({ name, mode, type }: AggregateArgument): Sql =>
  words(
    when(mode !== undefined, () => raw(mode ?? "")),
    when(name !== undefined && name !== "", () => identifier(name ?? "")),
    raw(type),
  );

/** The arguments as CREATE AGGREGATE takes them. */
export function argumentList({ arguments: given = [], orderBy = [] }: Arguments): Sql {
  if (given.length === 0 && orderBy.length === 0) return raw("*");
  return words(
    sql`${given.map(argument)}`,
    when(orderBy.length > 0, () => sql`order by ${orderBy.map(argument)}`),
  );
}
