import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, startProcess, type ScratchDatabase, type StartedProcess } from "@migts/testkit";
import { connect } from "../connection/connect.ts";
import { current, downgrade, upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** Revisions whose upgrades and downgrades are these scripts, one on the other. */
function revisions(scripts: Readonly<Record<string, readonly [up: string, down: string]>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-kill-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  let down: string | null = null;
  for (const [id, [up, back]] of Object.entries(scripts)) {
    const call = (text: string): string => `{ op.execute(${JSON.stringify(text)}); }`;
    writeFileSync(
      path.join(folder, `${id}.mjs`),
      `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\nexport function upgrade(op) ${call(up)}\nexport function downgrade(op) ${call(back)}\n`,
    );
    down = id;
  }
  return folder;
}

const configOf = (folder: string, url: string) => ({ config: { versions: folder }, root: folder, env: {}, url });
const environment = (folder: string, url: string): Environment => createEnvironment(configOf(folder, url));

/** The build, which the test command makes first: Node 20 cannot run the sources in a process of their own. */
const build = pathToFileURL(fileURLToPath(new URL("../../../dist/index.js", import.meta.url))).href;

function startRun(verb: "upgrade" | "downgrade", to: string, folder: string, url: string): StartedProcess {
  const code = `import { createEnvironment, ${verb} } from ${JSON.stringify(build)};
await ${verb}(createEnvironment(${JSON.stringify(configOf(folder, url))}), { to: ${JSON.stringify(to)}, allowLoss: true });`;
  const started = startProcess(process.execPath, ["--input-type=module", "-e", code], { cwd: folder });
  started.done.catch(() => {});
  return started;
}

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => made.drop());
  return made;
}

const isWorking = (db: ScratchDatabase, text: string) =>
  expect.poll(
    () =>
      db.query(
        "select from pg_stat_activity where datname = current_database() and application_name like 'mig worker%' and state = 'active' and query like $1",
        [`%${text}%`],
      ),
    { timeout: 20_000 },
  );

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("killed in a slow statement: nothing of the revision stays, and the next run just runs", async () => {
    const db = await database(major);
    const folder = revisions({
      a1: ["create table t1 (id int)", ""],
      a2: ["create table t2 (id int); select pg_sleep(3); create table t3 (id int)", ""],
      a3: ["create table t4 (id int)", ""],
    });
    const child = startRun("upgrade", "head", folder, db.url);
    await isWorking(db, "pg_sleep").toHaveLength(1);
    child.kill("SIGKILL");
    await child.done;
    const report = await upgrade(environment(folder, db.url), { to: "head" });
    expect(report).toMatchObject({ before: ["a1"], after: ["a3"] });
    expect(await db.query("select count(*)::int as tables from pg_class where relname in ('t1', 't2', 't3', 't4')")).toEqual([
      { tables: 4 },
    ]);
    expect(
      await db.query("select count(*)::int as rows, count(distinct revision)::int as revisions from mig_log where outcome = 'done'"),
    ).toEqual([{ rows: 3, revisions: 3 }]);
  });

  test("killed while an index is built concurrently: the next run clears what is left and builds it", async () => {
    const db = await database(major, "create table big as select g as id from generate_series(1, 100) g");
    const folder = revisions({
      a1: ["create table t1 (id int); create index concurrently big_id on big (id); create table t2 (id int)", ""],
    });
    const writer = await connect(db.url, { applicationName: "writer" });
    await writer.simple("begin; insert into big values (0)");
    const child = startRun("upgrade", "head", folder, db.url);
    await isWorking(db, "concurrently").toHaveLength(1);
    await expect.poll(() => db.query("select from pg_index where indexrelid = to_regclass('big_id') and not indisvalid")).toHaveLength(1);
    child.kill("SIGKILL");
    await child.done;
    expect(await current(environment(folder, db.url))).toMatchObject({ heads: [], unfinished: [{ revision: "a1", statementsDone: 1 }] });
    await writer.simple("commit");
    await writer.close();
    await upgrade(environment(folder, db.url), { to: "head" });
    expect(await db.query("select indisvalid as valid from pg_index where indrelid = 'big'::regclass")).toEqual([{ valid: true }]);
    expect(await current(environment(folder, db.url))).toMatchObject({ heads: ["a1"], unfinished: [] });
  });

  test("killed behind a border, after a read and a set: nothing is decided again, and the rest lands where it would have", async () => {
    const db = await database(
      major,
      "create schema app; create table big as select g as id from generate_series(1, 100) g; create table done (what text)",
    );
    const folder = revisions({});
    writeFileSync(
      path.join(folder, "a1.mjs"),
      `export const revision = "a1"; export const downRevision = null;
export async function upgrade(op) {
  const [{ n }] = await op.query("select count(*)::int as n from big");
  op.execute("insert into done values ($1)", [n]);
  op.execute("set search_path to app, public; create index concurrently on public.big (id); create table landed (id int)");
  op.execute("insert into done values ($1)", [n]);
}
`,
    );
    const writer = await connect(db.url, { applicationName: "writer" });
    await writer.simple("begin; insert into big values (0)");
    const child = startRun("upgrade", "head", folder, db.url);
    await expect
      .poll(() => db.query("select from pg_index where indrelid = 'big'::regclass and not indisvalid"), { timeout: 20_000 })
      .toHaveLength(1);
    child.kill("SIGKILL");
    await child.done;
    await writer.simple("commit");
    await writer.close();
    await upgrade(environment(folder, db.url), { to: "head" });
    expect(await db.query("select what from done")).toEqual([{ what: "100" }, { what: "100" }]);
    expect(await db.query("select relnamespace::regnamespace::text as schema from pg_class where relname = 'landed'")).toEqual([
      { schema: "app" },
    ]);
    expect(await db.query("select indisvalid as valid from pg_index where indrelid = 'big'::regclass")).toEqual([{ valid: true }]);
  });

  test("killed at any time, up or down: one more run reaches the end, everything once", async () => {
    const db = await database(major, "create table done (what text)");
    const ids = ["a1", "a2", "a3", "a4", "a5", "a6"];
    const folder = revisions(
      Object.fromEntries(
        ids.map((id, at) => {
          const alone = at % 3 === 1;
          const up = `insert into done values ('${id}'); create table ${id} (id int); select pg_sleep(0.02); ${alone ? `create index concurrently ${id}_id on ${id} (id);` : ""} insert into done values ('${id} end')`;
          const down = `delete from done where what = '${id}'; ${alone ? `drop index concurrently ${id}_id;` : ""} drop table ${id}; delete from done where what = '${id} end'`;
          return [id, [up, down] as const];
        }),
      ),
    );
    for (let round = 0; round < 8; round += 1) {
      const child = startRun(round % 2 === 0 ? "upgrade" : "downgrade", round % 2 === 0 ? "head" : "base", folder, db.url);
      await delay(250 + Math.random() * 500);
      child.kill("SIGKILL");
      await child.done;
      const finish =
        round % 2 === 0
          ? upgrade(environment(folder, db.url), { to: "head" })
          : downgrade(environment(folder, db.url), { to: "base", allowLoss: true });
      const { after } = await finish;
      expect(after).toEqual(round % 2 === 0 ? ["a6"] : []);
      const rows = await db.query<{ what: string }>("select what from done order by 1");
      expect(rows.map(({ what }) => what)).toEqual(round % 2 === 0 ? ids.flatMap((id) => [id, `${id} end`]) : []);
      expect(await db.query("select from pg_index where not indisvalid")).toEqual([]);
    }
  });
});
