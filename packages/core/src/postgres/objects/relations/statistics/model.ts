import type { SchemaObject } from "../../../../schema/object.ts";

/** Statistics over several columns, or over expressions, which ANALYZE gathers for the planner. */
export interface Statistics {
  readonly kind: "statistics";
  /** Their own schema, which need not be that of the table. */
  readonly schema: string;
  readonly name: string;
  /** The table or materialized view. */
  readonly on: { readonly schema: string; readonly table: string };
  /** What is gathered. Absent: all three. Over a single expression there is no choice. */
  readonly kinds?: readonly StatisticsKind[];
  /** In any order. Absent: none. */
  readonly columns?: readonly string[];
  /** As the server prints them, without outer parentheses being required. Absent: none. */
  readonly expressions?: readonly string[];
  /** How exactly ANALYZE looks, from 0, which is not at all, to 10000. Absent: as at the columns. */
  readonly target?: number;
}

export type StatisticsKind = "ndistinct" | "dependencies" | "mcv";

export const statisticsKinds: readonly StatisticsKind[] = ["ndistinct", "dependencies", "mcv"];

export const isStatistics = (object: SchemaObject): object is Statistics => object.kind === "statistics";
