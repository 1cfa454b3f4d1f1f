import type { SchemaObject } from "../../../../schema/object.ts";

/** That a publication has a table, and what of it. A table that inherits from it is not meant: it is one of its own. */
export interface PublishedTable {
  readonly kind: "publishedTable";
  readonly schema: string;
  readonly table: string;
  /** That of the publication. */
  readonly name: string;
  /** The columns that are sent, in any order. Absent: all, also later ones. */
  readonly columns?: readonly string[];
  /** SQL: which rows are sent. Absent: all. */
  readonly where?: string;
}

export const isPublishedTable = (object: SchemaObject): object is PublishedTable => object.kind === "publishedTable";
