import { literal, raw, sql, type Sql } from "../../../sql/sql.ts";
import type { Aggregate, FunctionName } from "./model.ts";
import { argumentList } from "./signature.ts";

type Unsigned = Omit<Aggregate, "kind" | "signature" | "returns">;

/** CREATE AGGREGATE, with or without OR REPLACE. */
export function createAggregateSql(aggregate: Unsigned, how: { readonly orReplace?: true } = {}): Sql {
  const { schema, name, combineFunction, serialFunction, deserialFunction, moving, sortOperator, parallel, hypothetical } = aggregate;
  const options: readonly (Sql | undefined)[] = [
    ...steps(aggregate, ""),
    called("combinefunc", combineFunction),
    called("serialfunc", serialFunction),
    called("deserialfunc", deserialFunction),
    ...(moving === undefined ? [] : [called("minvfunc", moving.inverseFunction), ...steps(moving, "m")]),
    sortOperator === undefined ? undefined : sql`sortop = operator(${raw(operatorName(sortOperator))})`,
    parallel === undefined ? undefined : raw(`parallel = ${parallel}`),
    hypothetical === true ? raw("hypothetical") : undefined,
  ];
  const given = options.filter((option) => option !== undefined);
  return sql`${raw(how.orReplace === true ? "create or replace aggregate" : "create aggregate")} ${{ schema, name }}(${argumentList(aggregate)}) (${given})`;
}

const steps = (of: Unsigned | NonNullable<Aggregate["moving"]>, prefix: "" | "m"): readonly (Sql | undefined)[] => [
  called(`${prefix}sfunc`, of.stateFunction),
  raw(`${prefix}stype = ${of.stateType}`),
  of.stateSpace === undefined ? undefined : raw(`${prefix}sspace = ${of.stateSpace}`),
  called(`${prefix}finalfunc`, of.finalFunction),
  of.finalExtra === true ? raw(`${prefix}finalfunc_extra`) : undefined,
  of.finalModify === undefined ? undefined : raw(`${prefix}finalfunc_modify = ${of.finalModify.replace(" ", "_")}`),
  of.initialState === undefined ? undefined : sql`${raw(prefix)}initcond = ${literal(of.initialState)}`,
];

const called = (option: string, name: FunctionName | undefined): Sql | undefined =>
  name === undefined ? undefined : sql`${raw(option)} = ${name}`;

/** An operator's own name is never quoted. */
const operatorName = ({ schema, name }: FunctionName): string => `${sql`${{ name: schema }}`.sql}.${name}`;
