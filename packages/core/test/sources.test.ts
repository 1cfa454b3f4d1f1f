import { createDatabase, queryRows, servers, withDatabase, type ScratchDatabase } from "@migts/testkit";
import { afterEach, describe, expect, test } from "vitest";
import { objectsOf, refText, schemaOf, wholeScope, type Adapter, type ModelSource, type Scope, type SchemaObject } from "../src/adapter.ts";
import {
  compare,
  composeSources,
  connect,
  databaseSide,
  isMigError,
  loadSources,
  modelsSide,
  planOperations,
  statementsOf,
  type Comparison,
  type LoadSourcesOptions,
  type MigConfig,
} from "../src/index.ts";
import { sameData } from "../src/schema/same-data.ts";

// Several model sources as one: what each adds, what its silence means, and whose word counts.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Written {
  readonly sql: string;
  readonly covers?: Scope["covers"];
  readonly belongs?: Scope["belongs"];
}

/** A source whose models are SQL: what it adds to the sources before it, found out in a scratch database. */
const sqlSource = (name: string, { sql, covers = () => false, belongs }: Written): Adapter => ({
  name,
  load: async ({ base, scratch }) => {
    const own = (object: SchemaObject): boolean =>
      belongs?.(object) === "here" || belongs?.({ ...object, kind: "table", name: object.table ?? object.name }) === "here";
    const database = await scratch(schemaOf([...objectsOf(base)].filter((object) => !own(object))));
    const before = await database.read();
    await database.run(sql);
    const known = new Map([...objectsOf(before)].map((object) => [refText(object), object]));
    const added = [...objectsOf(await database.read())].filter((object) => {
      const old = known.get(refText(object));
      return old === undefined || !sameData(old, object);
    });
    return {
      schema: schemaOf(added),
      scope: { covers, adopt: (wanted) => wanted, ...(belongs === undefined ? {} : { belongs }) },
      diagnostics: [],
      placeOf: (ref) => ({ file: `${name}.sql`, line: sql.slice(0, Math.max(sql.indexOf(ref.name), 0)).split("\n").length }),
    };
  },
});

/** As a schema.prisma: it speaks for all tables of a schema with everything in them. */
const tables = (sql: string): Adapter =>
  sqlSource("tables", { sql, covers: ({ schema, kind }) => schema === "public" && kind !== "sequence" });
/** As a folder of SQL: it speaks for the indexes whose names begin so. */
const indexes = (sql: string): Adapter =>
  sqlSource("indexes", { sql, covers: ({ kind, name }) => kind === "index" && name.startsWith("sql_") });

const users = "create table users (id int primary key, email text);\ncreate index users_email_idx on users (email);";
const byLower = "create index sql_lower on users (lower(email));";

interface Place {
  readonly database: ScratchDatabase;
  readonly config?: MigConfig;
  readonly url?: string;
}

const load = (
  adapters: readonly Adapter[],
  { database, config = {}, url = database.url }: Place,
  options: LoadSourcesOptions = {},
): Promise<ModelSource> => loadSources(adapters, { config, root: "/", env: {}, url, urlSource: "the test" }, options);

async function compared(source: ModelSource, { url }: ScratchDatabase): Promise<Comparison> {
  const session = await connect(url);
  try {
    return await compare(await databaseSide(session, []), modelsSide(source));
  } finally {
    await session.close();
  }
}

const run = async (
  operations: Comparison["upgrade"],
  before: Comparison["before"],
  { query }: ScratchDatabase,
): Promise<readonly string[]> => {
  const texts = statementsOf(planOperations(operations, before)).map(({ sql }) => sql);
  for (const text of texts) await query(text);
  return texts;
};

/** Makes the database as the models say; gives the statements, and how to revert them. */
async function brought(
  source: ModelSource,
  database: ScratchDatabase,
): Promise<{ readonly texts: readonly string[]; readonly revert: () => Promise<readonly string[]> }> {
  const { upgrade, before, downgrade, after } = await compared(source, database);
  const texts = await run(upgrade, before, database);
  const again = await compared(source, database);
  expect([again.upgrade, again.downgrade]).toEqual([[], []]);
  return { texts, revert: () => run(downgrade, after, database) };
}

const indexesOf = async ({ query }: ScratchDatabase, table = "users"): Promise<readonly string[]> =>
  (await query<{ name: string }>("select indexname::text as name from pg_indexes where tablename = $1 order by 1", [table])).map(
    ({ name }) => name,
  );

