export interface ConnectOptions {
  /** Shown in pg_stat_activity. Absent: "mig". */
  readonly applicationName?: string;
  /** Environment for PGSSLMODE. Absent: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
