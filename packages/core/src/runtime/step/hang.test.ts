import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { loadConfig } from "../config/load-config.ts";
import type { MigConfig } from "../config/config.ts";
import type { RunEvent } from "../environment/event.ts";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";

// A revision's own code that waits for something which is not the database: named, limited, and never with locks kept.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "mig-hang-"));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
  return made;
}

const revision = (up: string, top = ""): string =>
  `${top}\nexport const revision = "a1";\nexport const downRevision = null;\nexport async function upgrade(op) {\n${up}\n}\nexport function downgrade() {}\n`;

function environment(text: string, url: string, config: MigConfig, options: EnvironmentOptions = {}): Environment {
  const made = folder({ "a1.mjs": text });
  return createEnvironment({ config: { versions: made, ...config }, root: made, env: {}, url, urlSource: "test" }, options);
}

const quick: MigConfig = { revisionTimeoutSeconds: 0.6, lockedWaitSeconds: 0.4 };
const never = "await new Promise((resolve) => setTimeout(resolve, 8000));";
const failure = (env: Environment): Promise<unknown> => upgrade(env, { to: "head" }).catch((error: unknown) => error);

async function database(major: number): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, setup: "create table t (id int)" });
  cleanups.push(() => made.drop());
  return made;
}

const others = async (db: ScratchDatabase): Promise<readonly unknown[]> =>
  db.query("select query from pg_stat_activity where datname = current_database() and application_name like 'mig%'");

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("with locks held, after a read: said, given up soon, rolled back, named", async () => {
    const db = await database(major);
    const events: RunEvent[] = [];
    const env = environment(
      revision(`op.execute("alter table t add x int");\nawait op.query("select 1 as one");\n${never}`),
      db.url,
      { ...quick, revisionTimeoutSeconds: 30 },
      { tell: (event) => events.push(event) },
    );
    expect(await failure(env)).toMatchObject({
      code: "REVISION_HANGS",
      exitCode: 1,
      message: expect.stringMatching(
        /promise of its own, not for the database, after op\.query\("select 1 as one"\), while its open transaction held its locks/u,
      ),
      details: {
        revision: "a1",
        direction: "upgrade",
        isOpen: true,
        lastRead: "select 1 as one",
        after: "is as it was before this revision",
      },
      place: { file: expect.stringContaining("a1.mjs") },
    });
    expect(events).toContainEqual(expect.objectContaining({ kind: "slow", revision: "a1", isOpen: true, lastRead: "select 1 as one" }));
    expect(await db.query("select from pg_attribute where attrelid = 't'::regclass and attname = 'x'")).toEqual([]);
    expect(await others(db)).toEqual([]);
    expect(await db.query("select revision, outcome, error from mig_log")).toEqual([
      { revision: "a1", outcome: "failed", error: "REVISION_HANGS" },
    ]);
  });

  test("with nothing open: another limit, and the way on", async () => {
    const db = await database(major);
    const env = environment(revision(never), db.url, quick);
    expect(await failure(env)).toMatchObject({
      code: "REVISION_HANGS",
      details: { isOpen: false },
      hint: expect.stringContaining("revisionTimeoutSeconds"),
    });
  });

  test("waits that end in time, and long statements, are none of this", async () => {
    const db = await database(major);
    const short = "await new Promise((resolve) => setTimeout(resolve, 200));";
    const seconds: MigConfig = { revisionTimeoutSeconds: 1.2, lockedWaitSeconds: 1 };
    const env = environment(
      revision(
        `${short}\nawait op.query("select pg_sleep(1.5)");\n${short}\nawait op.query("select 1");\n${short}\nop.execute("create table made (id int)");`,
      ),
      db.url,
      seconds,
    );
    expect(await upgrade(env, { to: "head" })).toMatchObject({ after: ["a1"] });
  });

  test("an interrupt does not wait for it", async () => {
    const db = await database(major);
    const controller = new AbortController();
    const env = environment(revision(`await op.query("select 1");\n${never}`), db.url, {}, { signal: controller.signal });
    const run = failure(env);
    await expect
      .poll(() =>
        db.query(
          "select from pg_stat_activity where datname = current_database() and application_name like 'mig worker%' and state = 'idle in transaction'",
        ),
      )
      .toHaveLength(1);
    controller.abort();
    expect(await run).toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
    expect(await others(db)).toEqual([]);
  });

  test("what keeps the process itself busy is ended by the server", async () => {
    const db = await database(major);
    const env = environment(
      revision(
        `const [row] = await op.query("select current_setting('idle_in_transaction_session_timeout') as value");\nif (row.value !== "1min") throw new Error(row.value);`,
      ),
      db.url,
      {},
    );
    expect(await upgrade(env, { to: "head" })).toMatchObject({ after: ["a1"] });
  });

  test("at the top of the file", async () => {
    const db = await database(major);
    const env = environment(revision("", never), db.url, quick);
    expect(await failure(env)).toMatchObject({ code: "FILE_HANGS", details: { file: expect.stringContaining("a1.mjs"), seconds: 0.6 } });
    expect(await others(db)).toEqual([]);
  });
});

test("a configuration that waits is left at once when nothing could end it", async () => {
  const cwd = folder({ "mig.config.mjs": "await new Promise(() => {});\nexport default {};\n" });
  const loaded = loadConfig({ cwd, env: {} }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.emit("beforeExit", 0);
  expect(await loaded).toMatchObject({ code: "FILE_HANGS", message: expect.stringContaining("cannot finish loading") });
  const other = folder({ "mig.config.mjs": 'export default { versions: "elsewhere" };\n' });
  expect(await loadConfig({ cwd: other, env: {} })).toMatchObject({ config: { versions: "elsewhere" } });
});