/** A database of a role of its own, by which its scratch databases are told from those of other tests. */
async function inDatabase(major: number, setup: string, use: (database: ScratchDatabase) => Promise<void>): Promise<void> {
  await withDatabase({ major, setup }, async (database) => {
    await database.query(`create role ${database.name} superuser login password 'own'`);
    const url = new URL(database.url);
    [url.username, url.password] = [database.name, "own"];
    try {
      await use({ ...database, url: url.href });
    } finally {
      await database.query(`drop role ${database.name}`);
    }
  });
}

const scratchDatabases = async ({ query, name: own }: ScratchDatabase): Promise<readonly string[]> =>
  (
    await query<{ name: string }>(
      `select datname::text as name from pg_database where datname like 'mig_scratch_%' and pg_get_userbyid(datdba) = '${own}' order by 1`,
    )
  ).map(({ name }) => name);

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("an index in SQL on a table of an earlier source", async () => {
    await inDatabase(major, "", async (database) => {
      const both = await load([tables(users), indexes(byLower)], { database });
      const first = await brought(both, database);
      expect(first.texts.join("\n")).toMatch(/create table[^]*create index .*sql_lower/u);
      expect(await indexesOf(database)).toEqual(["sql_lower", "users_email_idx", "users_pkey"]);

      // a change on either side touches nothing of the other
      const renamed = await load([tables(users.replace("email text", "email text, age int")), indexes(byLower)], { database });
      expect((await brought(renamed, database)).texts).toEqual([expect.stringMatching(/add column age/u)]);

      // no longer named: it goes, and the way back brings it again
      const silent = await load([tables(users.replace("email text", "email text, age int")), indexes("")], { database });
      const dropped = await brought(silent, database);
      expect(dropped.texts).toEqual([expect.stringMatching(/drop index .*sql_lower/u)]);
      expect((await dropped.revert()).join()).toMatch(/create index .*sql_lower/u);
      expect(await indexesOf(database)).toEqual(["sql_lower", "users_email_idx", "users_pkey"]);
      expect(await scratchDatabases(database)).toEqual([]);
    });
  });

  test.each(["earlier first", "later first"])("sources that need no base, in either order: %s", async (order) => {
    await inDatabase(major, users + byLower, async (database) => {
      const session = await connect(database.url);
      const { snapshot } = await databaseSide(session, []);
      await session.close();
      const index: SchemaObject[] = [...objectsOf(snapshot.schema)].filter(({ name }) => name === "sql_lower");
      const named = (objects: readonly SchemaObject[]): Adapter => ({
        name: "indexes",
        load: async () => ({
          schema: schemaOf(objects),
          scope: { covers: ({ kind, name }) => kind === "index" && name.startsWith("sql_"), adopt: (wanted) => wanted },
          diagnostics: [],
        }),
      });
      const inOrder = (objects: readonly SchemaObject[]): readonly Adapter[] =>
        order === "earlier first"
          ? [tables(users), named(objects)]
          : [named(objects), sqlSource("tables", { sql: users, covers: ({ schema }) => schema === "public" })];
      // the second of them builds on an index without its table, which it leaves out
      const given = inOrder(index).map((adapter): Adapter => ({
        ...adapter,
        load: (all) => adapter.load({ ...all, scratch: () => all.scratch(order === "earlier first" ? all.base : schemaOf([])) }),
      }));
      expect((await compared(await load(given, { database }), database)).upgrade).toEqual([]);
      const silent = inOrder([]);
      expect((await brought(await load(silent, { database }), database)).texts).toEqual([expect.stringMatching(/drop index .*sql_lower/u)]);
    });
  });

  test("an index that no source covers stays", async () => {
    await inDatabase(major, users + byLower, async (database) => {
      const narrow = sqlSource("tables", { sql: users, covers: ({ kind }) => kind === "table" || kind === "column" });
      expect((await compared(await load([narrow], { database }), database)).upgrade).toEqual([]);
    });
  });

  test("a table that another tool keeps is not dropped for the silence of others", async () => {
    const jobs = "create table jobs (id int primary key, at timestamptz); create index jobs_at on jobs (at);";
    await inDatabase(major, users + jobs, async (database) => {
      const covering = (await compared(await load([tables(users)], { database }), database)).upgrade;
      expect(covering.map(({ kind }) => kind)).toContain("dropTable");
      for (const order of [0, 1]) {
        const other = sqlSource("other", {
          sql: "",
          belongs: ({ kind, name }) => (kind === "table" && name === "jobs" ? "elsewhere" : undefined),
        });
        const adapters = order === 0 ? [tables(users), other] : [other, tables(users)];
        expect((await compared(await load(adapters, { database }), database)).upgrade).toEqual([]);
        // named after all, it is wanted
        const named =
          order === 0
            ? [tables(users + jobs.replace("at timestamptz", "at timestamptz, who text")), other]
            : [other, tables(users + jobs.replace("at timestamptz", "at timestamptz, who text"))];
        expect((await compared(await load(named, { database }), database)).upgrade.map(({ kind }) => kind)).toEqual(["addColumn"]);
      }
    });
  });

  test("what a later source claims is only as that one says, also where the earlier one is first to want it", async () => {
    await inDatabase(major, "", async (database) => {
      const events = "create table events (id int primary key, at timestamp);";
      const claimed = (sql: string): Adapter =>
        sqlSource("sql", {
          sql,
          covers: ({ table, name }) => (table ?? name) === "events",
          belongs: ({ kind, name }) => (kind === "table" && name === "events" ? "here" : undefined),
        });
      const source = await load([tables(users + events), claimed("create table events (id bigint primary key, at timestamptz);")], {
        database,
      });
      expect(source.diagnostics).toEqual([]);
      await brought(source, database);
      expect(
        await database.query(
          "select string_agg(format_type(atttypid, atttypmod), ' ' order by attnum) as types from pg_attribute where attrelid = 'events'::regclass and attnum > 0",
        ),
      ).toEqual([{ types: "bigint timestamp with time zone" }]);
      // no longer named there: it is dropped, although the earlier source still names it
      const gone = await load([tables(users + events), claimed("")], { database });
      const { texts, revert } = await brought(gone, database);
      expect(texts).toEqual([expect.stringMatching(/drop table .*events/u)]);
      await revert();
      expect(await indexesOf(database, "events")).toEqual(["events_pkey"]);
      // claimed by one that does not cover it: hands off
      const handsOff = sqlSource("sql", {
        sql: "",
        belongs: ({ kind, name }) => (kind === "table" && name === "events" ? "here" : undefined),
      });
      expect((await compared(await load([tables(users + events), handsOff], { database }), database)).upgrade).toEqual([]);
    });
  });

  test("two sources that name one object without a claim: both places are said", async () => {
    await inDatabase(major, "", async (database) => {
      const base = await load([tables(users)], { database });
      const twice = (name: string, file: string): ModelSource => ({ ...base, name, placeOf: () => ({ file, line: 3 }) });
      const { diagnostics } = composeSources([twice("a", "a.prisma"), twice("b", "b.sql")]);
      expect(diagnostics.map(({ code, message, place }) => ({ code, message, place }))).toEqual([
        {
          code: "DEFINED_TWICE",
          message: "Two model sources define table public.users: a (a.prisma:3) and b (b.sql:3). Remove one of the definitions.",
          place: { file: "b.sql", line: 3 },
        },
      ]);
      // without names and places, by number
      const bare = { schema: schemaOf([{ kind: "index", schema: "public", table: "t", name: "i" }]), scope: wholeScope, diagnostics: [] };
      expect(composeSources([bare, bare]).diagnostics[0]?.message).toContain("source 1 and source 2");
    });
  });

  test("a scratch database has the server's version, encoding and collation, and goes", async () => {
    await inDatabase(major, "", async (database) => {
      const seen: unknown[] = [];
      const curious: Adapter = {
        name: "curious",
        load: async ({ scratch }) => {
          const [first, second] = [await scratch(), await scratch(schemaOf([]))];
          await first.run("create table t (a int); insert into t values (1)");
          seen.push(
            first.serverVersion >= major * 10_000,
            (await scratchDatabases(database)).length,
            [...objectsOf(await second.read())].some(({ name }) => name === "t"),
          );
          throw new Error("midway");
        },
      };
      await expect(load([curious], { database })).rejects.toThrow("midway");
      expect(seen).toEqual([true, 2, false]);
      expect(await scratchDatabases(database)).toEqual([]);
    });
  });

  test("a role that may not create databases", async () => {
    const database = await createDatabase({ major, setup: "create role poor login password 'poor' nosuperuser nocreatedb" });
    cleanups.push(async () => {
      await database.query("drop role poor");
      await database.drop();
    });
    const url = new URL(database.url);
    url.username = "poor";
    url.password = "poor";
    const denied = expect.stringContaining("permission denied to create database") as string;
    if (major < 18) {
      // PGlite of the same major version would be used instead
      const tried = await load([indexes("")], { database, url: url.href }).catch((error: unknown) => error);
      expect(isMigError(tried) && [tried.code, tried.details, tried.message, tried.hint]).toEqual([
        "SCRATCH_REFUSED",
        {
          source: "indexes",
          tried: [
            { where: "server", problem: denied },
            { where: "pglite", problem: `it is PostgreSQL 18, and the database is PostgreSQL ${major}` },
          ],
        },
        expect.stringMatching(/the server of the database did not create one.*PGlite does not do.*"scratchUrl" is not set\.$/u) as string,
        expect.stringMatching(/createdb.*@electric-sql\/pglite.*"scratchUrl"/u) as string,
      ]);
    }
    const wrong = await load([indexes("")], { database, config: { scratchUrl: url.href } }).catch((error: unknown) => error);
    expect(isMigError(wrong) && [wrong.code, wrong.details]).toEqual([
      "SCRATCH_REFUSED",
      { source: "indexes", tried: [{ where: "scratchUrl", problem: denied }] },
    ]);
    // another server, or another role on it, will do
    const source = await load([tables(users)], { database, url: url.href, config: { scratchUrl: database.url } });
    expect(source.diagnostics).toEqual([]);
    if (major < 18) return; // PGlite takes long to begin
    const inMemory = await load([tables(users)], { database, url: url.href, config: { scratchUrl: "pglite:memory" } });
    expect([...objectsOf(inMemory.schema)].map(refText)).toEqual([...objectsOf(source.schema)].map(refText));
  });

  test("a base that cannot be created, and a database that is not there", async () => {
    await inDatabase(major, "", async (database) => {
      const broken: Adapter = {
        name: "broken",
        load: async () => ({
          schema: schemaOf([
            { kind: "table", schema: "public", name: "t" },
            { kind: "column", schema: "public", table: "t", name: "c", type: "nosuchtype" } as SchemaObject,
          ]),
          scope: wholeScope,
          diagnostics: [],
        }),
      };
      const failed = await load([broken, indexes("")], { database }).catch((error: unknown) => error);
      expect(isMigError(failed) && [failed.code, failed.message]).toEqual([
        "SCRATCH_BASE_FAILED",
        expect.stringMatching(/type "nosuchtype" does not exist.*create table/u) as string,
      ]);
      expect(await scratchDatabases(database)).toEqual([]);
      // nothing connects that need not
      await expect(load([broken], { database, url: "postgresql://127.0.0.1:1/x" })).resolves.toMatchObject({ diagnostics: [] });
    });
  });

  test.each(["the server", "PGlite"])("SQL that is refused by %s, with its line", async (by) => {
    await inDatabase(major, "", async (database) => {
      const wrong = indexes(
        "-- first\ncreate index sql_a on users (email);\ncreate index concurrently sql_b on users (email);\n-- and\ncreate index sql_c on users (mail);",
      );
      await expect(
        load([tables(users), wrong], { database, config: { scratchUrl: by === "PGlite" ? "pglite:memory" : database.url } }),
      ).rejects.toMatchObject({
        code: "SCRATCH_SQL_FAILED",
        message: 'The SQL of the model source "indexes" fails in line 5: column "mail" does not exist.',
        details: { sqlState: "42703", line: 5 },
      });
      expect(await scratchDatabases(database)).toEqual([]);
    });
  });

  test("an interrupted run drops its scratch database", async () => {
    await inDatabase(major, "", async (database) => {
      const abort = new AbortController();
      const slow: Adapter = {
        name: "slow",
        load: async ({ scratch }) => {
          const { run: runSql } = await scratch();
          setTimeout(() => abort.abort(), 20);
          await runSql("select pg_sleep(30)");
          throw new Error("not stopped");
        },
      };
      await expect(load([slow], { database }, { signal: () => abort.signal })).rejects.toMatchObject({ code: "INTERRUPTED" });
      expect(await scratchDatabases(database)).toEqual([]);
    });
  });

  test("what a killed run left is dropped later, not that of a run that goes on", async () => {
    await inDatabase(major, "", async (database) => {
      const hours = (ago: number): string => Math.trunc(Date.now() / 1000 - ago * 3600).toString(36);
      const [old, recent] = [`mig_scratch_${hours(24)}_00`, `mig_scratch_${hours(1)}_00`];
      for (const name of [old, recent]) await queryRows(database.url, `create database "${name}" template template0`);
      await load([indexes("")], { database });
      expect(await scratchDatabases(database)).toEqual([recent]);
      await queryRows(database.url, `drop database "${recent}"`);
    });
  });

  test("after a source with errors nothing more is read", async () => {
    await inDatabase(major, "", async (database) => {
      const wrong: Adapter = {
        name: "wrong",
        load: async () => ({ schema: schemaOf([]), scope: wholeScope, diagnostics: [{ severity: "error", code: "X", message: "no" }] }),
      };
      const never: Adapter = { name: "never", load: () => Promise.reject(new Error("read")) };
      expect((await load([wrong, never], { database })).diagnostics).toHaveLength(1);
    });
  });
});
