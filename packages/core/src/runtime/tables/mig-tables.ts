import type { QualifiedName } from "../../postgres/sql/sql.ts";

/** mig's two tables. */
export interface MigTables {
  /** One row for each head, as in Alembic. */
  readonly version: Required<QualifiedName>;
  /** What ran when. */
  readonly log: Required<QualifiedName>;
}

export interface MigTableNames {
  /** Absent: "alembic_version". */
  readonly name?: string;
  /** Absent: "public". */
  readonly schema?: string;
}

const defaultName = "alembic_version";

/** The log is in the schema of the version table, unless it is configured. Two version tables in one schema have a log each. */
export function migTables({
  versionTable = {},
  logTable = {},
}: { readonly versionTable?: MigTableNames; readonly logTable?: MigTableNames } = {}): MigTables {
  const { name = defaultName, schema = "public" } = versionTable;
  const log = name === defaultName ? "mig_log" : nameWithEnding(name, "_mig_log");
  return { version: { schema, name }, log: { schema, name: log, ...logTable } };
}

/** A name cut so that it and the ending fit PostgreSQL's 63 bytes. */
export function nameWithEnding(name: string, ending: string): string {
  let text = name;
  while (Buffer.byteLength(text + ending) > 63) text = Array.from(text).slice(0, -1).join("");
  return text + ending;
}
