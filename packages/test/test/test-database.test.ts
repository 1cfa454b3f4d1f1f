import { runScript, tempProject } from "@migts/testkit";
import { expect, test } from "vitest";
import { execute, revision, shop, withProject } from "./project.ts";

const counts =
  "(select count(*)::int from users) as users, (select count(*)::int from countries) as countries, nextval('users_id_seq')::int as next";

test("a database is at the newest revision, has the rows that revisions wrote, and is dropped at its end", () =>
  withProject(shop, async ({ run, databases }) => {
    const result = await run(`
      const db = await mig.testDatabase();
      const had = await db.query("select ${counts.replaceAll('"', '\\"')}");
      await db.close();
      await db.close();
      return { had };`);
    expect(result).toEqual({ had: [{ users: 0, countries: 2, next: 1 }] });
    expect(await databases()).toEqual([expect.stringMatching(/^mig_test_template_[0-9a-f]{8}_[0-9a-f]{24}$/u)]);
  }));

test("many processes at once build one template, and get a database each", () =>
  withProject(shop, async ({ run, databases }) => {
    const program = `
      const all = await Promise.all([1, 2, 3].map(() => mig.testDatabase()));
      for (const db of all) await db.query("insert into users (email) values ('a')");
      await Promise.all(all.map((db) => db.close()));
      return all.map((db) => db.name);`;
    const names = await Promise.all([1, 2, 3, 4].map(() => run<readonly string[]>(program)));
    expect(new Set(names.flat()).size).toBe(12);
    expect(await databases()).toHaveLength(1);
  }));

const changes = [
  { what: "rows", change: "insert into users (email) values ('a'), ('b'); insert into posts (author) select id from users", keeps: true },
  { what: "rows that revisions wrote", change: "delete from countries where code = 'de'", keeps: true },
  { what: "values that revisions wrote", change: "update countries set code = 'fr' where code = 'de'", keeps: true },
  { what: "a sequence alone", change: "select nextval('users_id_seq')", keeps: true },
  { what: "nothing", change: "select 1", keeps: true },
  { what: "the design", change: "alter table users add column age int", keeps: false },
  { what: "a function", change: "create function f() returns int language sql as 'select 1'", keeps: false },
  { what: "an index", change: "create index on users (country)", keeps: false },
  { what: "rights", change: "grant select on users to public", keeps: false },
];

test("reset() undoes any change; connections stay if the design is the same", () =>
  withProject(shop, async ({ run }) => {
    const results = await run<readonly object[]>(`
      const { default: pg } = await import("pg");
      const results = [];
      for (const { what, change } of ${JSON.stringify(changes)}) {
      const db = await mig.testDatabase();
      const client = new pg.Client(db.url);
      client.on("error", () => {});
      await client.connect();
      await client.query(change);
      await db.reset();
      const stays = await client.query("select 1").then(() => true, () => false);
      const [rows] = await db.query("select ${counts}, (select string_agg(code, ',' order by code) from countries) as codes, to_regproc('f') is null as gone," +
        " (select count(*)::int from pg_attribute where attrelid = 'users'::regclass and attnum > 0) as columns, (select count(*)::int from pg_index where indrelid = 'users'::regclass) as indexes," +
        " (select relacl is null from pg_class where oid = 'users'::regclass) as plain");
      await client.end().catch(() => {});
      await db.close();
      results.push({ what, stays, rows });
      }
      return results;`);
    const rows = { users: 0, countries: 2, next: 1, codes: "de,jp", gone: true, columns: 3, indexes: 2, plain: true };
    expect(results).toEqual(changes.map(({ what, keeps }) => ({ what, stays: keeps, rows })));
  }));

test("the template is built again when a revision, a file that it names or the seed changes", () =>
  withProject(
    {
      "mig/versions/aa11.js": `import { text } from "../helper.js";\n${revision("aa11", null, "op.execute(text);\n  op.executeFile('../more.sql');", execute("drop table a"))}`,
      "mig/helper.js": `export const text = "create table a (id int)";\n`,
      "mig/more.sql": "insert into a values (1);\n",
    },
    async ({ run, write, databases }) => {
      const ids = (options = ""): Promise<unknown> =>
        run(
          `const db = await mig.testDatabase(${options}); const rows = await db.query("select * from a"); await db.close(); return rows;`,
        );
      expect(await ids()).toEqual([{ id: 1 }]);
      await write({ "mig/more.sql": "insert into a values (2);\n" });
      expect(await ids()).toEqual([{ id: 2 }]);
      await write({ "mig/helper.js": `export const text = "create table a (id int, name text)";\n` });
      expect(await ids()).toEqual([{ id: 2, name: null }]);
      const seed = (id: number): string => `{ seed: async (url) => {
        const { default: pg } = await import("pg");
        const client = new pg.Client(url);
        client.on("error", () => {});
        await client.connect();
        await client.query("insert into a values (${id})");
        // its connection stays open
      } }`;
      expect(await ids(seed(5))).toEqual([
        { id: 2, name: null },
        { id: 5, name: null },
      ]);
      expect(await databases()).toHaveLength(4);
      expect(await ids(seed(5))).toHaveLength(2);
      expect(await databases()).toHaveLength(4);
    },
  ));

