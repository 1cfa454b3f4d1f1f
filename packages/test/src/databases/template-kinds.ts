import type { Baseline } from "./baseline.ts";
import type { KeptRows } from "./kept-rows.ts";

/** A database of which tests get copies. */
export interface Template {
  /** Of the server. */
  readonly url: string;
  readonly name: string;
  readonly baseline: Baseline;
}

export const embeddedUrl = "pglite:memory";

/** The dump of a PGlite database, of which tests get copies in memory. */
export interface EmbeddedTemplate {
  readonly url: typeof embeddedUrl;
  readonly file: string;
  readonly baseline: Baseline;
  readonly keptRows: KeptRows;
}
