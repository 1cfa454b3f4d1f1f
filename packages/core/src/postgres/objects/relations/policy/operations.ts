import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { usedBy } from "../../../../operation/links.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, quickExclusive } from "../../../../operation/shapes.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { openKey, policiesKey } from "../row-security.ts";
import { partOf, tableKey, tableName, type TablePart } from "../table-part.ts";
import { isPolicy, type Policy } from "./model.ts";
import { alterSql, createSql } from "./sql.ts";
import { policyKey } from "./texts.ts";

/** Takes effect where row security of the table is enabled. */
export interface CreatePolicy extends Omit<Policy, "kind"> {
  readonly kind: "createPolicy";
}

export interface DropPolicy extends TablePart {
  readonly kind: "dropPolicy";
}

/**
 * Changes what is given, and leaves the rest. PostgreSQL can change a condition but not remove it, and not change `command` or
 * `restrictive`.
 */
export interface AlterPolicy extends TablePart {
  readonly kind: "alterPolicy";
  /** Roles that it is for; `["public"]` for everybody. Absent: they stay. */
  readonly roles?: readonly string[];
  /** SQL. Absent: it stays. */
  readonly using?: string;
  /** SQL. Absent: it stays. */
  readonly withCheck?: string;
}

/** Gives a policy another name. */
export interface RenamePolicy extends TablePart {
  readonly kind: "renamePolicy";
  readonly to: string;
}

export interface PolicyOperations {
  readonly createPolicy: CreatePolicy;
  readonly dropPolicy: DropPolicy;
  readonly alterPolicy: AlterPolicy;
  readonly renamePolicy: RenamePolicy;
}

const creating = creates<CreatePolicy>("policy");

const createPolicy: OperationSpec<CreatePolicy> = {
  ...creating,
  touches: (op, before, kinds) => {
    const { creates: made = [], ...touches } = creating.touches(op, before, kinds);
    return { ...touches, creates: [...made, policiesKey(tableName(op))] };
  },
  sql: (op) => [createSql(op)],
  facts: () => quickExclusive,
};

const dropping = drops<DropPolicy>("policy");

const dropPolicy: OperationSpec<DropPolicy> = {
  ...dropping,
  touches: (op, before, kinds) => ({ ...dropping.touches(op, before, kinds), needs: [openKey(tableName(op))] }),
  sql: (op) => [sql`drop policy ${identifier(op.name)} on ${tableName(op)}`],
  facts: () => quickExclusive,
};

/** The policy after the operation. */
function altered({ roles: had, ...policy }: Policy, { roles = had, using, withCheck }: AlterPolicy): Policy {
  return {
    ...policy,
    ...(roles === undefined || roles.includes("public") ? {} : { roles }),
    ...(using === undefined ? {} : { using }),
    ...(withCheck === undefined ? {} : { withCheck }),
  };
}

const altering = alters<AlterPolicy, Policy>("policy", altered);

const alterPolicy: OperationSpec<AlterPolicy> = {
  ...altering,
  touches: (op, before, kinds) => {
    const policy = getObject(before, { ...partOf(op), kind: "policy" });
    if (policy === undefined || !isPolicy(policy)) return {};
    const { creates: _, ...touches } = altering.touches(op, before, kinds);
    return { ...touches, needs: usedBy(altered(policy, op), kinds), creates: [policiesKey(tableName(op))] };
  },
  sql: (op) => [alterSql(op)],
  facts: () => quickExclusive,
};

const renamePolicy: OperationSpec<RenamePolicy> = {
  about: aboutOf("policy"),
  apply: (before, { schema, table, name, to }, kinds) =>
    renameObject(before, { kind: "policy", schema, table, name }, { schema, table, name: to }, kinds),
  reverse: (op): readonly RenamePolicy[] => [{ ...op, name: op.to, to: op.name }],
  touches: (op) => ({ renames: true, drops: [policyKey(op)], creates: [policyKey({ ...op, name: op.to })], needs: [tableKey(op)] }),
  sql: (op) => [sql`alter policy ${identifier(op.name)} on ${tableName(op)} rename to ${identifier(op.to)}`],
  facts: () => quickExclusive,
};

export const policyOperations: SpecsOf<PolicyOperations> = { createPolicy, dropPolicy, alterPolicy, renamePolicy };
