import type { SchemaObject } from "../../../../schema/object.ts";

/** Which rows of a table with row security are seen and written, by whom. */
export interface Policy {
  readonly kind: "policy";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** All restrictive policies have to allow a row. Absent: it is permissive; one of those has to. */
  readonly restrictive?: true;
  /** The statements that it is about. Absent: all. */
  readonly command?: PolicyCommand;
  /** Roles that it is for, in any order. Absent: `public`, which is everybody. */
  readonly roles?: readonly string[];
  /**
   * SQL: which of the rows that are there it allows to be seen, changed and deleted. Absent: none if it is permissive, all if it is
   * restrictive.
   */
  readonly using?: string;
  /** SQL: which rows it allows to be written. Absent: as `using` says. */
  readonly withCheck?: string;
}

export type PolicyCommand = "select" | "insert" | "update" | "delete";

export const isPolicy = (object: SchemaObject): object is Policy => object.kind === "policy";
