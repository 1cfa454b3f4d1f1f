import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, findPgBouncer, servers, startPgBouncer } from "@migts/testkit";
import { connect } from "../connection/connect.ts";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";
import type { RunEvent } from "../environment/event.ts";
import { current, downgrade, stamp, upgrade } from "../run/commands.ts";

// Through a real PgBouncer in transaction mode: each transaction may go over another connection.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Revisions with these bodies of their functions, one on the other. */
function environment(
  url: string,
  bodies: Readonly<Record<string, readonly [up: string, down: string]>>,
  options: EnvironmentOptions = {},
): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-pooled-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  let below: string | null = null;
  for (const [id, [up, down]] of Object.entries(bodies)) {
    const head = `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(below)};\n`;
    writeFileSync(
      path.join(folder, `${id}.mjs`),
      `${head}export async function upgrade(op) { ${up} }\nexport async function downgrade(op) { ${down} }\n`,
    );
    below = id;
  }
  return createEnvironment({ config: { versions: folder, tableLockSeconds: 5 }, root: folder, env: {}, url }, options);
}

const run = (sql: string): string => `op.execute(${JSON.stringify(sql)});`;

const program = findPgBouncer();

describe.skipIf(program === undefined).each(servers())("PostgreSQL $major behind PgBouncer (skipped: not installed)", ({ major }) => {
  async function pooled() {
    const db = await createDatabase({ major });
    cleanups.push(() => db.drop());
    const bouncer = await startPgBouncer(program ?? "", db.url);
    cleanups.push(() => bouncer.stop());
    return { db, url: bouncer.urlOf(db.url) };
  }

  const road = {
    a1: [run("create table t (id int, at timestamptz default '2026-01-01 00:00')"), run("drop table t")],
    a2: [
      `const [{ n }] = await op.query("select count(*)::int as n from t"); op.execute("insert into t values ($1)", [n]); ${run("create index concurrently t_id on t (id); create table u (id int)")}`,
      run("drop table u; drop index concurrently t_id; delete from t"),
    ],
    a3: [
      run(
        "create schema app; set search_path = app; create table here (id int); create index concurrently here_id on here (id); create table there (id int)",
      ),
      run("drop schema app cascade"),
    ],
    a4: [run("create table last (id int)"), run("drop table last")],
  } as const;

  test("up, down, stamp and current; what a revision sets holds to its end, and reaches nobody else", async () => {
    const { db, url } = await pooled();
    await db.query(`alter database ${db.name} set timezone = 'America/Lima'`);
    const env = environment(url, road);
    expect(await upgrade(env, { to: "head" })).toMatchObject({ after: ["a4"] });
    expect(await current(env)).toMatchObject({ heads: ["a4"], unfinished: [] });
    expect(
      await db.query(
        "select relnamespace::regnamespace::text as schema, relname as name from pg_class where relname in ('here', 'there', 'last', 'here_id') order by 2",
      ),
    ).toEqual([
      { schema: "app", name: "here" },
      { schema: "app", name: "here_id" },
      { schema: "public", name: "last" },
      { schema: "app", name: "there" },
    ]);
    expect(await db.query("select at at time zone 'UTC' = '2026-01-01 00:00' as utc from t")).toEqual([{ utc: true }]);
    const session = await connect(url);
    cleanups.push(() => session.close());
    for (let round = 0; round < 8; round += 1)
      expect(
        await session.query(
          "select current_setting('search_path') as path, current_setting('lock_timeout') as lock, current_setting('timezone') as zone",
        ),
      ).toEqual([{ path: '"$user", public', lock: "0", zone: "America/Lima" }]);
    expect(await downgrade(env, { to: "base", allowLoss: true })).toMatchObject({ after: [] });
    await stamp(env, { to: "a2" });
    expect(await current(env)).toMatchObject({ heads: ["a2"] });
  });

  test("two runs at once, one through the pooler and one beside it: everything is applied once", async () => {
    const { db, url } = await pooled();
    await Promise.all([url, db.url, url].map((one) => upgrade(environment(one, road), { to: "head" })));
    expect(await db.query("select revision from mig_log where outcome = 'done' order by id")).toEqual(
      ["a1", "a2", "a3", "a4"].map((revision) => ({ revision })),
    );
    expect(await db.query("select id from t")).toEqual([{ id: 0 }]);
  });

  test("a table that is in use is waited for and tried again", async () => {
    const { db, url } = await pooled();
    await db.query("create table busy (id int)");
    const holder = await connect(db.url);
    cleanups.push(() => holder.close());
    await holder.simple("begin; lock table busy in access share mode");
    const started: RunEvent[] = [];
    const env = environment(url, { b1: [run("alter table busy add x int"), ""] }, { tell: (event) => void started.push(event) });
    const running = upgrade(env, { to: "head" });
    const waits = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(() => db.query(waits), { interval: 20, timeout: 10_000 }).not.toEqual([]);
    await holder.simple("rollback");
    expect(await running).toMatchObject({ after: ["b1"] });
  });

  test("a revision that fails in the middle is continued", async () => {
    const { db, url } = await pooled();
    const body = (end: string) => ({
      c1: [
        run(`create schema app; set search_path = app; create table c (id int); create index concurrently c_id on c (id); ${end}`),
        "",
      ] as const,
    });
    await expect(upgrade(environment(url, body("select 1 / 0")), { to: "head" })).rejects.toMatchObject({ code: "REVISION_FAILED" });
    expect(await upgrade(environment(url, body("create table d (id int)")), { to: "head" })).toMatchObject({
      steps: [{ resumedAfter: 4 }],
    });
    expect(await db.query("select relnamespace::regnamespace::text as schema from pg_class where relname = 'd'")).toEqual([
      { schema: "app" },
    ]);
  });
});
