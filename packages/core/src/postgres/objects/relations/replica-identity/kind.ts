import type { PostgresKind } from "../../kind.ts";
import { renamedSetting, usesOfSetting } from "../on-relation.ts";
import type { ReplicaIdentity } from "./model.ts";
import type { ResetReplicaIdentity, SetReplicaIdentity } from "./operations.ts";

export const replicaIdentityKind: PostgresKind<ReplicaIdentity, SetReplicaIdentity | ResetReplicaIdentity> = {
  kind: "replicaIdentity",
  owns: () => [],
  uses: usesOfSetting,
  // With an index that goes, the table would be left without any: it gets the usual one.
  goesAlong: "with relation",
  renamed: renamedSetting,
  normalize: (identity) => identity,
  create: (identity) => [{ ...identity, kind: "setReplicaIdentity" }],
  drop: ({ schema, name }) => [{ kind: "resetReplicaIdentity", schema, name }],
  alter: (_, to) => [{ ...to, kind: "setReplicaIdentity" }],
};
