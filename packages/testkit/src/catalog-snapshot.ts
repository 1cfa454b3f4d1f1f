import { objectParts } from "./catalog/objects.ts";
import { relationParts } from "./catalog/relations.ts";
import { scope } from "./catalog/scope.ts";
import { withClient } from "./query-rows.ts";

export interface SnapshotOptions {
  /** Tables to leave out with all that hangs on them: "alembic_version" in any schema, or "audit.alembic_version". */
  readonly exclude?: readonly string[];
}

/** The tables that mig itself keeps in a database. */
export const migTables: readonly string[] = ["alembic_version", "mig_log"];

const query = `${scope} ${[...relationParts, ...objectParts].join("\nunion all\n")}`;

/**
 * What a database's schema is, as sorted text, an object or a column a line: everything that pg_dump would show
 * except the order of columns. It is read
 * by queries of its own, so that tests can hold mig's introspection against it.
 * @example expect(await catalogSnapshot(upgraded.url)).toBe(await catalogSnapshot(wanted.url))
 */
export async function catalogSnapshot(url: string, { exclude = migTables }: SnapshotOptions = {}): Promise<string> {
  const rows = await withClient(url, async (client) => {
    await client.query("begin transaction isolation level repeatable read read only");
    await client.query(
      "set local search_path = ''; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'",
    );
    const result = await client.query<{ line: string | null }>(query, [[...exclude]]);
    await client.query("commit");
    return result.rows;
  });
  const lines = rows.map(({ line }) => {
    if (line === null) throw new Error("A part of the catalog query gave null instead of a line.");
    return line.replaceAll("\n", "\\n");
  });
  return lines.toSorted().join("\n");
}
