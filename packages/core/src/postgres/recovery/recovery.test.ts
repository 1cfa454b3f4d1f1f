import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import type { Ask, Recovery } from "../../operation/spec.ts";
import { recoveryOf } from "./recovery.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const setup = `create schema "App's"; create table "App's".t (id int primary key, a text, b int); create table t (id int, a text, b int); create table u (id int, a text, b int);
create table p (id int) partition by range (id); create table p1 partition of p for values from (0) to (10); create table p2 partition of p for values from (10) to (20); insert into t select g, g::text, g from generate_series(1, 50) g`;

async function database(major: number): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, setup });
  cleanups.push(() => made.drop());
  return made;
}

async function client(db: ScratchDatabase): Promise<pg.Client> {
  const made = new pg.Client(db.url);
  made.on("error", () => {});
  await made.connect();
  cleanups.push(() => made.end().catch(() => {}));
  return made;
}

const asking =
  (connection: pg.Client): Ask =>
  async (text) => {
    const results: unknown = await connection.query(text);
    return (Array.isArray(results) ? results : [results]).map(({ rows }: { rows: object[] }) => rows);
  };

function lookup(sql: string): Recovery {
  const recovery = recoveryOf(sql);
  if (recovery === undefined || !("look" in recovery)) throw new Error(`no recovery: ${sql}`);
  return recovery;
}

/** What a statement left, judged after `between` came to pass since it was started. */
async function judged(db: ScratchDatabase, sql: string, between: string) {
  const connection = await client(db);
  const { look, judge } = lookup(sql);
  const { rows } = await connection.query<{ seen: string }>(look.sql);
  if (between !== "") for (const text of between.split(";")) await connection.query(text);
  const { state, first = [] } = await judge(asking(connection), rows[0]?.seen);
  return { state, first: first.map((statement) => statement.sql) };
}

/** Cuts the connection of a statement at the moment that `isThere` finds what it makes first; `blocker` keeps it from ending. */
async function cut(
  db: ScratchDatabase,
  { sql, blocker, isThere }: { readonly sql: string; readonly blocker: string; readonly isThere: string },
) {
  const [holder, worker] = [await client(db), await client(db)];
  const { look, judge } = lookup(sql);
  const { rows } = await worker.query<{ seen: string }>(look.sql);
  await holder.query(`begin; ${blocker}`);
  const {
    rows: [own],
  } = await worker.query<{ pid: number }>("select pg_backend_pid() as pid");
  const run = worker.query(sql).catch(() => {});
  await expect.poll(() => db.query(isThere), { timeout: 10_000 }).not.toEqual([]);
  await db.query("select pg_terminate_backend($1)", [own?.pid]);
  await run;
  await holder.query("rollback");
  await expect.poll(() => db.query("select from pg_stat_activity where pid = $1", [own?.pid])).toEqual([]);
  const next = await client(db);
  const { state, first = [] } = await judge(asking(next), rows[0]?.seen);
  for (const statement of first) await next.query(statement.sql);
  return { state, first: first.map((statement) => statement.sql) };
}

const invalid = (name: string): string => `update pg_index set indisvalid = false where indexrelid = '${name}'::regclass`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each([
    { name: "nothing", sql: "create index concurrently ix on t (a)", between: "", state: "undone" },
    { name: "the index", sql: "create index concurrently ix on t (a)", between: "create index ix on t (a)", state: "done" },
    {
      name: "the index, quoted, with all there is",
      sql: `create unique index concurrently if not exists "I x" on only "App's".t using btree (lower(a) text_pattern_ops desc nulls last, b) include (id) with (fillfactor = 70) where t.b > 0`,
      between: `create unique index "I x" on "App's".t (lower(a) text_pattern_ops desc nulls last, b) include (id) with (fillfactor = 70) where b > 0`,
      state: "done",
    },
    {
      name: "an index of that name on another table",
      sql: "create index concurrently ix on t (a)",
      between: "create index ix on u (a)",
      state: "undone",
    },
    {
      name: "an index of that name on another column",
      sql: "create index concurrently ix on t (a)",
      between: "create index ix on t (b)",
      state: "undone",
    },
    {
      name: "an index of that name that is unique",
      sql: "create index concurrently ix on t (a)",
      between: "create unique index ix on t (a)",
      state: "undone",
    },
    {
      name: "an index of that name with another condition",
      sql: "create index concurrently ix on t (a) where b > 1",
      between: "create index ix on t (a) where b > 2",
      state: "undone",
    },
    {
      name: "an index of that name in another schema",
      sql: "create index concurrently ix on t (a)",
      between: `create index ix on "App's".t (a)`,
      state: "undone",
    },
    {
      name: "an index of that name with another method",
      sql: "create index concurrently ix on t using hash (a)",
      between: "create index ix on t (a)",
      state: "undone",
    },
    {
      name: "an invalid index of another definition",
      sql: "create index concurrently ix on t (a)",
      between: `create index ix on t (b);${invalid("ix")}`,
      state: "undone",
    },
    {
      name: "its own invalid index",
      sql: "create index concurrently ix on t (a)",
      between: `create index ix on t (a);${invalid("ix")}`,
      state: "undone",
      first: ["drop index concurrently if exists public.ix"],
    },
    { name: "an index without a name", sql: "create index concurrently on t (a, b)", between: "create index on t (a, b)", state: "done" },
    {
      name: "another index without a name",
      sql: "create index concurrently on t (a, b)",
      between: "create index on t (b, a)",
      state: "undone",
    },
    {
      name: "its own invalid index without a name",
      sql: "create index concurrently on t ((a || 'x'))",
      between: `create index t_expr_idx on t ((a || 'x'));${invalid("t_expr_idx")}`,
      state: "undone",
      first: ["drop index concurrently if exists public.t_expr_idx"],
    },
    { name: "an index called on", sql: `create index concurrently "on" on t (a)`, between: `create index "on" on t (a)`, state: "done" },
    { name: "no index dropped", sql: "drop index concurrently if exists nowhere", between: "", state: "undone" },
    {
      name: "an index made since",
      sql: "drop index concurrently if exists nowhere",
      between: "create index nowhere on t (a)",
      state: "undone",
    },
    { name: "a partition", sql: "alter table only p detach partition p1 concurrently", between: "", state: "undone" },
    {
      name: "no partition",
      sql: "alter table if exists p detach partition p1 concurrently",
      between: "alter table p detach partition p1",
      state: "done",
    },
  ])("after $sql there is $name", async ({ sql, between, state, first = [] }) => {
    expect(await judged(await database(major), sql, between)).toEqual({ state, first });
  });

  test.each([
    { name: "valid", spoil: "" },
    { name: "invalid", spoil: `;${invalid("ix")}` },
  ])("an index of that name that was there before and is $name is left alone", async ({ spoil }) => {
    const db = await database(major);
    for (const text of `create index ix on t (a)${spoil}`.split(";")) await db.query(text);
    for (const sql of [
      "create index concurrently ix on t (a)",
      "create index concurrently if not exists ix on t (a)",
      "create index concurrently on t (a)",
    ]) {
      expect(await judged(db, sql, "")).toEqual({ state: "undone", first: [] });
    }
  });

  test("a drop is done when the index that it found is gone, whoever has its name now", async () => {
    const db = await database(major);
    await db.query("create index ix on t (a)");
    expect(await judged(db, "drop index concurrently public.ix", "")).toMatchObject({ state: "undone" });
    expect(await judged(db, "drop index concurrently ix", "drop index ix; create index ix on u (a)")).toMatchObject({ state: "done" });
    expect(await judged(db, "DROP INDEX CONCURRENTLY IF EXISTS ix", "drop index ix")).toMatchObject({ state: "done" });
  });

  test.each([
    {
      sql: "create index concurrently ix on t (a)",
      isThere: "select from pg_class where relname = 'ix'",
      first: ["drop index concurrently if exists public.ix"],
    },
    {
      sql: "create index concurrently on t (a)",
      isThere: "select from pg_class where relname = 't_a_idx'",
      first: ["drop index concurrently if exists public.t_a_idx"],
    },
    {
      sql: "reindex table concurrently t",
      isThere: "select from pg_class where relname = 't_kept_ccnew'",
      first: ["drop index concurrently if exists public.t_kept_ccnew"],
    },
    {
      sql: "reindex (verbose, concurrently) index t_kept",
      isThere: "select from pg_class where relname = 't_kept_ccnew'",
      first: ["drop index concurrently if exists public.t_kept_ccnew"],
    },
    {
      sql: "reindex schema concurrently public",
      isThere: "select from pg_class where relname like 't_kept_ccnew'",
      first: ["drop index concurrently if exists public.t_kept_ccnew"],
    },
  ])("$sql, cut off: what it left is cleared, and nothing else", async ({ sql, isThere, first }) => {
    const db = await database(major);
    await db.query("create index t_kept on t (b)");
    await db.query("create index other_ccnew on u (b)");
    await db.query(invalid("other_ccnew"));
    expect(await cut(db, { sql, blocker: "update t set b = b where id = 1", isThere })).toEqual({
      state: "undone",
      first: expect.arrayContaining(first) as unknown,
    }); // and the index of a TOAST table
    expect(await db.query("select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where not indisvalid")).toEqual(
      [{ name: "other_ccnew" }],
    );
    expect(await db.query("select from pg_class where relname = 't_kept'")).toHaveLength(1);
  });

  test("a partition that waits to be detached is detached", async () => {
    const db = await database(major);
    const sql = "alter table p detach partition public.p1 concurrently";
    const pending = "select from pg_inherits where inhdetachpending";
    expect(await cut(db, { sql, blocker: "select * from p", isThere: pending })).toEqual({
      state: "done",
      first: ["alter table p detach partition public.p1 finalize"],
    });
    expect(await db.query("select inhrelid::regclass::text as name from pg_inherits where inhparent = 'p'::regclass")).toEqual([
      { name: "p2" },
    ]);
  });

  test("databases are told by what they are", async () => {
    const db = await database(major);
    const name = `${db.name}_made`;
    cleanups.push(() => db.query(`drop database if exists ${name}`));
    expect(await judged(db, `create database ${name}`, `create database ${name}`)).toEqual({ state: "done", first: [] });
    expect(await judged(db, `create database ${name}`, "")).toEqual({ state: "undone", first: [] });
    expect(await judged(db, `drop database ${name}`, "")).toEqual({ state: "undone", first: [] });
    expect(await judged(db, `drop database ${name}`, `drop database ${name}`)).toEqual({ state: "done", first: [] });
    expect(await judged(db, `create database ${name} owner = pg_monitor`, `create database ${name}`)).toEqual({
      state: "undone",
      first: [],
    });
  });
});

test.each([
  "vacuum",
  "vacuum (analyze) t",
  "cluster",
  "repack",
  "repack (concurrently) t",
  "alter system set work_mem = '1MB'",
  "reindex schema public",
  "reindex (concurrently false) table t",
  "alter database x set tablespace y",
  "alter subscription s refresh publication",
  "alter subscription s set publication p",
])("%s is safe to run again", (sql) => {
  expect(recoveryOf(sql)).toBeUndefined();
});

test.each([
  "create subscription s connection 'x' publication p",
  "alter subscription s add publication q",
  "create database x encoding 'UTF8'",
  "create tablespace x location '/x' with (seq_page_cost = 1)",
  String.raw`create index concurrently U&"d\0061t" on t (a)`,
])("%s is not started", (sql) => {
  expect(recoveryOf(sql)).toEqual({ instead: expect.any(String) as string });
});
