import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test, type TestContext } from "vitest";
import { createDatabase, findPgBouncer, newestServer, servers, startPgBouncer, type ScratchDatabase } from "@migts/testkit";
import type { MigConfig } from "../config/config.ts";
import { connect } from "../connection/connect.ts";
import { createEnvironment } from "../environment/environment.ts";
import type { RunEvent } from "../environment/event.ts";
import { upgrade } from "../run/commands.ts";

// Statements that take long are told of while they run. The tests wait for them, so they run side by side.

type Told = Extract<RunEvent, { kind: "progress" }>;

interface Options {
  readonly config?: MigConfig;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: Told) => void;
}

/** Runs one revision with this body; gives what was told of its statements, and how it ended. */
async function run({ onTestFinished }: TestContext, url: string, body: string, { config = {}, signal, onProgress }: Options = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-progress-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport async function upgrade(op) {\n${body}\n}\n`,
  );
  const told: Told[] = [];
  const tell = (event: RunEvent): void => {
    if (event.kind !== "progress") return;
    told.push(event);
    onProgress?.(event);
  };
  const loaded = { config: { versions: folder, ...config }, root: folder, env: {}, url };
  const ended = await upgrade(createEnvironment(loaded, { tell, ...(signal === undefined ? {} : { signal }) }), { to: "head" }).then(
    ({ after }) => ({ after }),
    (error: unknown) => ({ error }),
  );
  return { told, ended };
}

async function database({ onTestFinished }: TestContext, major: number, setup = ""): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, setup });
  onTestFinished(() => made.drop());
  return made;
}

const execute = (...texts: readonly string[]): string => texts.map((text) => `op.execute(${JSON.stringify(text)});`).join("\n");

/** 1500 rows in some 60 pages, and a function that takes two milliseconds for each. */
const slowRows = `create table big (id int, pad text); insert into big select n, repeat('x', 300) from generate_series(1, 1500) n; analyze big;
create function slow(n int) returns int language plpgsql immutable as $$ begin perform pg_sleep(0.002); return n; end $$`;

const statements = [
  {
    name: "a statement that only takes time",
    body: execute("select pg_sleep(2.5)"),
    gives: { statement: "select pg_sleep(2.5)", number: 1, of: 1, seconds: 1 },
  },
  {
    name: "the second of three that go to the server together",
    body: execute("create table t (id int)", "select pg_sleep(3.5)", "create table u (id int)"),
    gives: { statement: "select pg_sleep(3.5)", number: 2, of: 3 },
  },
  {
    name: "the first of three",
    body: execute("select pg_sleep(2.5)", "create table t (id int)", "create table u (id int)"),
    gives: { statement: "select pg_sleep(2.5)", number: 1, of: 3, seconds: 1 },
  },
  {
    name: "a read, and then a statement of the same transaction",
    body: `${execute("create table t (id int)", "create table u (id int)")}\nawait op.query("select pg_sleep(2.2)");\n${execute("select pg_sleep(2.3)")}`,
    gives: { statement: "select pg_sleep(2.2)" },
    also: { statement: "select pg_sleep(2.3)", number: 3, of: 3 },
  },
  {
    name: "the commit, for which a deferred trigger works",
    setup:
      "create table t (id int); create function late() returns trigger language plpgsql as $$ begin perform pg_sleep(3.5); return null; end $$; create constraint trigger late after insert on t deferrable initially deferred for each row execute function late()",
    body: execute("insert into t values (1)"),
    gives: { statement: "commit" },
  },
];

/** What the server reports, or has no report of. */
const reports = [
  {
    name: "an index build",
    setup: slowRows,
    body: execute("create index big_slow on big (slow(id))"),
    gives: { number: 1, of: 1, phase: "building index: scanning table", share: expect.any(Number), table: "public.big" },
  },
  {
    name: "an index that is built concurrently",
    setup: slowRows,
    body: `op.createTable({ schema: "public", name: "t", columns: [{ name: "a", type: "integer" }] });\n${execute("create index concurrently big_slow on big (slow(id))")}`,
    gives: { number: 2, of: 2, phase: "building index: scanning table", share: expect.any(Number), table: "public.big" },
  },
  {
    name: "a table that is rewritten: its rows, as there is no more to know",
    setup: `${slowRows}; create table small (id int)`,
    body: `op.alterColumnType({ schema: "public", table: "big", name: "id", type: "bigint", using: "slow(id)" });\n${execute("alter table small add x int")}`,
    gives: { number: 1, of: 2, table: "public.big", rows: 1500 },
  },
  {
    name: "the same by hand",
    setup: slowRows,
    body: execute("alter table big alter id type bigint using slow(id)"),
    gives: { number: 1, of: 1, table: "public.big", rows: 1500 },
  },
  {
    name: "rows that are sampled",
    setup: `${slowRows}; delete from big where id > 450; create statistics big_slow on (slow(id)), pad from big`,
    body: execute("analyze big"),
    gives: { number: 1, of: 1, phase: expect.stringMatching(/./u), table: "public.big" },
  },
  {
    name: "a table that is written in the order of an index",
    setup: `${slowRows.replace("0.002", "0")}; create index big_slow on big (slow(id)); create index big_id on big (id); ${slowRows.slice(slowRows.indexOf("create function")).replace("create", "create or replace")}`,
    body: execute("cluster big using big_id"),
    gives: { number: 1, of: 1, phase: expect.stringMatching(/./u), table: "public.big" },
  },
  {
    name: "a table that is vacuumed",
    setup:
      "create table big (id int, pad text); insert into big select n, repeat('x', 300) from generate_series(1, 1500) n; delete from big",
    body: execute("set vacuum_cost_delay = 20", "set vacuum_cost_limit = 1", "vacuum (truncate false) big"),
    gives: { number: 3, of: 3, phase: expect.stringContaining("heap"), share: expect.any(Number), table: "public.big" },
  },
  {
    name: "rows that are copied out",
    setup: slowRows,
    body: execute("copy big to program 'sleep 2.5; cat > /dev/null'"),
    gives: { number: 1, of: 1, phase: "copy to", table: "public.big" },
  },
  {
    name: "rows that are copied in",
    setup: `${slowRows}; create table copied (id int generated always as identity, a int check (slow(a) = a));
create table place (file text); insert into place select current_setting('data_directory') || '/mig-progress-' || current_database();
do $$ begin execute format('copy (select n from generate_series(1, 1500) n) to %L', (select file from place)); end $$`,
    body: `const [{ file }] = await op.query("select file from place");
op.execute("copy copied (a) from '" + file + "'");
op.execute("copy place to program 'cat > /dev/null; rm " + file + "'");`,
    gives: { number: 1, of: 2, phase: "copy from", share: expect.any(Number), table: "public.copied" },
  },
];

describe.concurrent.each(servers())("PostgreSQL $major", ({ major }) => {
  test.for(reports)("$name", async ({ setup, body, gives }, context) => {
    const db = await database(context, major, setup);
    const { told, ended } = await run(context, db.url, body);
    context.expect(ended).toEqual({ after: ["a1"] });
    context.expect(told).toContainEqual(expect.objectContaining({ kind: "progress", revision: "a1", direction: "upgrade", ...gives }));
    for (const { share = 0 } of told) context.expect(share >= 0 && share <= 1).toBe(true);
  });
});

describe.concurrent.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.for(statements)("$name", async ({ setup, body, gives, also }, context) => {
    const db = await database(context, major, setup);
    const { told, ended } = await run(context, db.url, body);
    context.expect(ended).toEqual({ after: ["a1"] });
    for (const one of [gives, ...(also === undefined ? [] : [also])])
      context.expect(told).toContainEqual(expect.objectContaining({ kind: "progress", revision: "a1", direction: "upgrade", ...one }));
  });

  test("quick statements are not told of; a revision's use of application_name stays its own", async (context) => {
    const db = await database(context, major, "create table t (name text default current_setting('application_name'))");
    const insert = "insert into t default values";
    const { told, ended } = await run(
      context,
      db.url,
      execute("set local application_name = 'audit'", insert, "select pg_sleep(2.2)", insert),
    );
    context.expect(ended).toEqual({ after: ["a1"] });
    context.expect(await db.query("select name from t")).toEqual([{ name: "audit" }, { name: "audit" }]);
    // several went together, and none has a mark
    context.expect(told.at(-1)).toEqual({ kind: "progress", revision: "a1", direction: "upgrade", seconds: 2, table: "public.t" });
    const quick = await database(context, major);
    context
      .expect(await run(context, quick.url, execute("create table a (id int)", "create table b (id int)")))
      .toMatchObject({ told: [] });
  });

  test("a statement that waits in the server's queue for a lock", async (context) => {
    const { onTestFinished } = context;
    const db = await database(context, major, "create table busy (id int)");
    const holder = await connect(db.url);
    onTestFinished(() => holder.close());
    await holder.simple("begin; lock table busy in access share mode");
    const { told, ended } = await run(context, db.url, execute("alter table busy add x int"), {
      config: { tableLockSeconds: 0 },
      onProgress: ({ seconds }) => void (seconds >= 2 && holder.simple("rollback")),
    });
    context.expect(ended).toEqual({ after: ["a1"] });
    context.expect(told).toContainEqual(expect.objectContaining({ number: 1, phase: "waiting for a lock" }));
  });

  test("without the second connection the time is told", async (context) => {
    const db = await database(context, major);
    const kill =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'mig' and state = 'idle'";
    let isKilled = false;
    const { told, ended } = await run(context, db.url, execute("select pg_sleep(3.3)", "select 1"), {
      onProgress: () => {
        if (!isKilled) void db.query(kill);
        isKilled = true;
      },
    });
    context.expect(ended).toEqual({ after: ["a1"] });
    const [first, ...later] = told;
    context.expect(first).toMatchObject({ statement: "select pg_sleep(3.3)", number: 1, of: 2, seconds: 1 });
    context.expect(later.at(-1)).toEqual({ kind: "progress", revision: "a1", direction: "upgrade", seconds: 3 });
  });

  test.for([
    {
      end: "abort",
      code: "INTERRUPTED",
    },
    { end: "kill", code: "CONNECTION_LOST" },
  ])("nobody looks any more after the end: $end", async ({ end, code }, context) => {
    const db = await database(context, major);
    const control = new AbortController();
    const kill =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'mig worker%'";
    const { told, ended } = await run(context, db.url, execute("select pg_sleep(60)"), {
      signal: control.signal,
      onProgress: () => (end === "abort" ? control.abort() : void db.query(kill)),
    });
    context.expect(ended).toMatchObject({ error: { code } });
    const count = told.length;
    const connections = "select from pg_stat_activity where datname = current_database() and application_name like 'mig%'";
    await context.expect.poll(() => db.query(connections)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    context.expect(told).toHaveLength(count);
    context.expect(await db.query(connections)).toEqual([]);
  });
});

const program = findPgBouncer();

describe.skipIf(program === undefined).each(newestServer())("PostgreSQL $major behind PgBouncer (skipped: not installed)", ({ major }) => {
  test.for([
    { texts: ["select pg_sleep(1.4)"], gives: { statement: "select pg_sleep(1.4)", number: 1, of: 1 } },
    { texts: ["create table t (id int)", "select pg_sleep(1.4)"], gives: {} },
  ])("the time is told, and the statement where it is alone: $texts", async ({ texts, gives }, context) => {
    const { onTestFinished } = context;
    const db = await database(context, major);
    const bouncer = await startPgBouncer(program ?? "", db.url);
    onTestFinished(() => bouncer.stop());
    const { told, ended } = await run(context, bouncer.urlOf(db.url), execute(...texts));
    context.expect(ended).toEqual({ after: ["a1"] });
    context.expect(told).toEqual([{ kind: "progress", revision: "a1", direction: "upgrade", seconds: 1, ...gives }]);
  });
});
