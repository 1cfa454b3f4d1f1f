/** A word that can come next. */
export interface Candidate {
  readonly value: string;
  /** Absent: it says enough itself. */
  readonly description?: string;
}

/** Where a line is completed. */
export interface CompletionPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