test("a run removes what a killed process has left, and nothing else", () =>
  withProject(shop, async ({ run, start, databases, url, write }) => {
    await run(`await (await mig.testDatabase()).close();`);
    const [template = ""] = await databases();
    const { signal, stdout } = await start([
      "--no-warnings",
      "--input-type=module",
      "--eval",
      `import { testDatabase } from "@migts/test";
       const { name } = await testDatabase();
       console.log(name);
       setTimeout(() => process.kill(process.pid, "SIGKILL"), 50);`,
    ]);
    expect(signal).toBe("SIGKILL");
    await runScript(url, "create database mig_test_mine");
    await write({ "mig/versions/bb22.js": revision("bb22", "aa11", execute("create table b (id int)"), execute("drop table b")) });
    await run(`await (await mig.testDatabase()).close();`);
    const left = await databases();
    expect(left).not.toContain(stdout.trim());
    expect(left.filter((name) => !name.startsWith("mig_test_template_"))).toEqual(["mig_test_mine"]);
    expect(left).toHaveLength(3);
    expect(left).toContain(template);
  }));

test("databases of a process that runs are left alone by another", () =>
  withProject(shop, async ({ run }) => {
    const rows = await run(`
      const db = await mig.testDatabase();
      const { execFileSync } = await import("node:child_process");
      const program = 'import { testDatabase } from "@migts/test"; import { appendFileSync } from "node:fs"; await (await testDatabase({ at: "base" })).close();';
      execFileSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", program]);
      const rows = await db.query("select code from countries order by 1");
      await db.close();
      return rows;`);
    expect(rows).toEqual([{ code: "de" }, { code: "jp" }]);
  }));

test("a role that may not create databases is told what to do, without a password", () =>
  withProject(shop, async ({ run, url, adminUrl }) => {
    await runScript(adminUrl, "drop role if exists mig_test_poor; create role mig_test_poor login password 'geheim-geheim'");
    try {
      const poor = new URL(url);
      poor.username = "mig_test_poor";
      poor.password = "geheim-geheim";
      const refused = await run(
        `return mig.testDatabase().then(() => "made", (error) => [error.code, error.message, error.hint, String(error.stack)].join("\\n"));`,
        { DATABASE_URL: poor.href },
      );
      expect(refused).toMatch(
        /^TEST_DATABASE_REFUSED\nThe server created no test database: permission denied to create database\.\nLet the role create databases/u,
      );
      expect(refused).not.toContain("geheim");
    } finally {
      await runScript(adminUrl, "drop role mig_test_poor");
    }
  }));

test.each([
  { call: `mig.testDatabase({ sed: () => {} })`, says: `"sed" is not an option` },
  { call: `mig.testDatabase("postgresql://x")`, says: "its argument is no object" },
  { call: `mig.testDatabase({ at: 5 })`, says: `"at" must be a revision or a list of revisions` },
])("$call is refused", ({ call, says }) =>
  withProject(shop, async ({ run }) => {
    expect(await run(`return ${call}.then(() => "made", (error) => [error.code, error.message]);`)).toEqual([
      "ARGUMENT_INVALID",
      expect.stringContaining(says),
    ]);
  }),
);

test("CommonJS takes the package by require", () =>
  withProject(shop, async ({ start, write }) => {
    await write({
      "a.cjs": `const door = require("@migts/test");
door.testDatabase().then(async (db) => {
  console.log(await db.query("select 1 as one"));
  await db.close();
  for (const name of Object.keys(await import("@migts/test"))) if (!(name in door)) console.log(name);
});\n`,
    });
    expect(await start(["--no-warnings", "a.cjs"])).toMatchObject({ code: 0, stdout: "[ { one: 1 } ]\n", stderr: "" });
  }));

test("a project in PGlite: a copy in memory, reset() and a template that the next process finds", { timeout: 240_000 }, () =>
  withProject(shop, async ({ run, write, list }) => {
    await write({ "mig.config.json": { url: "pglite:data" } });
    const program = `
      const db = await mig.testDatabase();
      await db.query("insert into users (email) values ('a')");
      await db.query("delete from countries where code = 'de'");
      await db.reset();
      const first = await db.query("select ${counts}");
      await db.query("alter table users add column age int");
      await db.reset();
      const { rows } = await db.pglite.query("select ${counts}");
      await db.close();
      return { first, rows, url: db.url };`;
    const row = { users: 0, countries: 2, next: 1 };
    const cache = await tempProject();
    try {
      const found = { DATABASE_URL: "", XDG_CACHE_HOME: cache.path };
      expect(await run(program, found)).toEqual({ first: [row], rows: [row], url: "pglite:memory" });
      const kept = await cache.list("mig/test");
      expect(kept).toEqual([expect.stringMatching(/^mig_test_template_.*\.tar\.gz$/u), expect.stringMatching(/\.tar\.gz\.json$/u)]);
      expect(await run(program, found)).toEqual({ first: [row], rows: [row], url: "pglite:memory" });
      expect(await cache.list("mig/test")).toEqual(kept);
      expect(await list()).not.toContain("data");
      const refused = await run(`return mig.testMigrations().catch((error) => [error.code, error.hint]);`, found);
      expect(refused).toEqual(["TEST_DATABASE_REFUSED", "Set TEST_DATABASE_URL to a server."]);
    } finally {
      await cache.remove();
    }
  }),
);
