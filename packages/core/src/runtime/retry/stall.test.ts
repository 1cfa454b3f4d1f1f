import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import type { MigConfig } from "../config/config.ts";
import { connect } from "../connection/connect.ts";
import type { RunEvent } from "../environment/event.ts";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";

// While somebody holds a table, a run waits outside the server's queue, so that nobody waits behind it.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function environment(url: string, up: string, config: MigConfig, events: RunEvent[]): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-stall-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { ${up} }\nexport function downgrade() {}\n`,
  );
  return createEnvironment(
    { config: { versions: folder, ...config }, root: folder, env: {}, url, urlSource: "test" },
    { tell: (event) => events.push(event) },
  );
}

/** Holds locks for longer than a moment: after a young transaction, mig tries again at once. */
async function holding(db: ScratchDatabase, sql: string): Promise<() => Promise<void>> {
  const session = await connect(db.url, { applicationName: "holder" });
  await session.batch(["begin", sql]);
  await session.simple("select pg_catalog.pg_sleep(0.4)");
  let isOpen = true;
  const end = async (): Promise<void> => {
    if (isOpen) await session.simple("rollback");
    isOpen = false;
  };
  cleanups.unshift(async () => {
    await end();
    await session.close();
  });
  return end;
}

async function database(major: number): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, setup: "create table busy (id int); create table other (id int)" });
  cleanups.push(() => made.drop());
  return made;
}

const waiting = (db: ScratchDatabase): Promise<readonly unknown[]> =>
  db.query(
    "select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and l.locktype = 'relation' and a.application_name like 'mig worker%'",
  );

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("the blocker and the table are named, and the queue stays empty until the table is free", async () => {
    const db = await database(major);
    const events: RunEvent[] = [];
    const end = await holding(db, "select * from busy");
    const run = upgrade(environment(db.url, `op.execute("alter table busy add x int")`, {}, events), { to: "head" });
    await expect
      .poll(() => events.find(({ kind }) => kind === "blocked"))
      .toMatchObject({ table: "public.busy", blockers: [expect.stringMatching(/^process \d+ \(postgres, holder, idle in transaction/u)] });
    await expect.poll(() => waiting(db)).toHaveLength(0); // the try that found this out is over
    const looks: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      looks.push((await waiting(db)).length);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    expect(looks).toEqual(looks.map(() => 0));
    await end();
    expect(await run).toMatchObject({ after: ["a1"] });
  });

  test("a second table that somebody holds does not keep the first one locked", async () => {
    const db = await database(major);
    const events: RunEvent[] = [];
    const end = await holding(db, "select * from other");
    const run = upgrade(
      environment(db.url, `op.execute("alter table busy add x int"); op.execute("alter table other add x int");`, {}, events),
      { to: "head" },
    );
    await expect.poll(() => events.find(({ kind }) => kind === "blocked")).toMatchObject({ table: "public.other" });
    await expect
      .poll(() =>
        db.query(
          "select from pg_locks l join pg_stat_activity a using (pid) where l.granted and l.relation = 'busy'::regclass and a.application_name like 'mig worker%'",
        ),
      )
      .toEqual([]);
    await end();
    expect(await run).toMatchObject({ after: ["a1"] });
  });

  test("the waiting of others is bounded in all", async () => {
    const db = await database(major);
    const events: RunEvent[] = [];
    await holding(db, "select * from busy");
    const error: unknown = await upgrade(
      environment(db.url, `op.execute("alter table busy add x int")`, { tableStallSeconds: 0.2 }, events),
      { to: "head" },
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "TABLE_LOCK_NOT_OBTAINED",
      exitCode: 5,
      hint: expect.stringContaining("tableStallSeconds"),
      details: { statement: "alter table busy add x int" },
    });
  });
});
