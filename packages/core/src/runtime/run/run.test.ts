import { existsSync, mkdtempSync, writeFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, queryRows, servers, type ScratchDatabase } from "@migts/testkit";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";
import { connect } from "../connection/connect.ts";
import { current, downgrade, stamp, upgrade } from "./commands.ts";
import type { RunEvent } from "../environment/event.ts";
import type { MigConfig } from "../config/config.ts";
import type { Session } from "../session.ts";

/** Bodies of a revision's functions. */
interface Body {
  readonly up?: string;
  readonly down?: string;
  readonly parent?: string;
}

interface Project {
  readonly folder: string;
  readonly write: (id: string, body: Body) => void;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A folder of revisions, each on the one before unless it says otherwise. */
function project(bodies: Readonly<Record<string, Body>> = {}): Project {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-run-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  let last: string | undefined;
  const write = (id: string, { up = "", down = "", parent }: Body): void => {
    writeFileSync(
      path.join(folder, `${id}.ts`),
      `import type { Op } from "@migts/core/op";\nexport const revision = "${id}";\nexport const downRevision = ${parent === undefined ? "null" : `"${parent}"`};\n\nexport async function upgrade(op: Op) {\n${up}\n}\n\nexport async function downgrade(op: Op) {\n${down}\n}\n`,
    );
  };
  for (const [id, body] of Object.entries(bodies)) {
    write(id, last === undefined ? body : { parent: last, ...body });
    last = id;
  }
  return { folder, write };
}

function environment({ folder }: Project, url: string, config: MigConfig = {}, options: EnvironmentOptions = {}): Environment {
  return createEnvironment({ config: { versions: folder, ...config }, root: folder, env: {}, url }, options);
}

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => made.drop());
  return made;
}

const table = (name: string): Body => ({ up: `op.execute("create table ${name} (id int)");`, down: `op.execute("drop table ${name}");` });
const five = { a1: table("t1"), a2: table("t2"), a3: table("t3"), a4: table("t4"), a5: table("t5") };

const tablesOf = async (db: ScratchDatabase): Promise<readonly string[]> =>
  (
    await db.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )
  ).map(({ name }) => name);
const headsOf = async (db: ScratchDatabase): Promise<readonly string[]> =>
  (await db.query<{ version_num: string }>("select version_num from alembic_version order by 1")).map((row) => row.version_num);
const logOf = async (db: ScratchDatabase): Promise<readonly string[]> =>
  (
    await db.query<{ line: string }>(
      "select concat_ws(' ', revision, direction, outcome, statements_done) as line from mig_log order by id",
    )
  ).map(({ line }) => line);

