import type { SchemaObject } from "../../../../schema/object.ts";

/** An index that no constraint owns. */
export interface Index {
  readonly kind: "index";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly unique?: true;
  /** Absent: `btree`. */
  readonly method?: string;
  readonly columns: readonly IndexElement[];
  /** Columns carried beside the key. Absent: none. */
  readonly include?: readonly string[];
  /** Condition of a partial index. Absent: it holds all rows. */
  readonly where?: string;
  readonly nullsNotDistinct?: true;
  /** Storage parameters. Absent: none set. */
  readonly storage?: Readonly<Record<string, string>>;
  /** Left by a build that failed, of no use to queries. Only introspection says so. */
  readonly invalid?: true;
  /**
   * Of a partitioned table: the partitions at all levels that have no part of it, as CREATE INDEX ON ONLY leaves it. It is not valid until
   * all have. Absent: none is without.
   */
  readonly lackedBy?: readonly { readonly schema: string; readonly name: string }[];
  /** The index of the partitioned table that it is a part of. Absent: none. */
  readonly partOf?: { readonly schema: string; readonly table: string; readonly name: string };
}

export const isIndex = (object: SchemaObject): object is Index => object.kind === "index";

/** One key of an index: a column or an expression, never both. */
export interface IndexElement {
  readonly column?: string;
  /** As the server prints it, without outer parentheses being required. */
  readonly expression?: string;
  /** Absent: ascending. */
  readonly order?: "desc";
  /** Absent: last when ascending, first when descending. */
  readonly nulls?: "first" | "last";
  /** SQL, qualified where it is not in pg_catalog. Absent: the default for the type. Named always where it has parameters. */
  readonly operatorClass?: string;
  readonly operatorClassParameters?: Readonly<Record<string, string>>;
  /** SQL, such as `"C"`, qualified where it is not in pg_catalog. Absent: the column's own. */
  readonly collation?: string;
  /** How exactly ANALYZE looks at an expression, from 0 to 10000. Absent: as the server is set. */
  readonly statistics?: number;
}
