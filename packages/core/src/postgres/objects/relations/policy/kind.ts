import { sql, identifier } from "../../../sql/sql.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import { hasTable, partOf, tableName } from "../table-part.ts";
import type { Policy } from "./model.ts";
import type { AlterPolicy, CreatePolicy, DropPolicy, RenamePolicy } from "./operations.ts";
import { policyKey, queriesOf, renamedPolicy, usesOfPolicy, usesOthers, withQueries } from "./texts.ts";

const partIn = ({ schema = "", table = "", name }: { readonly schema?: string; readonly table?: string; readonly name: string }) => ({
  schema,
  table,
  name,
});

export const policyKind: PostgresKind<Policy, CreatePolicy | DropPolicy | AlterPolicy | RenamePolicy> = {
  kind: "policy",
  owns: (policy) => [policyKey(policy)],
  uses: usesOfPolicy,
  rename: partRenamedBy("renamePolicy"),
  renamed: renamedPolicy,
  normalize: normalizePolicy,
  create: (policy) => [{ ...policy, kind: "createPolicy" }],
  // It goes with its table; what it uses elsewhere may have to go before that.
  drop: (policy, { after }) => (hasTable(after, policy) || usesOthers(policy) ? [{ ...partOf(policy), kind: "dropPolicy" }] : []),
  alter: alterPolicy,
  expressions: queriesOf,
  withExpressions: withQueries,
  addresses: {
    policy: {
      sql: (ref) => sql`policy ${identifier(ref.name)} on ${tableName(partIn(ref))}`,
      key: (ref) => policyKey(partIn(ref)),
      commentLock: "access share",
    },
  },
};

function normalizePolicy({ roles = [], using, withCheck, restrictive, command, ...policy }: Policy): Policy {
  return {
    ...policy,
    ...(restrictive === true ? { restrictive } : {}),
    ...(command === undefined ? {} : { command }),
    ...(roles.length === 0 || roles.includes("public") ? {} : { roles: [...new Set(roles)].toSorted() }),
    ...(using === undefined ? {} : { using: withoutOuterParentheses(using) }),
    ...(withCheck === undefined ? {} : { withCheck: withoutOuterParentheses(withCheck) }),
  };
}

/** PostgreSQL has no way to change what it is about, nor to remove a condition. */
function alterPolicy(from: Policy, to: Policy): readonly AlterPolicy[] | "recreate" {
  const [had, has] = [normalizePolicy(from), normalizePolicy(to)];
  const isGone = (had.using !== undefined && has.using === undefined) || (had.withCheck !== undefined && has.withCheck === undefined);
  if (had.restrictive !== has.restrictive || had.command !== has.command || isGone) return "recreate";
  return [
    {
      ...partOf(to),
      kind: "alterPolicy",
      ...(sameData(had.roles, has.roles) ? {} : { roles: has.roles ?? ["public"] }),
      ...(to.using === undefined || had.using === has.using ? {} : { using: to.using }),
      ...(to.withCheck === undefined || had.withCheck === has.withCheck ? {} : { withCheck: to.withCheck }),
    },
  ];
}
