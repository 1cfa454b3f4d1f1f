export interface ConnectOptions {
  /** Shown in pg_stat_activity. Absent: "mig". */
  readonly applicationName?: string;
  /** Whether a PGlite folder that is not there is made. Absent: it is not, and counts as an empty database. */
  readonly creates?: true;
  /** Where the URL is set, for errors. Absent: they do not say. */
  readonly urlSource?: string;
  /** Environment for PGSSLMODE. Absent: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