describe.each(servers())("PostgreSQL $major", ({ major, url }) => {
  test("up and down, with heads, log and report", async () => {
    const db = await database(major);
    const env = environment(project(five), db.url);
    expect(await current(env)).toEqual({ heads: [], unfinished: [], has: { version: false, log: false } });
    expect(await tablesOf(db)).toEqual([]);
    const report = await upgrade(env, { to: "head" });
    expect(report).toMatchObject({ before: [], after: ["a5"] });
    expect(report.steps.map(({ revision, statements }) => [revision, statements])).toEqual([
      ["a1", 1],
      ["a2", 1],
      ["a3", 1],
      ["a4", 1],
      ["a5", 1],
    ]);
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log", "t1", "t2", "t3", "t4", "t5"]);
    expect(await headsOf(db)).toEqual(["a5"]);
    expect(await upgrade(env, { to: "head" })).toEqual({ before: ["a5"], after: ["a5"], steps: [] });
    await downgrade(env, { to: "-2" });
    expect(await headsOf(db)).toEqual(["a3"]);
    await downgrade(env, { to: "base" });
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log"]);
    expect((await logOf(db)).slice(-2)).toEqual(["a2 downgrade done 1", "a1 downgrade done 1"]);
    const [row] = await db.query(
      "select applied_by, mig_version, length(checksum) as length, duration_ms >= 0 as took, finished_at >= started_at as ordered from mig_log limit 1",
    );
    expect(row).toEqual({ applied_by: "postgres", mig_version: "0.0.0", length: 64, took: true, ordered: true });
  });

  test("two upgrades at once on an empty database: both succeed, everything is applied once", async () => {
    const db = await database(major);
    const files = project(five);
    const runs = await Promise.all([1, 2, 3, 4].map(() => upgrade(environment(files, db.url), { to: "head" })));
    expect(runs.flatMap(({ steps }) => steps.map(({ revision }) => revision)).toSorted()).toEqual(["a1", "a2", "a3", "a4", "a5"]);
    expect(runs.map(({ after }) => after)).toEqual([["a5"], ["a5"], ["a5"], ["a5"]]);
    expect(await logOf(db)).toEqual(["a1", "a2", "a3", "a4", "a5"].map((id) => `${id} upgrade done 1`));
  });

  test("a failing statement in the third of five leaves the first two, and is named with its line", async () => {
    const db = await database(major);
    const files = project({
      ...five,
      a3: { up: `op.execute("create table t3 (id int)");\nop.execute("create table t9 (id no_such_type)");\nop.execute("select 1");` },
    });
    const env = environment(files, db.url);
    const error = await upgrade(env, { to: "head" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "REVISION_FAILED",
      exitCode: 1,
      details: {
        revision: "a3",
        statement: "create table t9 (id no_such_type)",
        number: 2,
        sqlState: "42704",
        position: 21,
        after: "is as it was before this revision",
      },
      place: { file: path.join(files.folder, "a3.ts"), line: 7 },
    });
    expect(await headsOf(db)).toEqual(["a2"]);
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log", "t1", "t2"]);
    expect(await logOf(db)).toEqual(["a1 upgrade done 1", "a2 upgrade done 1", "a3 upgrade failed 0"]);
    files.write("a3", { ...five.a3, parent: "a2" });
    await upgrade(environment(files, db.url), { to: "head" });
    expect(await headsOf(db)).toEqual(["a5"]);
  });

  test("a failure at run time, without a position, is put down to its statement", async () => {
    const db = await database(major, "create table u (id int primary key); insert into u values (1)");
    const files = project({
      a1: {
        up: `op.execute("select 1; -- a comment");\nop.execute("insert into u values (2); insert into u values (1)");\nop.execute("select 2");`,
      },
    });
    await expect(upgrade(environment(files, db.url), { to: "head" })).rejects.toMatchObject({
      details: { statement: "insert into u values (1)", number: 3, sqlState: "23505", detail: "Key (id)=(1) already exists." },
      place: { line: 7 },
    });
  });

  test("reads in a revision see what it has done, in one transaction", async () => {
    const db = await database(major);
    const up = `op.execute("create table n (id int)");\nop.execute("insert into n values ($1), ($2)", [1, 2]);\nconst rows = await op.query<{ sum: string }>("select sum(id)::text as sum from n where id > $1", [0]);\nop.execute("insert into n values ($1)", [Number(rows[0]?.sum)]);\nif (process.env.FAIL_AFTER_READ) throw new Error("no luck");`;
    const env = environment(project({ a1: { up } }), db.url);
    process.env["FAIL_AFTER_READ"] = "1";
    cleanups.push(() => delete process.env["FAIL_AFTER_READ"]);
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({
      code: "REVISION_THREW",
      place: { line: 10 },
      details: { problem: "no luck." },
    });
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log"]);
    delete process.env["FAIL_AFTER_READ"];
    await upgrade(env, { to: "head" });
    expect(await db.query("select id from n order by 1")).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await logOf(db)).toEqual(["a1 upgrade failed 0", "a1 upgrade done 3"]);
  });

  test("two steps asked for at once, one forward each: the second finds its step done", async () => {
    const db = await database(major);
    const files = project({ a1: { up: `op.execute("select pg_sleep(1)");` }, a2: table("t2") });
    const first = upgrade(environment(files, db.url), { to: "+1" });
    await expect
      .poll(() =>
        db.query(
          "select from pg_stat_activity where datname = current_database() and application_name like 'mig worker%' and state = 'active'",
        ),
      )
      .toHaveLength(1);
    const second = upgrade(environment(files, db.url), { to: "+1" });
    expect([await first, await second]).toMatchObject([
      { after: ["a1"], steps: [{ revision: "a1" }] },
      { before: ["a1"], after: ["a1"], steps: [] },
    ]);
  });

  test("settings of one revision do not reach the next", async () => {
    const db = await database(major, `create role other_role_${major}; create schema elsewhere`);
    cleanups.push(() => queryRows(url, `drop role other_role_${major}`));
    const files = project({
      a1: { up: `op.execute("set search_path = elsewhere; create table t1 (id int); set role other_role_${major}; select 1");` },
      a2: table("t2"),
    });
    await upgrade(environment(files, db.url), { to: "head" });
    expect(
      await db.query(
        "select relnamespace::regnamespace::text as schema, relname as name, relowner::regrole::text as owner from pg_class where relname in ('t1', 't2') order by 2",
      ),
    ).toEqual([
      { schema: "elsewhere", name: "t1", owner: "postgres" },
      { schema: "public", name: "t2", owner: "postgres" },
    ]);
  });

  test("cut off between an index and its mark: the index is found to be done", async () => {
    const db = await database(major, "create table big (id int)");
    const files = project({
      a1: { up: `op.execute("create index concurrently big_id on big (id)");\nop.execute("create table t1 (id int)");` },
    });
    await withFaultySession(
      db.url,
      (texts) => (texts.some((text) => text.includes("statements_done = 1")) ? "before" : undefined),
      async (session) => {
        await expect(upgrade(environment(files, db.url, {}, { session }), { to: "head" })).rejects.toMatchObject({
          code: "CONNECTION_LOST",
        });
      },
    );
    expect((await current(environment(files, db.url))).unfinished).toMatchObject([{ statementsDone: 0 }]);
    await upgrade(environment(files, db.url), { to: "head" });
    expect(await tablesOf(db)).toContain("t1");
  });

  test("a connection lost around the commit: what is said of it is true", async () => {
    const db = await database(major);
    const files = project(five);
    for (const [when, id] of [
      ["before", "a1"],
      ["after", "a1"],
    ] as const) {
      const env = environment(files, db.url);
      const run = await withFaultySession(
        db.url,
        (texts) => (texts.at(-1) === "reset all" ? when : undefined),
        (session) =>
          upgrade({ ...env, connect: async (name) => (name.startsWith("mig worker") ? session : connect(db.url)) }, { to: "head" }).catch(
            (error: unknown) => error,
          ),
      );
      expect(run).toMatchObject({ code: "CONNECTION_LOST", details: { revision: id, committed: when === "after" } });
      expect(await headsOf(db)).toEqual(when === "after" ? ["a1"] : []);
    }
    expect((await upgrade(environment(files, db.url), { to: "head" })).steps).toHaveLength(4);
  });

  test("CREATE INDEX CONCURRENTLY in a revision, while another run waits for the lock", async () => {
    const db = await database(major, "create table big as select g as id from generate_series(1, 1000) g");
    const files = project({
      a1: {
        up: `op.execute("alter table big add x int; create index concurrently big_id on big (id); alter table big add y int");`,
        down: `op.execute("drop index concurrently big_id; alter table big drop x, drop y");`,
      },
    });
    const env = environment(files, db.url);
    const [first, second] = await Promise.all([upgrade(env, { to: "head" }), upgrade(environment(files, db.url), { to: "head" })]);
    expect([...first.steps, ...second.steps]).toHaveLength(1);
    expect(await db.query("select indisvalid from pg_index where indexrelid = 'big_id'::regclass")).toEqual([{ indisvalid: true }]);
    expect(await logOf(db)).toEqual(["a1 upgrade done 3"]);
    await downgrade(env, { to: "base" });
    expect(await db.query("select to_regclass('big_id') as gone")).toEqual([{ gone: null }]);
    expect(await headsOf(db)).toEqual([]);
  });

  test("a split revision that fails after its first part is resumed after it, and leaves no invalid index", async () => {
    const db = await database(major, "create table big as select 1 as id from generate_series(1, 10)");
    const files = project({
      a1: {
        up: `op.execute("create table counted (n int)");\nop.execute("create unique index concurrently big_id on big (id)");\nop.execute("insert into counted values (1)");`,
      },
    });
    const events: RunEvent[] = [];
    const env = environment(files, db.url, {}, { tell: (event) => events.push(event) });
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({
      code: "REVISION_FAILED",
      details: { sqlState: "23505", number: 2, after: expect.stringContaining("keeps the first 1 statement of it") },
      place: { line: 7 },
    });
    expect(await db.query("select to_regclass('big_id') as index, to_regclass('counted') is not null as counted")).toEqual([
      { index: null, counted: true },
    ]);
    expect(await logOf(db)).toEqual(["a1 upgrade unfinished 1"]);
    expect((await current(env)).unfinished).toMatchObject([{ revision: "a1", direction: "upgrade", statementsDone: 1 }]);
    await db.query("truncate big");
    const report = await upgrade(env, { to: "head" });
    expect(report.steps).toMatchObject([{ revision: "a1", resumedAfter: 1, statements: 2 }]);
    expect(events).toContainEqual({ kind: "stepResumed", revision: "a1", done: 1 });
    expect(await db.query("select n from counted")).toEqual([{ n: 1 }]);
    expect(await logOf(db)).toEqual(["a1 upgrade done 3"]);
  });

  test("an edited beginning of a half-done revision is refused; a stamp settles it", async () => {
    const db = await database(major, "create table big as select 1 as id from generate_series(1, 10)");
    const files = project({
      a1: { up: `op.execute("create table c1 (n int)");\nop.execute("create unique index concurrently big_id on big (id)");` },
    });
    await upgrade(environment(files, db.url), { to: "head" }).catch(() => {});
    files.write("a1", { up: `op.execute("create table c2 (n int)");\nop.execute("create index concurrently big_id on big (id)");` });
    files.write("b1", { parent: "a1" });
    await expect(upgrade(environment(files, db.url), { to: "head" })).rejects.toMatchObject({ code: "RESUME_MISMATCH" });
    await expect(downgrade(environment(files, db.url), { to: "base" })).rejects.toMatchObject({
      code: "REVISION_UNFINISHED",
      details: { revision: "a1", done: 1 },
    });
    await stamp(environment(files, db.url), { to: "base" });
    await db.query("drop table c1");
    await upgrade(environment(files, db.url), { to: "head" });
    expect(await headsOf(db)).toEqual(["b1"]);
    expect(await logOf(db)).toEqual(["a1 upgrade abandoned 1", "base stamp done 0", "a1 upgrade done 2", "b1 upgrade done 0"]);
  });

  test("a reader who holds the table keeps only the migration waiting", async () => {
    const db = await database(major, "create table busy (id int)");
    const env = environment(project({ a1: { up: `op.execute("alter table busy add x int");` } }), db.url);
    const events: RunEvent[] = [];
    const reader = openReader(db.url);
    await reader.begin("select * from busy");
    const run = upgrade({ ...env, tell: (event) => events.push(event) }, { to: "head" });
    await expect.poll(() => events.map(({ kind }) => kind), { timeout: 10_000 }).toContain("blocked");
    for (let round = 0; round < 20; round += 1) await db.query("select * from busy"); // all answered while the table is held
    expect(events.map(({ kind }) => kind)).not.toContain("stepDone");
    await reader.end();
    await run;
    expect(await headsOf(db)).toEqual(["a1"]);
  });

  test("who holds a table for too long is named", async () => {
    const db = await database(major, "create table busy (id int)");
    const env = environment(project({ a1: { up: `op.execute("alter table busy add x int");` } }), db.url, { tableLockSeconds: 1 });
    const reader = openReader(db.url);
    await reader.begin("select * from busy");
    const error: unknown = await upgrade(env, { to: "head" }).catch((thrown: unknown) => thrown);
    await reader.end();
    expect(error).toMatchObject({
      code: "TABLE_LOCK_NOT_OBTAINED",
      exitCode: 5,
      details: {
        statement: "alter table busy add x int",
        blockers: [expect.stringMatching(/process \d+ \(postgres, .*idle in transaction/u)],
      },
    });
    expect(await headsOf(db)).toEqual([]);
  });

  test("the lock is not waited for longer than asked, and its holder is named", async () => {
    const db = await database(major, "create table busy (id int)");
    const slow = environment(project({ a1: { up: `op.execute("select pg_sleep(3)");` } }), db.url);
    const first = upgrade(slow, { to: "head" });
    await expect
      .poll(() =>
        db.query(
          "select from pg_stat_activity where datname = current_database() and application_name like 'mig worker%' and state = 'active'",
        ),
      )
      .toHaveLength(1);
    const events: RunEvent[] = [];
    const second = upgrade({ ...slow, lockTimeoutSeconds: 0.5, tell: (event) => events.push(event) }, { to: "head" });
    await expect(second).rejects.toMatchObject({
      code: "LOCK_NOT_OBTAINED",
      exitCode: 5,
      details: { holder: expect.stringMatching(/^process \d+, mig, postgres from/u) },
    });
    expect(events).toContainEqual({ kind: "waiting", seconds: 0, holder: expect.any(String) });
    await first;
    expect(await headsOf(db)).toEqual(["a1"]);
  });

  test("an interrupted run cancels its statement and rolls back", async () => {
    const db = await database(major);
    const controller = new AbortController();
    const env = environment(
      project({ a1: table("t1"), a2: { up: `op.execute("create table t2 (id int)");\nop.execute("select pg_sleep(60)");` } }),
      db.url,
      {},
      { signal: controller.signal },
    );
    const run = upgrade(env, { to: "head" }).catch((error: unknown) => error);
    await expect
      .poll(() =>
        db.query(
          "select from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and application_name like 'mig worker%'",
        ),
      )
      .toHaveLength(1);
    controller.abort();
    expect(await run).toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
    expect(await headsOf(db)).toEqual(["a1"]);
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log", "t1"]);
    await expect
      .poll(() => db.query("select from pg_stat_activity where datname = current_database() and application_name like 'mig%'"))
      .toHaveLength(0);
  });

  test.each([
    { schema: "app", name: "alembic_version" },
    { schema: 'od"d. Schema', name: "Versions' é" },
    { schema: "public", name: "v".repeat(63) },
  ])("version table $schema.$name", async (versionTable) => {
    const db = await database(major);
    const env = environment(project(five), db.url, { versionTable });
    await upgrade(env, { to: "head" });
    await upgrade(env, { to: "head" });
    await downgrade(env, { to: "-1" });
    expect((await current(env)).heads).toEqual(["a4"]);
    const rows = await db.query(
      "select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where relname = $1 and relkind = 'r'",
      [versionTable.name],
    );
    expect(rows).toEqual([{ schema: versionTable.schema }]);
  });

  test("a version table that is none", async () => {
    const db = await database(major, "create table alembic_version (id int)");
    await expect(current(environment(project(five), db.url))).rejects.toMatchObject({
      code: "VERSION_TABLE_BROKEN",
      details: { problem: "it has no column version_num" },
    });
  });

  test("a database of Alembic's is taken over", async () => {
    const db = await database(
      major,
      "create table alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num)); insert into alembic_version values ('a2')",
    );
    const env = environment(project(five), db.url);
    expect(await current(env)).toMatchObject({ heads: ["a2"], has: { version: true, log: false } });
    await upgrade(env, { to: "head" });
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log", "t3", "t4", "t5"]);
  });

  test("a connection cut in the middle", async () => {
    const db = await database(major);
    const env = environment(project({ a1: { up: `op.execute("create table t1 (id int)");\nop.execute("select pg_sleep(60)");` } }), db.url);
    const run = upgrade(env, { to: "head" }).catch((error: unknown) => error);
    await expect
      .poll(() =>
        db.query(
          "select from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and application_name like 'mig worker%'",
        ),
      )
      .toHaveLength(1);
    await db.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'mig worker%'",
    );
    expect(await run).toMatchObject({ code: "CONNECTION_LOST", details: { revision: "a1", committed: false } });
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log"]);
  });

  test.each([
    { name: "a commit of its own", up: `op.execute("create table t1 (id int); COMMIT");`, code: "TRANSACTION_CONTROL" },
    { name: "a read that nobody awaits", up: `void op.query("select 1").catch(() => {});`, code: "QUERY_NOT_AWAITED" },
    { name: "parameters that are missing", up: `op.execute("select $1, $2", [1]);`, code: "PARAMETERS_MISMATCH" },
    { name: "a read with a value too many", up: `await op.query("select 1", [5]);`, code: "PARAMETERS_MISMATCH" },
    { name: "a read of two statements", up: `await op.query("select 1; select 2");`, code: "OPERATION_INVALID" },
    { name: "a value that cannot be sent", up: `await op.query("select $1", [{ n: 1n }]);`, code: "REVISION_THREW" },
    { name: "a read with a character that PostgreSQL does not know", up: `await op.query("select '\\0'");`, code: "REVISION_FAILED" },
    { name: "a failing read", up: `await op.query("select * from nowhere");`, code: "REVISION_FAILED" },
    {
      name: "a check that fails at commit",
      up: `op.execute("create table p (id int primary key); create table c (id int references p deferrable initially deferred); insert into c values (1)");`,
      code: "REVISION_FAILED",
    },
    { name: "a payload that is none", up: `op.createTable();`, code: "OPERATION_INVALID" },
    { name: "a payload that lacks something", up: `op.createTable({ name: "t" });`, code: "OPERATION_INVALID" },
    { name: "SQL that is none", up: `op.execute(undefined);`, code: "OPERATION_INVALID" },
    { name: "an operation that is misspelt", up: `op.addcolumn({});`, code: "OPERATION_UNKNOWN" },
    { name: "an answer that is used before it is there", up: `for (const row of op.query("select 1")) row;`, code: "OPERATION_INVALID" },
  ])("$name is an error with the line, and changes nothing", async ({ up, code }) => {
    const db = await database(major);
    const error: unknown = await upgrade(environment(project({ a1: { up } }), db.url), { to: "head" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, place: { file: expect.stringContaining("a1.ts") } });
    if (!["QUERY_NOT_AWAITED", "REVISION_FAILED", "REVISION_THREW"].includes(code)) expect(error).toMatchObject({ place: { line: 6 } });
    expect(await tablesOf(db)).toEqual(["alembic_version", "mig_log"]);
    expect(await headsOf(db)).toEqual([]);
  });

  test.each([
    { name: "a wrong line", up: "op.execute(;" },
    {
      name: "a top that throws",
      up: `}
throw new Error("top");
function more() {`,
    },
  ])("$name in a later revision is found before an earlier one runs", async ({ up }) => {
    const db = await database(major);
    const env = environment(project({ a1: table("t1"), a2: { up } }), db.url);
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({ code: "REVISION_FILE_BROKEN", place: { line: expect.any(Number) } });
    expect(await tablesOf(db)).toEqual([]);
  });

  test("what loses data is told of before it runs", async () => {
    const db = await database(major);
    const events: RunEvent[] = [];
    const files = project({
      a1: { up: `op.execute("create table t1 (id int)");`, down: `op.dropTable({ schema: "public", name: "t1" });` },
    });
    const env = environment(files, db.url, {}, { tell: (event) => events.push(event) });
    expect((await upgrade(env, { to: "head" })).steps).toMatchObject([{ losses: [] }]);
    expect(events.filter(({ kind }) => kind === "losing")).toEqual([]);
    const losses = [{ statement: "drop table public.t1", what: "all rows of table t1" }];
    expect((await downgrade(env, { to: "base" })).steps).toMatchObject([{ losses: [] }]); // it had no rows
    expect(events.slice(-3)).toMatchObject([
      { kind: "stepStarted" },
      { kind: "losing", revision: "a1", direction: "downgrade", losses },
      { kind: "stepDone" },
    ]);
  });

  test.each([
    { name: "rows that no file has", rows: "('gone'), ('a2')" },
    { name: "a row twice", rows: "('a2'), ('a2')", code: "VERSION_TABLE_BROKEN" },
    { name: "a row without a revision", rows: "(null)", code: "VERSION_TABLE_BROKEN" },
    { name: "rows above each other", rows: "('a1'), ('a3')" },
  ])("stamp with purge gets rid of $name", async ({ rows, code = expect.any(String) as unknown }) => {
    const db = await database(major, `create table alembic_version (version_num varchar(32)); insert into alembic_version values ${rows}`);
    const env = environment(project(five), db.url);
    await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({ code });
    expect(await headsOf(db)).not.toEqual([]);
    await stamp(env, { to: "base", purge: true });
    expect(await headsOf(db)).toEqual([]);
    await db.query(`insert into alembic_version values ${rows}`);
    await stamp(env, { to: "a4", purge: true });
    expect(await headsOf(db)).toEqual(["a4"]);
  });

  test("a statement_timeout of the database's is named with the way to lift it", async () => {
    const db = await database(major);
    await db.query(`alter database "${db.name}" set statement_timeout = '200ms'`);
    const files = project({ a1: { up: `op.execute("select pg_sleep(1)");` } });
    await expect(upgrade(environment(files, db.url), { to: "head" })).rejects.toMatchObject({
      code: "REVISION_FAILED",
      hint: expect.stringContaining("set local statement_timeout = 0"),
    });
    files.write("a1", { up: `op.execute("set local statement_timeout = 0");\nop.execute("select pg_sleep(0.4)");` });
    expect(await upgrade(environment(files, db.url), { to: "head" })).toMatchObject({ after: ["a1"] });
  });

  test("a value is added to an enum and used in the same revision", async () => {
    const db = await database(major, "create type mood as enum ('sad'); create table m (mood mood)");
    await upgrade(
      environment(
        project({ a1: { up: `op.execute("alter type mood add value 'glad'");\nop.execute("insert into m values ('glad')");` } }),
        db.url,
      ),
      { to: "head" },
    );
    expect(await db.query("select mood::text from m")).toEqual([{ mood: "glad" }]);
  });
});

