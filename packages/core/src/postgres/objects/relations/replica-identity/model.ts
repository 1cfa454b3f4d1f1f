import type { SchemaObject } from "../../../../schema/object.ts";

/** What logical replication calls a row of a table by, if it is not the primary key. */
export interface ReplicaIdentity {
  readonly kind: "replicaIdentity";
  readonly schema: string;
  /** That of the table. */
  readonly name: string;
  /** All columns, nothing, or the columns of an index. */
  readonly identity: "full" | "nothing" | "index";
  /** A unique index over columns that take no NULL. Absent: the identity is no index. */
  readonly index?: string;
}

export const isReplicaIdentity = (object: SchemaObject): object is ReplicaIdentity => object.kind === "replicaIdentity";
