import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, queryRows, newestServer, type ScratchDatabase } from "@migts/testkit";
import { connect } from "../connection/connect.ts";
import type { Session } from "../session.ts";
import { current, downgrade, stamp, upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";
import { previewUpgrade } from "../run/preview.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => made.drop());
  return made;
}

/** A folder with one revision, a1, whose functions are these. */
function project(
  up: string,
  down = "",
): { readonly env: (url: string) => Environment; readonly write: (up: string) => void; readonly folder: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-resume-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const write = (body: string): void =>
    writeFileSync(
      path.join(folder, "a1.ts"),
      `export const revision = "a1";\nexport const downRevision = null;\nexport async function upgrade(op) {\n${body}\n}\nexport async function downgrade(op) {\n${down}\n}\n`,
    );
  write(up);
  return {
    write,
    folder,
    env: (url) => createEnvironment({ config: { versions: folder, tableLockSeconds: 5 }, root: folder, env: {}, url }),
  };
}

/** The same, but the worker's connection is cut at the first message that matches, before the server has it or after it has done it. */
function cutting(env: Environment, pattern: RegExp, when: "before" | "after" = "before"): Environment {
  let isCut = false;
  const wrap = (session: Session): Session => ({
    ...session,
    batch: async (texts) => {
      const hits = !isCut && texts.some((text) => pattern.test(text));
      const cut = (): never => {
        isCut = true;
        session.destroy();
        throw new Error("Connection terminated unexpectedly");
      };
      if (hits && when === "before") cut();
      const results = await session.batch(texts);
      return hits ? cut() : results;
    },
  });
  return {
    ...env,
    connect: async (name, options) => (name.startsWith("mig worker") ? wrap(await env.connect(name, options)) : env.connect(name, options)),
  };
}

const calls = (key: string): readonly unknown[] => (Reflect.get(globalThis, key) as readonly unknown[] | undefined) ?? [];
const remember = (key: string, value: string): string => `(globalThis.${key} ??= []).push(${value});`;

const lost = { code: "CONNECTION_LOST" };
const border = `op.execute("create index concurrently border_ix on border (id)");`;
const setup =
  "create table border (id int); create schema app; create table a (id int); create table b (id int); create index ix on a (id);";

