import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, newestServer, type ScratchDatabase } from "@migts/testkit";
import type { MigConfig } from "../config/config.ts";
import type { RevisionLoss } from "./losses.ts";
import { downgrade, upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";

// A downgrade does not take rows on one keystroke: where there are some, somebody says that they may go.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const made = `op.createTable({ schema: "public", name: "t", columns: [{ name: "id", type: "integer" }, { name: "note", type: "text" }] });`;

function environment(
  url: string,
  down: string,
  {
    up = made,
    config = {},
    options = {},
  }: { readonly up?: string; readonly config?: MigConfig; readonly options?: EnvironmentOptions } = {},
): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-loss-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport async function upgrade(op) { ${up} }\nexport async function downgrade(op) { ${down} }\n`,
  );
  return createEnvironment({ config: { versions: folder, ...config }, root: folder, env: {}, url, urlSource: "test" }, options);
}

async function database(major: number): Promise<ScratchDatabase> {
  const db = await createDatabase({ major });
  cleanups.push(() => db.drop());
  return db;
}

const heads = async (db: ScratchDatabase): Promise<readonly unknown[]> => db.query("select version_num from alembic_version");
const failure = (env: Environment, allowLoss?: true): Promise<unknown> =>
  downgrade(env, { to: "base", ...(allowLoss === undefined ? {} : { allowLoss }) }).catch((error: unknown) => error);
const dropped = `op.dropTable({ schema: "public", name: "t" });`;

/** Ways to lose the rows of t, or values of its column. */
const ways = [
  { name: "a table", down: dropped, row: "insert into t values (1, 'x'), (2, null)", rows: 2, empty: "delete from t" },
  {
    name: "a column",
    down: `op.dropColumn({ schema: "public", table: "t", name: "note" });`,
    row: "insert into t values (1, 'x'), (2, null)",
    rows: 1,
    empty: "update t set note = null",
  },
  {
    name: "a column that heirs keep",
    down: `op.dropColumn({ schema: "public", table: "t", name: "note", only: true });`,
    row: "create table heir () inherits (t); insert into heir values (1, 'x'); insert into t values (2, 'y')",
    rows: 1,
    empty: "update only t set note = null",
  },
  {
    name: "a table by hand",
    down: `op.execute("drop table if exists public.t cascade");`,
    row: "insert into t values (1)",
    rows: 1,
    empty: "delete from t",
  },
  {
    name: "a column by hand",
    down: `op.execute("alter table only t drop column if exists note, drop constraint if exists c");`,
    row: "insert into t values (1, 'x')",
    rows: 1,
    empty: "update t set note = null",
  },
  { name: "truncate", down: `op.execute('truncate table "t"');`, row: "insert into t values (1)", rows: 1, empty: "delete from t" },
  { name: "delete", down: `op.execute("delete from t where id > 0");`, row: "insert into t values (1)", rows: 1, empty: "delete from t" },
];

const functions = `create schema app; create function wipe() returns int language plpgsql as $$ begin delete from t where false; return 1; end $$;
create function app."Wipe"(n int) returns int language sql as 'select n'; create procedure sweep() language plpgsql as $$ begin null; end $$;
create function reads(n int) returns int stable language sql as 'select n'; create function upper(n int) returns int immutable language sql as 'select n';`;

/** May take rows away, for all that mig knows. */
const doubtful = [
  { name: "an unknown function", down: `op.execute("select wipe()");` },
  { name: "one that is quoted, in a schema", down: `op.execute('select app."Wipe"(1)');` },
  { name: "one in a CTE", down: `op.execute("with x as (select wipe()) select * from x");` },
  { name: "one in a condition", down: `op.execute("insert into t select 1, 'y' from t where wipe() = 1");` },
  {
    name: "one whose statement says that it deletes elsewhere",
    down: `op.execute("create table e (id int); delete from e where wipe() = id");`,
  },
  {
    name: "one that the revision itself makes",
    down: `op.execute("create function gone() returns int language sql as 'select 1'; select gone()");`,
  },
  { name: "a procedure", down: `op.execute("call sweep()");` },
  { name: "a function in a block", down: `op.execute("do $$ begin perform wipe(); end $$");` },
  { name: "one in a text that a block executes", down: `op.execute("do $$ begin execute 'select wipe()'; end $$");` },
  { name: "a text that a block puts together", down: `op.execute("do $$ declare s text := 'sel' || 'ect 1'; begin execute s; end $$");` },
  { name: "a prepared statement", down: `op.execute("prepare p as select 1"); op.execute("execute p");` },
  { name: "a read that calls one", down: `await op.query("select wipe()");` },
  { name: "a read that deletes", down: `await op.query("delete from t where id = 5 returning id");` },
  { name: "a later read that deletes", down: `await op.query("select 1"); await op.query("delete from t where id = 5 returning id");` },
  { name: "an unknown function after a read", down: `await op.query("select 1"); op.execute("select wipe()");` },
  { name: "values set to NULL", down: `op.execute("update t set note = null where id = 5");` },
  { name: "two columns set to NULL", down: `op.execute("update only public.t as x set (id, note) = (1, null::text) where id = 5");` },
  { name: "values set to the default", down: `op.execute("update t set note = default where id = 5");` },
  { name: "some values set to NULL", down: `op.execute("update t set note = case when id = 5 then null else note end");` },
  {
    name: "values set to NULL in a CTE",
    down: `op.execute("with x as (update t set note = null where id = 5 returning 1) select * from x");`,
  },
  { name: "values set to NULL in a block", down: `op.execute("do $$ begin update t set note = null where id = 5; end $$");` },
  {
    name: "values set to NULL on conflict",
    down: `op.execute("create unique index on t (id); insert into t values (7, 'q') on conflict (id) do update set note = null");`,
  },
  {
    name: "values set to NULL by MERGE",
    down: `op.execute("merge into t using (select 5 as id) s on t.id = s.id when matched then update set note = null");`,
  },
  {
    name: "values set to NULL by a change of type",
    down: `op.alterColumnType({ schema: "public", table: "t", name: "note", type: "varchar(9)", using: "null::text" });`,
  },
  {
    name: "values overwritten by a change of type",
    down: `op.alterColumnType({ schema: "public", table: "t", name: "note", type: "varchar(9)", using: "''" });`,
  },
  { name: "values overwritten by one", down: `op.execute("update t set note = '' where id = 5");` },
];

const harmless = [
  {
    name: "functions of PostgreSQL's that mig does not list",
    down: `op.execute("select initcap(note), jsonb_path_exists('{}', '$') from t");`,
  },
  { name: "a stable function", down: `op.execute("select reads(1)");` },
  { name: "an immutable function with the name of PostgreSQL's", down: `op.execute("select upper(note), upper(1) from t");` },
  { name: "values computed from the row", down: `op.execute("update t set note = initcap(note) || '!'");` },
  { name: "empty values filled", down: `op.execute("update t set note = '' where note is null");` },
  { name: "one value for another", down: `op.execute("update t set note = 'old' where note = 'new'");` },
  { name: "NULL where it is NULL", down: `op.execute("update t set note = null where note is null");` },
  {
    name: "a block that changes a constraint",
    down: `op.execute("do $$ begin execute format('alter table %I drop constraint if exists %I', 't', 'c'); end $$");`,
  },
  {
    name: "a block that raises",
    down: `op.execute("do $$ begin if (select count(*) from t) > 5 then raise exception 'no'; end if; end $$");`,
  },
  {
    name: "columns in lists",
    down: `op.execute("with a (x) as (values (1)), b (y) as (select x from a) insert into t (id, note) select y, 'z' from b as c (y)");`,
  },
  { name: "a table locked by a read", down: `await op.query("select * from t for update");` },
  { name: "an explained function", down: `op.execute("explain select wipe()");` },
];

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each(ways)("$name: refused while rows are there, silent where there are none", async ({ down, row, rows, empty }) => {
    const db = await database(major);
    const env = environment(db.url, down);
    await upgrade(env, { to: "head" });
    await db.query(row);
    const error = await failure(env);
    expect(error).toMatchObject({
      code: "LOSS_NOT_CONFIRMED",
      exitCode: 3,
      hint: expect.stringContaining("--allow-loss"),
      details: { losses: [{ revision: "a1", rows }] },
    });
    expect(await heads(db)).toEqual([{ version_num: "a1" }]);
    expect(await db.query("select from t")).not.toEqual([]);
    await db.query(empty);
    expect(await downgrade(env, { to: "base" })).toMatchObject({ steps: [{ losses: [] }] });
  });

  test.each(doubtful)("$name: refused, unless it is allowed", async ({ down }) => {
    const db = await database(major);
    await db.query(functions);
    const env = environment(db.url, down);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1, 'x')");
    expect(await failure(env)).toMatchObject({ code: "LOSS_NOT_CONFIRMED", exitCode: 3, hint: expect.stringContaining("--allow-loss") });
    expect(await db.query("select note from t")).toEqual([{ note: "x" }]);
    expect(await failure(env, true)).toMatchObject({ after: [] });
  });

  test.each(harmless)("$name: runs without a question", async ({ down }) => {
    const db = await database(major);
    await db.query(functions);
    const env = environment(db.url, down);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1, 'x')");
    expect(await failure(env)).toMatchObject({ after: [], steps: [{ losses: [] }] });
  });

  test("values that an update removes are counted", async () => {
    const db = await database(major);
    const env = environment(db.url, `op.execute("update t set note = null");`);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1, 'x'), (2, null), (3, 'y')");
    expect(await failure(env)).toMatchObject({
      details: { losses: [{ statement: "update t set note = null", rows: 2, from: [{ table: "t", column: "note" }] }] },
    });
    await db.query("update t set note = null");
    expect(await failure(env)).toMatchObject({ after: [], steps: [{ losses: [] }] });
  });

  test("what an upgrade loses after a read is refused where the configuration wants to be asked", async () => {
    const db = await database(major);
    await db.query("create table old (id int); insert into old values (1)");
    const up = `await op.query("select 1"); op.execute("drop table old");`;
    const run = upgrade(environment(db.url, "", { up, config: { confirmLoss: "always" } }), { to: "head" });
    await expect(run).rejects.toMatchObject({ code: "LOSS_NOT_CONFIRMED", details: { direction: "upgrade" } });
    expect(await db.query("select id from old")).toEqual([{ id: 1 }]);
  });

  test("what an upgrade calls or overwrites is no loss that is told", async () => {
    const db = await database(major);
    await db.query(`create table t (id int, note text); insert into t values (1, 'x'); ${functions}`);
    const up = `op.execute("select wipe()"); op.execute("update t set note = 'z'");`;
    expect(await upgrade(environment(db.url, "", { up }), { to: "head" })).toMatchObject({ steps: [{ losses: [] }] });
  });

  test("allowed, what was lost is told with its rows", async () => {
    const db = await database(major);
    const env = environment(db.url, dropped);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1)");
    expect(await downgrade(env, { to: "base", allowLoss: true })).toMatchObject({
      steps: [{ losses: [{ what: "all rows of table t", rows: 1, from: [{ schema: "public", table: "t" }] }] }],
    });
  });

  test("somebody is asked, and decides", async () => {
    const db = await database(major);
    const asked: (readonly RevisionLoss[])[] = [];
    const answers = [false, true];
    const confirmLosses = async (losses: readonly RevisionLoss[]): Promise<boolean> => {
      asked.push(losses);
      return answers.shift() ?? false;
    };
    const env = environment(db.url, dropped, { options: { confirmLosses } });
    await upgrade(env, { to: "head" });
    await db.query("insert into t select g from generate_series(1, 3000) g; analyze t");
    expect(await failure(env)).toMatchObject({ code: "LOSS_NOT_CONFIRMED", details: { answer: "no" } });
    expect(await heads(db)).toEqual([{ version_num: "a1" }]);
    expect(await downgrade(env, { to: "base" })).toMatchObject({ after: [] });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject([{ revision: "a1", rows: 3000 }]);
  });

  test("what a downgrade loses after a read is refused when it comes to it, and rolled back", async () => {
    const db = await database(major);
    const env = environment(db.url, `await op.query("select 1"); ${dropped}`);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1)");
    expect(await failure(env)).toMatchObject({ code: "LOSS_NOT_CONFIRMED", details: { after: "is as it was before this revision" } });
    expect(await db.query("select id from t")).toEqual([{ id: 1 }]);
    expect(await failure(env, true)).toMatchObject({ after: [] });
  });

  test("the function that was looked at for the question is the one that runs: it is called once", async () => {
    const db = await database(major);
    cleanups.push(() => Reflect.deleteProperty(globalThis, "lossCalls"));
    const env = environment(
      db.url,
      `(globalThis.lossCalls ??= []).push(1); op.execute("create table k" + process.hrtime.bigint() + " ()"); const [{ n }] = await op.query("select count(*)::int as n from t"); op.execute("create table n" + n + " ()"); await op.query("select 1"); op.execute("drop table t");`,
    );
    await upgrade(env, { to: "head" });
    expect(await downgrade(env, { to: "base" })).toMatchObject({ after: [] });
    expect(Reflect.get(globalThis, "lossCalls")).toEqual([1]);
    expect(
      await db.query("select from pg_class where relname like 'k%' and relkind = 'r' and relnamespace = 'public'::regnamespace"),
    ).toHaveLength(1);
    expect(await db.query("select to_regclass('n0') is not null as n0")).toEqual([{ n0: true }]);
  });

  test("what an earlier run has done is not asked about again", async () => {
    const db = await database(major);
    const down = `op.execute("delete from t where id = 1"); op.execute("create index concurrently t_ix on t (id)"); op.execute("select 1 / count(*) from t where id = 3");`;
    const env = environment(db.url, down);
    await upgrade(env, { to: "head" });
    await db.query("insert into t values (1), (2)");
    expect(await failure(env, true)).toMatchObject({ code: "REVISION_FAILED", details: { sqlState: "22012" } });
    await db.query("insert into t values (3)");
    expect(await failure(env)).toMatchObject({ after: [], steps: [{ losses: [], resumedAfter: 2 }] });
  });

  test("a DO block that drops a table is asked about", async () => {
    const db = await database(major);
    const env = environment(db.url, `op.execute("do $$ begin drop table t; end $$");`);
    await upgrade(env, { to: "head" });
    expect(await failure(env)).toMatchObject({ code: "LOSS_NOT_CONFIRMED", details: { losses: [{ what: "what the block removes" }] } });
    expect(await failure(env, true)).toMatchObject({ after: [] });
  });

  test("what is not known to be empty counts as rows; what holds none, such as a sequence, does not", async () => {
    const db = await database(major);
    const unknown = environment(db.url, `op.execute("drop schema if exists app cascade");`);
    await upgrade(unknown, { to: "head" });
    expect(await failure(unknown)).toMatchObject({ code: "LOSS_NOT_CONFIRMED" });
    const sequence = environment(
      db.url,
      `op.execute("create sequence if not exists s"); op.dropSequence({ schema: "public", name: "s" });`,
    );
    expect(await downgrade(sequence, { to: "base" })).toMatchObject({ after: [] });
  });

  test("an upgrade runs what was reviewed, unless the configuration wants to be asked; never asks nobody", async () => {
    const db = await database(major);
    await db.query("create table old (id int); insert into old values (1)");
    const up = `op.execute("drop table old");`;
    expect(
      await upgrade(environment(db.url, "", { up, config: { confirmLoss: "always" } }), { to: "head" }).catch((error: unknown) => error),
    ).toMatchObject({ code: "LOSS_NOT_CONFIRMED", details: { direction: "upgrade" } });
    expect(await upgrade(environment(db.url, "", { up }), { to: "head" })).toMatchObject({ steps: [{ losses: [{ rows: 1 }] }] });
    await db.query("create table t (id int); insert into t values (1)");
    expect(await downgrade(environment(db.url, dropped, { config: { confirmLoss: "never" } }), { to: "base" })).toMatchObject({
      after: [],
    });
  });
});
