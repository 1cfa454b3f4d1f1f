import type { Place } from "../errors/row.ts";

/** Something a reader of models has to say about its source. An error stops the command, a warning is shown. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** Stable, upper case with underscores. */
  readonly code: string;
  readonly message: string;
  /** Absent: it concerns no one place. */
  readonly place?: Place;
}
