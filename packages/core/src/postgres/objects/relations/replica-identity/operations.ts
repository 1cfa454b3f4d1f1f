import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { usedBy } from "../../../../operation/links.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { getObject, putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, sql, type Sql } from "../../../sql/sql.ts";
import { columnsOfIndex } from "../on-relation.ts";
import { isReplicaIdentity, type ReplicaIdentity } from "./model.ts";

/** Says what logical replication calls a row of a table by. */
export interface SetReplicaIdentity extends Omit<ReplicaIdentity, "kind"> {
  readonly kind: "setReplicaIdentity";
}

/** Logical replication calls a row by its primary key again. */
export interface ResetReplicaIdentity {
  readonly kind: "resetReplicaIdentity";
  readonly schema: string;
  /** That of the table. */
  readonly name: string;
}

export interface ReplicaIdentityOperations {
  readonly setReplicaIdentity: SetReplicaIdentity;
  readonly resetReplicaIdentity: ResetReplicaIdentity;
}

type Ref = Pick<ReplicaIdentity, "schema" | "name">;

const made = (op: SetReplicaIdentity): ReplicaIdentity => ({ ...op, kind: "replicaIdentity" });

function identityAt(schema: DatabaseSchema, { schema: at, name }: Ref): ReplicaIdentity | undefined {
  const found = getObject(schema, { kind: "replicaIdentity", schema: at, name });
  return found !== undefined && isReplicaIdentity(found) ? found : undefined;
}

/** The columns of its index take no NULL as long as it is the identity. */
const freedColumns = (before: DatabaseSchema, op: Ref): readonly string[] => {
  const had = identityAt(before, op);
  return had === undefined ? [] : columnsOfIndex(before, had);
};

const changeSql = ({ schema, name }: Ref, to: Sql): Sql => sql`alter table ${{ schema, name }} replica identity ${to}`;

const words: { readonly [Identity in Exclude<ReplicaIdentity["identity"], "index">]: Sql } = { full: sql`full`, nothing: sql`nothing` };

const setReplicaIdentity: OperationSpec<SetReplicaIdentity> = {
  about: aboutOf("replicaIdentity"),
  ...statewise((before, op) => putObjects(before, [made(op)])),
  touches: (op, before, kinds) => {
    const had = identityAt(before, op);
    const needs = [...usedBy(made(op), kinds), ...columnsOfIndex(before, op)];
    const freed = [...(had === undefined ? [] : usedBy(had, kinds)), ...freedColumns(before, op)];
    return { needs, frees: freed.filter((key) => !needs.includes(key)) };
  },
  sql: (op) => [changeSql(op, op.identity === "index" ? sql`using index ${identifier(op.index ?? "")}` : words[op.identity])],
  facts: () => quickExclusive,
};

const resetReplicaIdentity: OperationSpec<ResetReplicaIdentity> = {
  about: aboutOf("replicaIdentity"),
  ...statewise((before, { schema, name }) => removeObjects(before, [{ kind: "replicaIdentity", schema, name }])),
  touches: (op, before, kinds) => {
    const had = identityAt(before, op);
    return { frees: [...(had === undefined ? [] : usedBy(had, kinds)), ...freedColumns(before, op)] };
  },
  sql: (op) => [changeSql(op, sql`default`)],
  facts: () => quickExclusive,
};

export const replicaIdentityOperations: SpecsOf<ReplicaIdentityOperations> = { setReplicaIdentity, resetReplicaIdentity };
