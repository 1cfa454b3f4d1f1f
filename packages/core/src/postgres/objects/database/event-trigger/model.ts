import type { FiringState } from "../../firing.ts";

/** A function that runs when something happens in the database, such as any CREATE TABLE. */
export interface EventTrigger {
  readonly kind: "eventTrigger";
  readonly name: string;
  /** `login`: PostgreSQL 17. */
  readonly event: "ddl_command_start" | "ddl_command_end" | "sql_drop" | "table_rewrite" | "login";
  /** The statements that it is about, such as `CREATE TABLE`, in any order. Absent: all. */
  readonly tags?: readonly string[];
  readonly function: { readonly schema: string; readonly name: string };
  /** Absent: enabled. */
  readonly state?: FiringState;
}
