import type { SchemaObject } from "../../../../schema/object.ts";

/** A plain table: what concerns it as a whole. Columns, constraints and indexes are objects of their own. */
export interface Table {
  readonly kind: "table";
  readonly schema: string;
  readonly name: string;
  /** Not written to the write-ahead log. */
  readonly unlogged?: true;
  /** How its rows are stored. Absent: `heap`. */
  readonly accessMethod?: string;
  /** Storage parameters such as `fillfactor`, with `toast.` before those of its TOAST table. Absent: none set. */
  readonly storage?: Readonly<Record<string, string>>;
  /** Only rows that its policies allow are seen and written. Absent: all. */
  readonly rowSecurity?: true;
  /** Row security, where it is enabled, concerns its owner too. Absent: its owner is exempt. */
  readonly forcedRowSecurity?: true;
}

export const isTable = (object: SchemaObject): object is Table => object.kind === "table";

/** The access method of a table that names none. */
export const heap = "heap";
