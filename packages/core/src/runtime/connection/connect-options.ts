/** A server of a version that mig does not know. */
export interface NewerServer {
  /** @example 20 */
  readonly major: number;
  /** The newest that mig knows. */
  readonly newest: number;
}

/** A Blob, in words that need neither the types of Node nor those of browsers. */
export interface Dump {
  /** Bytes. */
  readonly size: number;
  readonly type: string;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

export interface ConnectOptions {
  /** Shown in pg_stat_activity. Absent: "mig". */
  readonly applicationName?: string;
  /** Whether a PGlite folder that is not there is made. Absent: it is not, and counts as an empty database. */
  readonly creates?: true;
  /** Another database on the same server. Absent: the one that the URL names. */
  readonly database?: string;
  /** What a new PGlite database in memory begins with: a dump of the data folder of another, as `dumpDataDir` gives it. Absent: nothing. */
  readonly dump?: Dump;
  /** Whether the process may end while the connection is open and idle. Absent: it stays for it. */
  readonly isBackground?: true;
  /** How long to wait for the server at most. Absent: the URL's connect_timeout, else 10 s. */
  readonly timeoutSeconds?: number;
  /** Where the URL is set, for errors. Absent: they do not say. */
  readonly urlSource?: string;
  /** Told of a server that is newer than mig knows. Absent: nobody is. */
  readonly onNewer?: (server: NewerServer) => void;
  /** Environment for PGSSLMODE. Absent: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
