import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { connect } from "../connection/connect.ts";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";
import type { RunEvent } from "../environment/event.ts";
import { upgrade } from "../run/commands.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** One revision whose body begins in line 4. */
function environment(url: string, body: string, options: EnvironmentOptions = {}): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-notices-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport async function upgrade(op) {\n${body}\n}\n`,
  );
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, url }, options);
}

async function database(major: number, setup: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, setup });
  cleanups.push(() => made.drop());
  return made;
}

type Told = Extract<RunEvent, { kind: "notice" }>;

/** What a run tells and reports of PostgreSQL's notices. */
async function run(url: string, body: string, options: EnvironmentOptions = {}) {
  const told: Told[] = [];
  const tell = (event: RunEvent): void => void (event.kind === "notice" && told.push(event));
  const env = environment(url, body, { ...options, tell });
  const outcome = await upgrade(env, { to: "head" }).catch((error: unknown) => ({ error }));
  return { told, outcome };
}

const setup =
  "create table a (id int); create table b (id int); create index ix on a (id); create view v as select id from a; create function loud() returns int language plpgsql as $$ begin raise notice 'read'; return 1; end $$";

const rows = [
  {
    name: "an index that another table has, built concurrently",
    body: `op.execute("create index concurrently if not exists ix on b (id)");`,
    notices: [
      {
        sqlState: "42P07",
        message: `relation "ix" already exists, skipping`,
        statement: "create index concurrently if not exists ix on b (id)",
        number: 1,
        line: 4,
      },
    ],
  },
  {
    name: "the same in a transaction, as the second statement",
    body: `op.execute("create table c (id int)");\nop.execute("create index if not exists ix on b (id)");`,
    notices: [{ sqlState: "42P07", message: `relation "ix" already exists, skipping`, number: 2, line: 5 }],
  },
  {
    name: "other things that exist, each with its statement",
    body: `op.execute("create table if not exists a (x text)");\nop.execute("create schema if not exists public");\nop.execute("alter table a add column if not exists id text");\nop.execute("drop table if exists nowhere");`,
    notices: [
      { sqlState: "42P07", number: 1, line: 4 },
      { sqlState: "42P06", number: 2, line: 5 },
      { sqlState: "42701", number: 3, line: 6 },
      { sqlState: "00000", number: 4, line: 7, message: `table "nowhere" does not exist, skipping` },
    ],
  },
  {
    name: "what a cascade takes along",
    body: `op.execute("drop table a cascade");`,
    notices: [{ sqlState: "00000", message: "drop cascades to view v", number: 1, line: 4 }],
  },
  {
    name: "what a block raises",
    body: `op.execute("do $$ begin raise warning using message = 'odd rows', detail = '3 of them', hint = 'look'; raise notice 'one'; raise notice 'one'; end $$");`,
    notices: [
      { sqlState: "01000", message: "odd rows", detail: "3 of them", hint: "look", number: 1, line: 4 },
      { message: "one", number: 1 },
      { message: "one", number: 1 },
    ],
  },
  {
    name: "what a read raises",
    body: `op.execute("create table c (id int)");\nfor (const n of [1, 2]) await op.query("select loud()");`,
    notices: [
      { message: "read", statement: "select loud()" },
      { message: "read", statement: "select loud()" },
    ],
  },
  {
    name: "a name that is cut",
    body: `op.execute("create table c (id int)");\nop.execute("create table ${"d".repeat(70)} (id int)");`,
    notices: [{ sqlState: "42622", number: 2, line: 5 }],
  },
  {
    name: "what a deferred trigger raises at the commit",
    body: `op.execute("create function f() returns trigger language plpgsql as $$ begin raise notice 'late'; return null; end $$; create constraint trigger g after insert on b deferrable initially deferred for each row execute function f(); insert into b values (1)");`,
    notices: [{ message: "late", statement: "commit" }],
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(rows)("$name: told with its place, and reported", async ({ body, notices }) => {
    const db = await database(major, setup);
    await db.query(`alter database ${db.name} set client_min_messages = error`); // it hides none of it
    const { told, outcome } = await run(db.url, body);
    expect(outcome).toMatchObject({ after: ["a1"] });
    expect(told).toMatchObject(
      notices.map(({ line, ...notice }: { readonly line?: number }) => ({ ...notice, ...(line === undefined ? {} : { place: { line } }) })),
    );
    expect(told).toHaveLength(notices.length);
    expect(outcome).toMatchObject({ steps: [{ notices: told.map(({ kind: _k, revision: _r, direction: _d, ...notice }) => notice) }] });
  });

  test("a statement that fails after its notices: they are told", async () => {
    const db = await database(major, setup);
    const { told, outcome } = await run(db.url, `op.execute("do $$ begin raise notice 'before'; perform 1 / 0; end $$");`);
    expect(outcome).toMatchObject({ error: { code: "REVISION_FAILED" } });
    expect(told).toMatchObject([{ message: "before" }]);
  });

  test("a transaction that is sent again tells nothing twice", async () => {
    const db = await database(major, setup);
    const holder = await connect(db.url);
    cleanups.push(() => holder.close());
    await holder.simple("begin; lock table b in access share mode");
    const body = `op.execute("do $$ begin raise notice 'first'; end $$");\nop.execute("alter table b add x int");`;
    const told: RunEvent[] = [];
    const env = environment(db.url, body, { tell: (event) => void told.push(event) });
    const running = upgrade(env, { to: "head" });
    await expect.poll(() => told.map(({ kind }) => kind), { timeout: 10_000 }).toContain("blocked");
    await holder.simple("rollback");
    expect((await running).steps).toMatchObject([{ notices: [{ message: "first" }] }]);
    expect(told.filter(({ kind }) => kind === "notice")).toHaveLength(1);
  });

  test("a flood of notices is cut, and counted", async () => {
    const db = await database(major, setup);
    const { told, outcome } = await run(
      db.url,
      `op.execute("do $$ begin for n in 1 .. 5000 loop raise notice 'row %', n; end loop; end $$");\nop.execute("create table if not exists a (id int)");`,
    );
    expect(told).toHaveLength(101);
    expect(told.at(-1)).toMatchObject({ sqlState: "42P07" });
    expect(outcome).toMatchObject({ steps: [{ notices: expect.objectContaining({ length: 101 }), noticesLeftOut: 4900 }] });
  });
});

test("PGlite", async () => {
  const session = await connect("pglite:memory");
  cleanups.push(session.close);
  await session.simple("create table a (id int); create table b (id int); create index ix on a (id)");
  const body = `op.execute("create table c (id int)");\nop.execute("create index if not exists ix on b (id)");`;
  const { told } = await run("pglite:memory", body, { session });
  expect(told).toMatchObject([{ sqlState: "42P07", number: 2, place: { line: 5 } }]);
});
