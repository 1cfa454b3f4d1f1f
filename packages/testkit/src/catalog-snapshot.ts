import { createHash } from "node:crypto";
import { objectParts } from "./catalog/objects.ts";
import { relationParts } from "./catalog/relations.ts";
import { scope } from "./catalog/scope.ts";
import { withClient, type Query } from "./query-rows.ts";

export interface SnapshotOptions {
  /** Tables to leave out with all that hangs on them: "alembic_version" in any schema, or "audit.alembic_version". */
  readonly exclude?: readonly string[];
}

/** The tables that mig itself keeps in a database. */
export const migTables: readonly string[] = ["alembic_version", "mig_log"];

const parts = [...relationParts, ...objectParts];

/** Which parts can have lines, as an array in their order. */
const existing = `select array[${parts.map(({ exists = "true" }) => exists).join(",\n  ")}] as existing`;

const queryOf = (some: typeof parts): string => `${scope} ${some.map(({ lines }) => lines).join("\nunion all\n")}`;

/**
 * What a database's schema is, as sorted text, an object or a column a line: everything that pg_dump would show
 * except the order of columns. It is read
 * by queries of its own, so that tests can hold mig's introspection against it.
 * @example expect(await catalogSnapshot(upgraded.url)).toBe(await catalogSnapshot(wanted.url))
 */
export async function catalogSnapshot(url: string, options: SnapshotOptions = {}): Promise<string> {
  const lines = await withClient(url, (client) =>
    catalogLines(
      async (text, values) => (await client.query({ name: nameOf(text), text, ...(values === undefined ? {} : { values }) })).rows,
      options,
    ),
  );
  return lines.join("\n");
}

/** The long ones are prepared: on a connection that is kept they are planned once. */
const nameOf = (text: string): string => (text.length < 1000 ? "" : createHash("md5").update(text).digest("hex"));

/** The same on an open connection, as lines. Subscriptions are left out for a role that may not read them. */
export async function catalogLines(ask: Query, { exclude = migTables }: SnapshotOptions = {}): Promise<readonly string[]> {
  await ask("begin transaction isolation level repeatable read read only");
  const settings = { search_path: "", timezone: "UTC", datestyle: "ISO", intervalstyle: "postgres", plan_cache_mode: "force_generic_plan" };
  for (const [name, value] of Object.entries(settings)) await ask(`set local ${name} = '${value}'`);
  const [found] = await ask(existing);
  const isThere = found?.["existing"] as readonly boolean[]; // as the query says
  const rows = await ask(queryOf(parts.filter((_, at) => isThere[at])), [[...exclude]]);
  await ask("commit");
  return rows
    .map(({ line }) => {
      if (typeof line !== "string") throw new Error("A part of the catalog query gave null instead of a line.");
      return line.replaceAll("\n", "\\n");
    })
    .toSorted();
}
