import type { SchemaObject } from "../../../../schema/object.ts";

/**
 * The tablespace of a table or an index, where that is not the one of the database. It is compared only where the configuration says so
 * (`compare: { tablespaces: true }`). That of a materialized view is a field of it.
 */
export interface Tablespace {
  readonly kind: "tablespace";
  /** `table` or `index`; the other fields are those of its ref. */
  readonly of: string;
  readonly schema: string;
  /** The table of an index. Absent: it is of a table. */
  readonly table?: string;
  readonly name: string;
  /** A tablespace of the server. */
  readonly tablespace: string;
}

export const isTablespace = (object: SchemaObject): object is Tablespace => object.kind === "tablespace";