describe.each(newestServer())("PostgreSQL $major", ({ major, url }) => {
  test("an index whose name another table's index has fails each time, and nothing is dropped", async () => {
    const db = await database(major, setup);
    const env = project(`op.createIndex({ schema: "public", table: "b", name: "ix", columns: ["id"], concurrently: true });`).env(db.url);
    for (let run = 0; run < 3; run += 1)
      await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({ code: "REVISION_FAILED", details: { sqlState: "42P07" } });
    expect(await db.query("select indrelid::regclass::text as table from pg_index where indexrelid = 'ix'::regclass")).toEqual([
      { table: "a" },
    ]);
    expect(await current(env)).toMatchObject({ heads: [] });
    await db.query("drop index ix");
    await upgrade(env, { to: "head" });
    expect(await db.query("select indrelid::regclass::text as table from pg_index where indexrelid = 'ix'::regclass")).toEqual([
      { table: "b" },
    ]);
  });

  test("a drop of an index that is not there fails each time", async () => {
    const db = await database(major, setup);
    const env = project(`op.dropIndex({ schema: "public", table: "b", name: "gone", concurrently: true });`).env(db.url);
    for (let run = 0; run < 2; run += 1)
      await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({ details: { sqlState: "42704" } });
  });

  test.each([
    { name: "by a statement", set: `op.execute("set search_path to app; set role resume_role_${major}");` },
    { name: "by a read", set: `await op.query("set search_path to app"); await op.query("set role resume_role_${major}");` },
    { name: "by a function", set: `op.execute("select public.sets()");` },
    { name: "by a function in a read", set: `await op.query("select public.sets()");` },
    {
      name: "by a text that is put together",
      set: `op.execute("do $$ begin execute 'se' || 't search_path to app'; execute 'se' || 't ro' || 'le resume_role_${major}'; end $$");`,
    },
    {
      name: "by a function with its name quoted",
      set: `op.execute("select \\"set_config\\"('search_path', 'app', false), \\"set_config\\"('role', 'resume_role_${major}', false)");`,
    },
  ])("what a revision sets $name stays set over its borders, whether it is cut off or not", async ({ set }) => {
    const db = await database(
      major,
      `${setup} create role resume_role_${major}; grant all on schema app, public to resume_role_${major}; create table wide (id int); alter table wide owner to resume_role_${major}; create function sets() returns void language plpgsql as $$ begin perform set_config('search_path', 'app', false); execute 'set role resume_role_${major}'; end $$`,
    );
    cleanups.unshift(() => queryRows(url, `drop role resume_role_${major}`)); // the database goes first
    const up = `${set}\nop.execute("create table app.first (id int)");\nop.execute("create index concurrently wide_ix on public.wide (id)");\nop.execute("create table landed (id int)");\nop.execute("analyze landed; create index concurrently landed_ix on landed (id)");\nop.execute("create table last (id int)");`;
    const { env } = project(up, `op.execute("drop table app.landed, app.last, app.first");\nop.execute("drop index wide_ix");`);
    const where = (): Promise<readonly object[]> =>
      db.query(
        "select relname as name, relnamespace::regnamespace::text as schema, relowner::regrole::text as owner from pg_class where relname in ('landed', 'last') order by 1",
      );
    const expected = [
      { name: "landed", schema: "app", owner: `resume_role_${major}` },
      { name: "last", schema: "app", owner: `resume_role_${major}` },
    ];
    await upgrade(env(db.url), { to: "head" });
    expect(await where()).toEqual(expected);
    for (const [pattern, when] of [
      [/wide_ix/u, "before"],
      [/wide_ix/u, "after"],
      [/create table landed/u, "before"],
      [/landed_ix/u, "before"],
      [/landed_ix/u, "after"],
      [/create table last/u, "before"],
    ] as const) {
      await downgrade(env(db.url), { to: "base" });
      await expect(upgrade(cutting(env(db.url), pattern, when), { to: "head" })).rejects.toMatchObject(lost);
      await upgrade(env(db.url), { to: "head" });
      expect(await where()).toEqual(expected);
    }
  });

  test.each([
    {
      name: "a temporary table",
      up: `op.execute("create temp table x as select 1 as id");\n${border}\nop.execute("insert into a select id from x");`,
    },
    { name: "a temporary table made by SELECT INTO", up: `op.execute("select 1 as id into temporary table x");\n${border}` },
    {
      name: "a temporary table, reads between",
      up: `op.execute("create temporary table x (id int)");\nawait op.query("select 1");\n${border}`,
    },
    { name: "a table in pg_temp", up: `op.execute("create table pg_temp.x (id int)");\n${border}` },
    { name: "a table in pg_temp, quoted", up: `op.execute('create table "pg_temp" . "x" (id int)');\n${border}` },
    { name: "a prepared statement", up: `op.execute("prepare p as select 1");\n${border}` },
    { name: "set_config", up: `op.execute("select set_config('search_path', 'app', false)");\n${border}` },
    { name: "set_config in a read", up: `await op.query("select pg_catalog.set_config('search_path', 'app', false)");\n${border}` },
    {
      name: "set_config in a DO block",
      up: `op.execute("do $$ begin perform set_config('search_path', 'app', false); end $$");\n${border}`,
    },
    { name: "SET in a DO block", up: `op.execute("do $$ begin set search_path to app; end $$");\n${border}` },
    { name: "an advisory lock", up: `op.execute("select pg_advisory_lock(1)");\n${border}` },
    {
      name: "set local search_path",
      up: `op.execute("set local search_path to app; create table x (id int)");\n${border}\nop.execute("create table y (id int)");`,
    },
    {
      name: "set local role",
      up: `op.execute("set local role postgres");\nop.execute("alter type mood add value 'x'");\nop.execute("insert into m values ('x')");`,
    },
    { name: "LISTEN", up: `op.execute("listen x");\n${border}` },
  ])("$name before a border is refused before anything runs", async ({ up }) => {
    const db = await database(major, `${setup} create type mood as enum ('a'); create table m (m mood)`);
    await expect(upgrade(project(up).env(db.url), { to: "head" })).rejects.toMatchObject({
      code: "SESSION_STATE_LOST",
      hint: expect.stringMatching(/\.$/u),
    });
    expect(
      await db.query("select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"),
    ).toEqual(["a", "alembic_version", "b", "border", "m", "mig_log"].map((name) => ({ name })));
    expect(await db.query("select to_regclass('border_ix') as index")).toEqual([{ index: null }]);
  });

  test.each([
    {
      name: "a temporary table around a new enum value that nothing names afterwards",
      up: `op.execute("create type e as enum ('a'); create temp table x (id int); alter type e add value 'b'; insert into x values (1); drop table x");`,
    },
    { name: "a temporary table that is dropped again", up: `op.execute("create temp table x (id int); drop table x");\n${border}` },
    {
      name: "a temporary table that ends with its transaction",
      up: `op.execute("create temp table x (id int) on commit drop");\n${border}`,
    },
    {
      name: "a temporary table behind the border",
      up: `${border}\nop.execute("create temp table x (id int)");\nop.execute("insert into x values (1)");`,
    },
    { name: "a timeout for the first transaction", up: `op.execute("set local lock_timeout = '1s'; create table x (id int)");\n${border}` },
    {
      name: "a function that sets its own path",
      up: `op.execute("create function f() returns int language sql set search_path = '' as 'select set_config(''a.b'', ''c'', false)::int'");\n${border}`,
    },
    {
      name: "a function whose path ends with pg_temp, and that works there",
      up: `op.execute("create function f() returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as 'begin create table pg_temp.x (id int); return 1; end'");\n${border}`,
    },
    { name: "a column called set_config", up: `op.execute("create table x (set_config int)");\n${border}` },
  ])("$name is fine", async ({ up }) => {
    const db = await database(major, setup);
    await upgrade(project(up).env(db.url), { to: "head" });
  });

  test("what a revision makes in its session ends with it", async () => {
    const db = await database(major, setup);
    const two = `op.execute("create temp table x (id int); prepare p as select 1; select pg_advisory_lock(7); listen l");\nop.execute("insert into x values (1)");`;
    const chain = project(two);
    writeFileSync(
      path.join(chain.folder, "b1.ts"),
      `export const revision = "b1";\nexport const downRevision = "a1";\nexport function upgrade(op) {\n${two}\n}\n`,
    );
    expect(await upgrade(chain.env(db.url), { to: "head" })).toMatchObject({ after: ["b1"] });
  });

  test("a statement that cannot be resumed is refused by name, by a preview as well", async () => {
    const db = await database(major, setup);
    const env = project(
      `op.execute("create table x (id int)");\nop.execute("create subscription s connection 'dbname=nowhere' publication p");`,
    ).env(db.url);
    const refused = {
      code: "STATEMENT_NOT_RESUMABLE",
      place: { line: 5 },
      details: { statement: expect.stringContaining("create subscription s") },
      hint: expect.stringContaining("create_slot = false"),
    };
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject(refused);
    await expect(previewUpgrade(env, { to: "head" })).rejects.toMatchObject(refused);
    expect(await db.query("select to_regclass('x') as x")).toEqual([{ x: null }]);
  });

  test("a setting that a function makes for its transaction alone ends with it, also where the revision is cut off later", async () => {
    const db = await database(
      major,
      `${setup} create function sets() returns void language plpgsql as $$ begin perform set_config('search_path', 'app, public', true); end $$`,
    );
    const { env } = project(`op.execute("select sets()");\n${border}\nop.execute("create table landed (id int)");`);
    await expect(upgrade(cutting(env(db.url), /create table landed/u), { to: "head" })).rejects.toMatchObject(lost);
    await upgrade(env(db.url), { to: "head" });
    expect(await db.query("select relnamespace::regnamespace::text as schema from pg_class where relname = 'landed'")).toEqual([
      { schema: "public" },
    ]);
  });

  test("the form that the refusal advises runs", async () => {
    const db = await database(major);
    const env = project(
      `op.execute("create table x (id int)");\nop.execute("create subscription s connection 'dbname=nowhere' publication p with (connect = false)");`,
      `op.execute("alter subscription s set (slot_name = none)");\nop.execute("drop subscription s");\nop.execute("drop table x");`,
    ).env(db.url);
    expect(await upgrade(env, { to: "head" })).toMatchObject({ after: ["a1"] });
    expect(await downgrade(env, { to: "base" })).toMatchObject({ after: [] });
  });

  test("what was read before a border is answered again as it was, in the same types", async () => {
    const db = await database(major, `${setup} insert into a values (1), (2)`);
    const up = `const rows = await op.query("select id from a order by id");
const [one] = await op.query("select 9007199254740993 as big, 1.5::numeric as dec, now() as ts, date '2020-02-03' as d, '\\\\xdeadbeef'::bytea as b, '{\\"$mig\\": \\"date\\", \\"a\\": [1, null]}'::jsonb as j, array[1, 2] as ints, interval '1 day 2 hours' as i, 'infinity'::timestamptz as inf, 'NaN'::float8 as nan, null as nothing, true as t, '-0'::float8 as zero, point '(1,2)' as p");
${remember("answered", "{ rows, one }")}
for (const { id } of rows) op.execute("insert into b values ($1)", [id]);
${border}
op.execute("insert into b values ($1)", [rows.length * 100]);
const [{ n }] = await op.query("select count(*)::int as n from a");
op.execute("insert into b values ($1)", [n * 1000]);`;
    const { env } = project(up);
    cleanups.push(() => Reflect.deleteProperty(globalThis, "answered"));
    await expect(upgrade(cutting(env(db.url), /border_ix/u, "after"), { to: "head" })).rejects.toMatchObject(lost);
    await db.query("insert into a values (3), (4)");
    await upgrade(env(db.url), { to: "head" });
    expect(await db.query("select id from b order by 1")).toEqual([1, 2, 200, 4000].map((id) => ({ id })));
    const [first, second] = calls("answered") as readonly {
      readonly one: { readonly i: object; readonly b: unknown; readonly zero: number };
    }[];
    expect(second).toEqual(first);
    expect(Object.getPrototypeOf(second?.one.i)).toBe(Object.getPrototypeOf(first?.one.i));
    expect(second?.one.b).toBeInstanceOf(Buffer);
    expect(Object.is(second?.one.zero, -0)).toBe(true);
    expect(await db.query("select resume from mig_log")).toEqual([{ resume: null }]);
  });

  test.each(["upgrade", "downgrade"] as const)(
    "a table in use behind a border: the %s's function is not run again, reads are repeated",
    async (direction) => {
      const db = await database(major, `${setup} insert into a values (1)`);
      const body = `${remember("ran", "1")}
const [{ n }] = await op.query("select count(*)::int as n from a");
op.execute("insert into b values ($1)", [n]);
op.execute("create index concurrently border_ix${direction} on border (id)");
const [{ m }] = await op.query("select count(*)::int as m from b");
op.execute("alter table border add ${direction} int");
op.execute("insert into b values ($1)", [m + 10]);`;
      const { env } = direction === "upgrade" ? project(body) : project("", body);
      cleanups.push(() => Reflect.deleteProperty(globalThis, "ran"));
      if (direction === "downgrade") await upgrade(env(db.url), { to: "head" });
      const holder = await connect(db.url);
      cleanups.push(() => holder.close());
      const run = direction === "upgrade" ? upgrade(env(db.url), { to: "head" }) : downgrade(env(db.url), { to: "base" });
      await expect
        .poll(() => db.query("select from mig_log where outcome = 'unfinished' and statements_done = 2"))
        .toHaveLength(1)
        .catch(() => {});
      await holder.simple("begin; select * from border");
      await db.query("insert into a values (2)");
      await new Promise((resolve) => setTimeout(resolve, 700));
      await holder.simple("rollback");
      await run;
      expect(calls("ran")).toHaveLength(1);
      expect(await db.query("select id from b order by 1")).toEqual([{ id: 1 }, { id: 11 }]);
    },
  );

  test("a read that is answered otherwise on the next try is decided again, from the border on", async () => {
    const db = await database(major, `${setup} insert into a values (1)`);
    const up = `${remember("again", "1")}
const [{ n }] = await op.query("select count(*)::int as n from a");
op.execute("insert into b values ($1)", [n]);
${border}
const [{ m }] = await op.query("select count(*)::int as m from a");
globalThis.wait?.();
await globalThis.waiting;
op.execute("alter table border add x int");
op.execute("insert into b values ($1)", [m + 10]);`;
    const holder = await connect(db.url);
    let held = (): void => {};
    Object.assign(globalThis, {
      waiting: new Promise<void>((resolve) => (held = resolve)),
      wait: onlyOnce(
        () =>
          void holder.simple("insert into a values (2)").then(async () => {
            await holder.simple("begin; select * from border");
            held();
            setTimeout(() => void holder.simple("commit"), 700);
          }),
      ),
    });
    cleanups.push(
      () => holder.close(),
      () => ["again", "wait", "waiting"].map((key) => Reflect.deleteProperty(globalThis, key)),
    );
    await upgrade(project(up).env(db.url), { to: "head" });
    expect(await db.query("select id from b order by 1")).toEqual([{ id: 1 }, { id: 12 }]);
    expect(calls("again")).toHaveLength(2);
  });

  test("SQL that is other each time is gone on with as it was recorded", async () => {
    const db = await database(major, `${setup} create table stamps (at bigint, part int)`);
    const up =
      "const now = process.hrtime.bigint();\nop.execute(`insert into stamps values (${now}, 1)`);\n" +
      border +
      "\nop.execute(`insert into stamps values (${now}, 2)`);";
    const { env } = project(up);
    for (const pattern of [/border_ix/u, /, 2\)/u])
      await expect(upgrade(cutting(env(db.url), pattern), { to: "head" })).rejects.toMatchObject(lost);
    await upgrade(env(db.url), { to: "head" });
    expect(await db.query("select count(*)::int as rows, count(distinct at)::int as times from stamps")).toEqual([{ rows: 2, times: 1 }]);
    expect(await current(env(db.url))).toMatchObject({ heads: ["a1"], unfinished: [] });
  });

  test("SQL that is other each time, with a read behind it: the statement is named, and the advised command leads out", async () => {
    const db = await database(major, `${setup} create table stamps (at bigint)`);
    const up =
      "op.execute(`insert into stamps values (${process.hrtime.bigint()})`);\n" +
      border +
      '\nawait op.query("select 1");\nop.execute("create table x (id int)");';
    const { env, write } = project(up);
    await expect(upgrade(cutting(env(db.url), /border_ix/u, "after"), { to: "head" })).rejects.toMatchObject(lost);
    const error: unknown = await upgrade(env(db.url), { to: "head" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "RESUME_MISMATCH",
      details: { at: 1, isSameFile: true, was: expect.stringMatching(/^insert into stamps/u) },
      hint: expect.not.stringContaining("Restore the file"),
    });
    write(up.replace("insert", "insert  "));
    await expect(upgrade(env(db.url), { to: "head" })).rejects.toMatchObject({
      code: "RESUME_MISMATCH",
      hint: expect.stringContaining("Restore the file"),
    });
    await stamp(env(db.url), { to: "a1" });
    expect(await current(env(db.url))).toMatchObject({ heads: ["a1"], unfinished: [] });
    expect(await upgrade(env(db.url), { to: "head" })).toMatchObject({ steps: [] });
  });

  test("a read that fails fails the revision, also where its function catches that", async () => {
    const db = await database(major, setup);
    const env = project(`try { await op.query("select * from nowhere"); } catch {}\nop.execute("create table x (id int)");`).env(db.url);
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({
      code: "REVISION_FAILED",
      details: { sqlState: "42P01", statement: "select * from nowhere" },
    });
  });

  test("a rest that was edited is run as it is now; a statement that was started and is another now is cleared away", async () => {
    const db = await database(major, `${setup} insert into a values (1), (1)`);
    const { env, write } = project(
      `op.execute("create table x (id int)");\nop.execute("create unique index concurrently new_ix on a (id)");`,
    );
    await expect(upgrade(env(db.url), { to: "head" })).rejects.toMatchObject({ details: { sqlState: "23505" } });
    write(
      `op.execute("create table x (id int)");\nop.execute("create index concurrently new_ix on a (id)");\nop.execute("create table y (id int)");`,
    );
    await upgrade(env(db.url), { to: "head" });
    expect(await db.query("select indisvalid and not indisunique as fine from pg_index where indexrelid = 'new_ix'::regclass")).toEqual([
      { fine: true },
    ]);
    expect(await db.query("select to_regclass('y') is not null as y")).toEqual([{ y: true }]);
  });

  test("a log and a mark of an older version are read, and gone on with", async () => {
    const db = await database(major, setup);
    const { env } = project(`op.execute("create table x (id int)");\n${border}`);
    await expect(upgrade(cutting(env(db.url), /border_ix/u, "after"), { to: "head" })).rejects.toMatchObject(lost);
    await db.query("alter table mig_log drop column resume");
    expect(await current(env(db.url))).toMatchObject({ unfinished: [{ revision: "a1", statementsDone: 1 }] });
    await upgrade(env(db.url), { to: "head" });
    expect(await current(env(db.url))).toMatchObject({ heads: ["a1"], unfinished: [] });
  });
});

const onlyOnce = (call: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (!isDone) call();
    isDone = true;
  };
};
