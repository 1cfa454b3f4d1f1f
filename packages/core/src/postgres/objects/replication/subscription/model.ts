import type { SchemaObject } from "../../../../schema/object.ts";

/**
 * That this database is sent changes by publications of another one. Never read: where that is and with which password, in short its
 * connection. Not compared: whether it is enabled, `twoPhase` and `failover`, which PostgreSQL changes only together with the other server.
 */
export interface Subscription {
  readonly kind: "subscription";
  readonly name: string;
  /** In any order. */
  readonly publications: readonly string[];
  /** The replication slot on the other server. Absent: none, and it cannot be enabled. */
  readonly slotName?: string;
  /** Whether transactions are sent before they end. `parallel`: PostgreSQL 16, and its own default since 18. */
  readonly streaming: "off" | "on" | "parallel";
  /** Values are sent in binary form. Absent: as text. */
  readonly binary?: true;
  /** What `synchronous_commit` is for what it applies. Absent: `off`. */
  readonly synchronousCommit?: string;
  /** An error disables it. Absent: it tries again. */
  readonly disableOnError?: true;
  /** `none`: only what was written there, not what that was sent itself. PostgreSQL 16. Absent: any. */
  readonly origin?: "none";
  /** The connection need not have a password; only superusers may say so. PostgreSQL 16. Absent: it must, unless a superuser owns it. */
  readonly passwordRequired?: false;
  /** Changes are applied as its owner. PostgreSQL 16. Absent: as the owner of each table. */
  readonly runAsOwner?: true;
  /** Prepared transactions are sent as such. Absent: at their commit. */
  readonly twoPhase?: true;
  /** The slot is also kept on standbys of the other server. PostgreSQL 17. Absent: it is not. */
  readonly failover?: true;
}

export const isSubscription = (object: SchemaObject): object is Subscription => object.kind === "subscription";
