import type { FiringState } from "../../firing.ts";

/** What PostgreSQL does instead of a change of a table or a view, or beside it. It rewrites the statement, once for all rows. */
export interface Rule {
  readonly kind: "rule";
  readonly schema: string;
  /** The table or view. */
  readonly table: string;
  readonly name: string;
  readonly event: "insert" | "update" | "delete";
  /** SQL: the condition under which it applies, over `old` and `new`. Absent: it always does. */
  readonly where?: string;
  /** It takes the place of the change. Absent: it comes beside it. */
  readonly instead?: true;
  /** SQL: INSERT, UPDATE, DELETE, SELECT or NOTIFY each. Absent: nothing. */
  readonly commands?: readonly string[];
  /** Absent: enabled. Those on views are always. */
  readonly state?: FiringState;
}
