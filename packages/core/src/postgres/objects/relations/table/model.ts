import type { SchemaObject } from "../../../../schema/object.ts";
import type { ForeignOptions } from "../../foreign-data/options.ts";

/** A table by its name. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** The table that a partition belongs to. */
export interface PartitionOf extends TableName {
  /** Which rows are in it, as the server prints it: `FOR VALUES FROM (1) TO (10)`, `FOR VALUES IN ('a')`, `DEFAULT`. */
  readonly bound: string;
}

/** Where the rows of a foreign table are. */
export interface Foreign {
  readonly server: string;
  /** Values of secrets, such as passwords, are not read, and empty. Absent: none. */
  readonly options?: ForeignOptions;
}

/** A table: what concerns it as a whole. Columns, constraints and indexes are objects of their own. */
export interface Table {
  readonly kind: "table";
  readonly schema: string;
  readonly name: string;
  /** Not written to the write-ahead log. */
  readonly unlogged?: true;
  /** How its rows are stored; of a partitioned table, those of new partitions. Absent: `heap`. */
  readonly accessMethod?: string;
  /** Storage parameters such as `fillfactor`, with `toast.` before those of its TOAST table. Absent: none set. */
  readonly storage?: Readonly<Record<string, string>>;
  /** Only rows that its policies allow are seen and written. Absent: all. */
  readonly rowSecurity?: true;
  /** Row security, where it is enabled, concerns its owner too. Absent: its owner is exempt. */
  readonly forcedRowSecurity?: true;
  /** Its rows are in partitions, chosen by this key, as the server prints it: `RANGE (created_at)`. Absent: they are in itself. */
  readonly partitionBy?: string;
  /** It is a partition. Absent: it is none. */
  readonly partitionOf?: PartitionOf;
  /** The composite type whose attributes its columns are, and stay. Absent: none. */
  readonly ofType?: TableName;
  /** Tables whose columns and checks it has too, and whose queries read its rows as well. Absent: none. */
  readonly inherits?: readonly TableName[];
  /** It is a foreign table: its rows are elsewhere. Absent: they are here. */
  readonly foreign?: Foreign;
}

/** The tables that it is a partition of, or inherits from. */
export const parentsOf = ({ partitionOf, inherits = [] }: Pick<Table, "partitionOf" | "inherits">): readonly TableName[] =>
  partitionOf === undefined ? inherits : [partitionOf];

export const isTable = (object: SchemaObject): object is Table => object.kind === "table";

/** The access method of a table that names none. */
export const heap = "heap";
