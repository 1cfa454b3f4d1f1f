import type { Expression } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { usesOfQuery } from "../../../expression/query-names.ts";
import { withNames } from "../../../expression/query-rename.ts";
import { textUses } from "../../../expression/text-uses.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { resource } from "../../resources.ts";
import { tableKey, type TablePart } from "../table-part.ts";
import type { Policy } from "./model.ts";

// The conditions of a policy may have queries of their own: they are read as the condition of a query over the table.

type Texts = Pick<Policy, "schema" | "table" | "using" | "withCheck">;

const start = ({ schema, table }: Texts): string => `SELECT FROM ${quoteIdentifier(schema)}.${quoteIdentifier(table)} WHERE (`;

const end = "\n)";

const asQuery = (policy: Texts, text: string): string => `${start(policy)}${text}${end}`;

const fromQuery = (policy: Texts, query: string): string => query.slice(start(policy).length, -end.length);

const textsOf = ({ using, withCheck }: Texts): readonly string[] => [using, withCheck].filter((text) => text !== undefined);

export const queriesOf = (policy: Policy): readonly Expression[] =>
  textsOf(policy).map((text): Expression => ({ text: asQuery(policy, text), as: "query" }));

/** The policy with these queries, which are those of `queriesOf` in the server's words. */
export function withQueries(policy: Policy, queries: readonly string[]): Policy {
  const texts = queries.map((query) => fromQuery(policy, query));
  const [first, second] = policy.using === undefined ? [undefined, ...texts] : texts;
  return {
    ...policy,
    ...(policy.using === undefined || first === undefined ? {} : { using: first }),
    ...(policy.withCheck === undefined || second === undefined ? {} : { withCheck: second }),
  };
}

export const policyKey = ({ schema, table, name }: TablePart): string => resource.policy(schema, table, name);

/** It goes with its table. What its conditions use blocks changes: as the server has said, else as they read. */
export function usesOfPolicy(policy: Policy): readonly Use[] {
  const told = toldUses(policy) ?? textsOf(policy).flatMap((text) => usesOfCondition(policy, text));
  return [{ of: tableKey(policy), how: "part", follows: true }, ...told.filter(({ of }) => of !== tableKey(policy))];
}

/** Whether its conditions use anything but columns of its table. */
export const usesOthers = (policy: Policy): boolean =>
  usesOfPolicy(policy).some(({ of, in: within }) => of !== tableKey(policy) && within !== tableKey(policy));

const usesOfCondition = (policy: Policy, text: string): readonly Use[] => [
  ...usesOfQuery(asQuery(policy, text), policy.schema),
  ...textUses(text, policy).flatMap(({ as, key }): readonly Use[] => (as === "function" ? [{ of: key, how: "blocks" }] : [])),
];

/** The policy after its table, or something that its conditions use, got another name. */
export function renamedPolicy(policy: Policy, names: NewNames): Policy {
  const [table, own] = [names.get(tableKey(policy)), names.get(policyKey(policy))];
  const named: Policy = {
    ...policy,
    ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
    ...(own === undefined ? {} : { name: own.name }),
  };
  const renamed = (text: string): string =>
    fromQuery(named, withNames({ query: asQuery(policy, text), schema: policy.schema }, names).query);
  return {
    ...named,
    ...(policy.using === undefined ? {} : { using: renamed(policy.using) }),
    ...(policy.withCheck === undefined ? {} : { withCheck: renamed(policy.withCheck) }),
  };
}
