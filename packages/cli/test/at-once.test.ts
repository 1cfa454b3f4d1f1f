import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { startMig, withClient } from "@migts/testkit";
import { openShop, revisionFile, tablesOf, withShop, type Shop } from "./shop.ts";

// Several runs at once, and runs that are cut off.

/** Revisions that each make a table, slowly enough to be met in the middle. */
function chain(length: number, seconds: number): Record<string, string> {
  const ids = Array.from({ length }, (_, at) => `rev${at + 1}`);
  return Object.assign(
    {},
    ...ids.map((id, at) =>
      revisionFile(id, {
        down: at === 0 ? null : (ids[at - 1] ?? null),
        upgrade: `op.execute("create table ${id} (id int)"); op.execute("select pg_sleep(${seconds})"); op.execute("insert into ${id} values (1)");`,
        downgrade: `op.execute("drop table ${id}");`,
      }),
    ),
  ) as Record<string, string>;
}

const start = (shop: Shop, ...args: readonly string[]): ReturnType<typeof startMig> =>
  startMig(args, { cwd: shop.project.path, env: { DATABASE_URL: shop.database.url } });

const logged = (shop: Shop): Promise<readonly object[]> =>
  shop.database.query("select revision from mig_log where outcome = 'done' order by id");

test.each([2, 4])("%i upgrades at once on an empty database: all end well, everything is applied once", (count) =>
  withShop(async (shop) => {
    await shop.project.write(chain(4, 0.1));
    const results = await Promise.all(Array.from({ length: count }, () => start(shop, "upgrade", "head").done));
    for (const result of results) expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(await logged(shop)).toEqual(["rev1", "rev2", "rev3", "rev4"].map((revision) => ({ revision })));
    expect(await shop.database.query("select version_num from alembic_version")).toEqual([{ version_num: "rev4" }]);
    expect(await shop.database.query("select count(*)::int as n from rev1")).toEqual([{ n: 1 }]);
  }),
);

test("a run that waits for too long says who holds the lock", () =>
  withShop(async (shop) => {
    await shop.project.write({ ...chain(1, 3), "mig.config.json": { lockTimeoutSeconds: 0.5 } });
    const first = start(shop, "upgrade", "-c", "mig.config.json");
    await first.waitForOutput(/Running upgrade/u);
    const second = await start(shop, "upgrade", "-c", "mig.config.json", "--json").done;
    expect(second.code).toBe(5);
    expect(JSON.parse(second.stdout)).toMatchObject({
      ok: false,
      error: { code: "LOCK_NOT_OBTAINED", exitCode: 5, message: expect.stringContaining("mig") },
    });
    expect(await first.done).toMatchObject({ code: 0 });
  }));

test.each([0, 150, 400, 700, 1000])(
  "killed %i ms after it began to run: the database is before or after a revision, and the next upgrade just runs",
  (milliseconds) =>
    withShop(async (shop) => {
      await shop.project.write(chain(3, 0.3));
      const run = start(shop, "upgrade");
      await run.waitForOutput(/Running upgrade/u);
      await delay(milliseconds);
      run.kill("SIGKILL");
      await run.done;
      expect(await shop.mig("upgrade")).toMatchObject({ code: 0 });
      expect(await logged(shop)).toEqual(["rev1", "rev2", "rev3"].map((revision) => ({ revision })));
      for (const table of ["rev1", "rev2", "rev3"])
        expect(await shop.database.query(`select count(*)::int as n from ${table}`)).toEqual([{ n: 1 }]);
    }),
);

test("Ctrl-C cancels the statement, rolls back and says so", async () => {
  const shop = await openShop();
  await shop.project.write(chain(1, 30));
  const run = start(shop, "upgrade");
  await run.waitForOutput(/Running upgrade/u);
  await delay(300);
  run.kill("SIGINT");
  const { code, stdout, stderr } = await run.done;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toContain("error INTERRUPTED");
  expect(await tablesOf(shop.database)).not.toContain("public.rev1");
  await shop.close();
});

test("Ctrl-C while a table is waited for", () =>
  withShop(async (shop) => {
    await shop.database.query("create table busy (id int)");
    await shop.project.write(revisionFile("rev1", { upgrade: 'op.execute("alter table busy add column x int");' }));
    await withClient(shop.database.url, async (other) => {
      await other.query("begin; lock table busy in access share mode");
      const run = start(shop, "upgrade", "--json");
      const waits = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      await expect.poll(() => shop.database.query(waits), { interval: 20, timeout: 10_000 }).not.toEqual([]);
      run.kill("SIGINT");
      const { code, stdout, stderr } = await run.done;
      expect({ code, stderr }).toEqual({ code: 130, stderr: "interrupted: rolling back\n" });
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "INTERRUPTED", exitCode: 130 } });
    });
  }));

test("Ctrl-C ends a dry run at once", async () => {
  const shop = await openShop();
  await shop.project.write(
    revisionFile("rev1", { upgrade: 'console.error("recording"); await new Promise((resolve) => setTimeout(resolve, 60_000));' }),
  );
  const run = start(shop, "upgrade", "--dry-run");
  await run.waitForOutput(/recording/u);
  run.kill("SIGINT");
  expect((await run.done).code).toBe(130);
  await shop.close();
});

test("Ctrl-C ends a command that only reads at once", async () => {
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const shop = await openShop();
  const connected = once(silent, "connection");
  const run = startMig(["current", "--url", `postgresql://postgres@127.0.0.1:${port}/nowhere`], { cwd: shop.project.path });
  await connected;
  run.kill("SIGINT");
  expect((await run.done).code).toBe(130);
  silent.close();
  await shop.close();
});
