import type { FiringState } from "../../firing.ts";

/** A function that runs when rows of a table or a view are changed. */
export interface Trigger {
  readonly kind: "trigger";
  readonly schema: string;
  /** The table or view. */
  readonly table: string;
  readonly name: string;
  /** It is a constraint: it runs after each row, and can be deferred. */
  readonly constraint?: true;
  /** Of a constraint trigger. Absent: it runs at once, at the end of each statement. */
  readonly deferrable?: "initially immediate" | "initially deferred";
  /** Another table that a constraint trigger is about: with that it is dropped too. Absent: none. */
  readonly from?: { readonly schema: string; readonly name: string };
  readonly timing: "before" | "after" | "instead of";
  /** Which changes it is about, in any order. */
  readonly events: readonly TriggerEvent[];
  /** Columns, in any order, of which an update must set one. Absent: any update. */
  readonly columns?: readonly string[];
  /** What it runs once for. Absent: each statement. */
  readonly forEach?: "row";
  /** SQL: the condition under which it runs, over `old` and `new`. Absent: it always does. */
  readonly when?: string;
  /** Under which name its function sees all rows as they were before. Absent: it does not. */
  readonly oldTable?: string;
  /** Under which name its function sees all rows as they are after. Absent: it does not. */
  readonly newTable?: string;
  readonly function: { readonly schema: string; readonly name: string };
  /** Texts that the function is given. Absent: none. */
  readonly arguments?: readonly string[];
  /** Absent: enabled. Those on views are always. */
  readonly state?: FiringState;
}

export type TriggerEvent = "insert" | "update" | "delete" | "truncate";
