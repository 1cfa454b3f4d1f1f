import type { Baseline } from "./baseline.ts";

/** A database of which tests get copies. */
export interface Template {
  /** Of the server. */
  readonly url: string;
  readonly name: string;
  readonly baseline: Baseline;
}
