import type { SchemaObject } from "../../../../schema/object.ts";

/** Which changes of which tables subscribers are sent. Tables and schemas in it are objects of their own. */
export interface Publication {
  readonly kind: "publication";
  readonly name: string;
  /** It has all tables of the database, also later ones. Only superusers may say so. Absent: those that are added. */
  readonly allTables?: true;
  /** Of all tables, those that it has not, in any order: PostgreSQL 19. Absent: none. */
  readonly except?: readonly { readonly schema: string; readonly name: string }[];
  /** It has all sequences of the database, also later ones: PostgreSQL 19. Absent: it has none. */
  readonly allSequences?: true;
  /** The changes that are sent, in any order. Absent: all. */
  readonly publish?: readonly PublishedChange[];
  /** Changes of partitions are sent as those of their topmost table in it. Absent: as those of the partition. */
  readonly viaPartitionRoot?: true;
  /** Stored generated columns are sent as well where no columns are named: PostgreSQL 18. Absent: they are not. */
  readonly generatedColumns?: "stored";
}

export type PublishedChange = "insert" | "update" | "delete" | "truncate";

export const publishedChanges: readonly PublishedChange[] = ["insert", "update", "delete", "truncate"];

export const isPublication = (object: SchemaObject): object is Publication => object.kind === "publication";