describe("PGlite", () => {
  test("in memory, on a connection handed in", async () => {
    const session = await connect("pglite:memory");
    cleanups.push(session.close);
    const files = project({
      ...five,
      a6: {
        up: `op.execute("create index concurrently t1_id on t1 (id)");\nconst rows = await op.query("select 7 as n");\nop.execute("insert into t1 values ($1)", [rows[0]?.n]);`,
      },
    });
    const env = environment(files, "pglite:memory", {}, { session });
    expect(await upgrade(env, { to: "head" })).toMatchObject({ before: [], after: ["a6"] });
    expect(await session.query("select id from t1")).toEqual([{ id: 7 }]);
    files.write("a7", { parent: "a6", up: `op.execute("create table t7 (id int)");\nop.execute("select nothing");` });
    await expect(upgrade(environment(files, "pglite:memory", {}, { session }), { to: "head" })).rejects.toMatchObject({
      code: "REVISION_FAILED",
      details: { number: 2, position: 8 },
    });
    expect(await session.query("select to_regclass('t7') as table")).toEqual([{ table: null }]);
    await stamp(env, { to: "a5" });
    expect((await downgrade(env, { to: "-1" })).after).toEqual(["a4"]);
  });

  test("in a folder, relative to the configuration", async () => {
    const files = project(five);
    const env = environment(files, "pglite:data/db");
    await upgrade(env, { to: "a2" });
    expect((await current(env)).heads).toEqual(["a2"]);
    expect(existsSync(path.join(files.folder, "data", "db", "PG_VERSION"))).toBe(true);
  });
});

/** A transaction that reads a table and stays open. */
function openReader(url: string): { readonly begin: (sql: string) => Promise<void>; readonly end: () => Promise<void> } {
  const opened = connect(url, { applicationName: "reader" });
  return {
    begin: async (sql) => void (await (await opened).simple(`begin; ${sql}`)),
    end: async () => (await opened).close(),
  };
}

/** A connection that is lost at a message that `fault` names, before the server has it or after it has done it. */
async function withFaultySession<Result>(
  url: string,
  fault: (texts: readonly string[]) => "before" | "after" | undefined,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connect(url);
  const cut = (): never => {
    session.destroy();
    throw new Error("Connection terminated unexpectedly");
  };
  const batch: Session["batch"] = async (texts) => {
    const when = fault(texts);
    if (when === "before") cut();
    const results = await session.batch(texts);
    return when === "after" ? cut() : results;
  };
  try {
    return await use({ ...session, batch });
  } finally {
    session.destroy();
  }
}
