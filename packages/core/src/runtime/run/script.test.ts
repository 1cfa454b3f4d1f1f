import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, runScript, servers, type ScratchDatabase } from "@migts/testkit";
import { upgrade } from "./commands.ts";
import { createEnvironment, type Environment } from "./environment.ts";
import { previewDowngrade, previewUpgrade } from "./preview.ts";
import { downgradeScript, stampScript, upgradeScript } from "./script.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const files: Readonly<Record<string, string>> = {
  a1: `// First\nexport const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { op.execute("create table t (id int) -- comment"); op.execute("create type mood as enum ('sad')"); }\nexport function downgrade(op) { op.execute("drop table t; drop type mood"); }\n`,
  b1: `// Index\nexport const revision = "b1";\nexport const downRevision = "a1";\nexport function upgrade(op) { op.execute("create index concurrently t_id on t (id)"); }\nexport function downgrade(op) { op.execute("drop index concurrently t_id"); }\n`,
  b2: `// Other\nexport const revision = "b2";\nexport const downRevision = "a1";\nexport function upgrade(op) { op.execute("alter type mood add value 'glad'; create table m (mood mood default 'glad')"); }\nexport function downgrade(op) { op.execute("drop table m"); }\n`,
  c1: `export const revision = "c1";\nexport const downRevision = ["b1", "b2"];\nexport function upgrade() {}\nexport function downgrade() {}\n`,
};

function environment(url?: string, more: Readonly<Record<string, string>> = {}): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-script-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [id, text] of Object.entries({ ...files, ...more })) writeFileSync(path.join(folder, `${id}.mjs`), text);
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, ...(url === undefined ? {} : { url }) });
}

async function database(major: number): Promise<ScratchDatabase> {
  const made = await createDatabase({ major });
  cleanups.push(() => made.drop());
  return made;
}

/** Without what writes the log, which holds checksums and mig's version. */
const withoutLog = (script: string): string => script.replaceAll(/^do \$mig\$[^]*?end \$mig\$;\n/gmu, "").replace(/^create table if not exists public\.mig_log[^]*?^\);\n/mu, "");

test("an upgrade as a script", async () => {
  expect(withoutLog(await upgradeScript(environment(), { to: "head" }))).toMatchInlineSnapshot(`
    "begin;
    create table if not exists public.alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num));
    commit;

    -- upgrade a1: First
    begin;
    create table t (id int) -- comment
    ;
    create type mood as enum ('sad');
    insert into public.alembic_version (version_num) values ('a1');
    commit;

    -- upgrade b1: Index
    create index concurrently t_id on t (id);
    begin;
    update public.alembic_version set version_num = 'b1' where version_num operator(pg_catalog.=) 'a1';
    commit;

    -- upgrade b2: Other
    begin;
    alter type mood add value 'glad';
    commit;
    begin;
    create table m (mood mood default 'glad');
    insert into public.alembic_version (version_num) values ('b2');
    commit;

    -- upgrade c1
    begin;
    delete from public.alembic_version where version_num operator(pg_catalog.=) 'b2';
    update public.alembic_version set version_num = 'c1' where version_num operator(pg_catalog.=) 'b1';
    commit;
    "
  `);
  expect(withoutLog(await upgradeScript(environment(), { to: "b2", from: "a1" }))).toMatchInlineSnapshot(`
    "-- upgrade b2: Other
    begin;
    alter type mood add value 'glad';
    commit;
    begin;
    create table m (mood mood default 'glad');
    update public.alembic_version set version_num = 'b2' where version_num operator(pg_catalog.=) 'a1';
    commit;
    "
  `);
  expect(withoutLog(await downgradeScript(environment(), { from: "c1", to: "a1" }))).toMatchInlineSnapshot(`
    "-- downgrade c1
    begin;
    update public.alembic_version set version_num = 'b1' where version_num operator(pg_catalog.=) 'c1';
    insert into public.alembic_version (version_num) values ('b2');
    commit;

    -- downgrade b2: Other
    begin;
    drop table m;
    delete from public.alembic_version where version_num operator(pg_catalog.=) 'b2';
    commit;

    -- downgrade b1: Index
    drop index concurrently t_id;
    begin;
    update public.alembic_version set version_num = 'a1' where version_num operator(pg_catalog.=) 'b1';
    commit;
    "
  `);
  expect(withoutLog(stampScript(environment(), { from: "a1", to: "head" }))).toMatchInlineSnapshot(`
    "begin;
    update public.alembic_version set version_num = 'c1' where version_num operator(pg_catalog.=) 'a1';
    commit;
    "
  `);
});

test("a stamp that forgets first", () => {
  expect(withoutLog(stampScript(environment(), { to: "b1", purge: true })).split("\n\n")[1]).toBe("begin;\ndelete from public.alembic_version;\ninsert into public.alembic_version (version_num) values ('b1');\ncommit;\n");
});

test("a revision that reads has no script", async () => {
  const reading = { d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport async function upgrade(op) { op.execute("select 0"); await op.query("select 1"); op.execute("select 2"); }\n` };
  await expect(upgradeScript(environment(undefined, reading), { to: "head" })).rejects.toMatchObject({ code: "OFFLINE_READ", details: { revision: "d1", sql: "select 1" } });
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("scripts run, statement by statement, and leave what a run leaves", async () => {
    const db = await database(major);
    const env = environment(db.url);
    // One message at a time, as psql sends them: CREATE INDEX CONCURRENTLY stands alone.
    for (const part of (await upgradeScript(env, { to: "head" })).split(/(?<=^commit;$)\n|(?<=t_id on t \(id\);)\n/mu)) await runScript(db.url, part);
    expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "c1" }]);
    expect(await db.query("select to_regclass('m') is not null as m, to_regclass('t_id') is not null as index")).toEqual([{ m: true, index: true }]);
    expect(await upgrade(env, { to: "head" })).toMatchObject({ steps: [] });
    expect(await db.query("select revision, direction from mig_log order by id")).toEqual(["a1", "b1", "b2", "c1"].map((revision) => ({ revision, direction: "upgrade" })));
  });

  test("a preview says what would run, and changes nothing", async () => {
    const db = await database(major);
    const reading = { d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport async function upgrade(op) { op.execute("delete from t"); await op.query("select 1"); op.execute("select 2"); }\nexport function downgrade(op) { op.execute("select 3"); }\n` };
    const env = environment(db.url, reading);
    const preview = await previewUpgrade(env, { to: "head" });
    expect(preview).toMatchObject({ before: [], after: ["d1"], resumes: {} });
    const steps = preview.steps.map(({ revision, plan, read }) => ({ revision, transactions: plan.transactions.map(({ statements }) => statements.map(({ sql }) => sql)), read }));
    expect(steps.at(-1)).toEqual({ revision: "d1", transactions: [["delete from t"]], read: "select 1" });
    expect(steps.find(({ revision }) => revision === "b2")?.transactions).toEqual([["alter type mood add value 'glad'"], ["create table m (mood mood default 'glad')"]]);
    expect(preview.steps.at(-1)?.plan.transactions[0]?.statements[0]?.facts).toMatchObject({ lock: "row exclusive", losesData: "what the statement removes" });
    expect(await db.query("select from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
    await upgrade(env, { to: "head" });
    expect((await previewDowngrade(env, { to: "-1" })).steps).toMatchObject([{ revision: "d1", direction: "downgrade", headsAfter: ["c1"] }]);
  });
});
