import { prepared, withClient } from "@migts/testkit";
import type { LockMode } from "../src/operation/spec.ts";
import type { CatalogQuery } from "../src/postgres/catalog-query.ts";
import { catalogTexts, decodeCatalogs } from "../src/postgres/introspect.ts";
import { columnCatalog } from "../src/postgres/objects/relations/column/catalog.ts";
import { tableCatalog } from "../src/postgres/objects/relations/table/catalog.ts";
import type { SchemaObject } from "../src/schema/object.ts";

/** One transaction of a test, rolled back at its end. */
export interface TestTransaction {
  readonly run: (statements: readonly { readonly sql: string }[]) => Promise<void>;
  /** What these catalog queries find now. */
  readonly read: (catalogs: readonly CatalogQuery[]) => Promise<readonly SchemaObject[]>;
  /** The server's version number. */
  readonly version: number;
  /** The strongest lock that the transaction holds on each of the tables and indexes there are. */
  readonly locks: () => Promise<Readonly<Record<string, LockMode>>>;
}

const strength: readonly string[] = [
  "AccessShare",
  "RowShare",
  "RowExclusive",
  "ShareUpdateExclusive",
  "Share",
  "ShareRowExclusive",
  "Exclusive",
  "AccessExclusive",
];

const modeOf = (name: string): LockMode => name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, " ").toLowerCase() as LockMode; // PostgreSQL's names without spaces

/** Runs a test in a transaction, so that the next finds the database as this one did. */
export async function inTransaction(url: string, use: (transaction: TestTransaction) => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    const { rows: versions } = await client.query<{ version: number }>("select current_setting('server_version_num')::int4 as version");
    await client.query("begin");
    await use({
      version: versions[0]?.version ?? 0,
      run: async (statements) => {
        for (const { sql } of statements) {
          await client.query(sql).catch((error: unknown) => Promise.reject(new Error(`${String(error)} in\n${sql}`, { cause: error })));
        }
      },
      read: async (catalogs) => {
        await client.query("set local search_path = ''");
        const wanted = [tableCatalog, columnCatalog, ...catalogs]; // the first two name what the others number
        const lists: (readonly object[])[] = [];
        for (const text of catalogTexts(wanted, versions[0]?.version ?? 0)) lists.push((await client.query<object>(prepared(text))).rows);
        await client.query("set local search_path = public");
        const { names } = decodeCatalogs(wanted, lists);
        return catalogs.flatMap((catalog) =>
          (lists[lists.length - wanted.length + wanted.lastIndexOf(catalog)] ?? []).flatMap((row) => catalog.decode(row, names)),
        );
      },
      locks: async () => {
        const { rows } = await client.query<{ name: string; modes: string[] }>(`
          select c.relname::text as name, array_agg(replace(l.mode, 'Lock', '')) as modes
          from pg_locks l join pg_class c on c.oid = l.relation
          where l.pid = pg_backend_pid() and c.relnamespace = 'public'::regnamespace group by 1`);
        return Object.fromEntries(
          rows.map(({ name, modes }) => [name, modeOf(strength.findLast((mode) => modes.includes(mode)) ?? "none")]),
        );
      },
    });
    await client.query("rollback");
  });
}
