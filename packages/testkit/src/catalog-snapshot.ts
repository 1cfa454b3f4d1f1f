import { objectParts, subscriptions } from "./catalog/objects.ts";
import { relationParts } from "./catalog/relations.ts";
import { scope } from "./catalog/scope.ts";
import { withClient, type Query } from "./query-rows.ts";

export interface SnapshotOptions {
  /** Tables to leave out with all that hangs on them: "alembic_version" in any schema, or "audit.alembic_version". */
  readonly exclude?: readonly string[];
}

/** The tables that mig itself keeps in a database. */
export const migTables: readonly string[] = ["alembic_version", "mig_log"];

const queryOf = (parts: readonly string[]): string => `${scope} ${parts.join("\nunion all\n")}`;
const parts = [...relationParts, ...objectParts];

/**
 * What a database's schema is, as sorted text, an object or a column a line: everything that pg_dump would show
 * except the order of columns. It is read
 * by queries of its own, so that tests can hold mig's introspection against it.
 * @example expect(await catalogSnapshot(upgraded.url)).toBe(await catalogSnapshot(wanted.url))
 */
export async function catalogSnapshot(url: string, options: SnapshotOptions = {}): Promise<string> {
  const lines = await withClient(url, (client) => catalogLines(async (text, values) => (await client.query(text, values)).rows, options));
  return lines.join("\n");
}

/** The same on an open connection, as lines. Subscriptions are left out for a role that may not read them. */
export async function catalogLines(ask: Query, { exclude = migTables }: SnapshotOptions = {}): Promise<readonly string[]> {
  await ask("begin transaction isolation level repeatable read read only");
  const settings = { search_path: "", timezone: "UTC", datestyle: "ISO", intervalstyle: "postgres" };
  for (const [name, value] of Object.entries(settings)) await ask(`set local ${name} = '${value}'`);
  const [right] = await ask("select has_column_privilege('pg_subscription', 'subconninfo', 'select') as all");
  const rows = await ask(queryOf(right?.["all"] === true ? [...parts, subscriptions] : parts), [[...exclude]]);
  await ask("commit");
  return rows
    .map(({ line }) => {
      if (typeof line !== "string") throw new Error("A part of the catalog query gave null instead of a line.");
      return line.replaceAll("\n", "\\n");
    })
    .toSorted();
}
