import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { queryRows, startProcess, startServer } from "@migts/testkit";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "mig-server-test-")); // 0700: as root, user nobody cannot enter it
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a server in a process of its own from the build, and waits until it is up. */
async function startElsewhere(options: object) {
  const door = new URL("../dist/server.js", import.meta.url).href;
  const script = path.join(folder, "start.mjs");
  await writeFile(
    script,
    `import { startServer, queryRows } from ${JSON.stringify(door)};
     const { url } = await startServer(${JSON.stringify(options)});
     const [row] = await queryRows(url, "select current_setting('data_directory') as folder");
     console.log("up " + row.folder);
     setInterval(() => {}, 1000);`,
  );
  const started = startProcess(process.execPath, [script]);
  await started.waitForOutput(/up .*\n/);
  return started;
}

describe("a persistent server", () => {
  test("keeps its data from start to start", async () => {
    const options = { major: 18, dataDir: path.join(folder, "data"), persistent: true };
    const first = await startServer(options);
    expect(await queryRows(first.url, "show fsync")).toEqual([{ fsync: "on" }]);
    await queryRows(first.url, "create table kept (id int)");
    await first.stop();
    const second = await startServer(options);
    expect(await queryRows(second.url, "select from kept")).toEqual([]);
    await second.stop();
  });

  test("that runs already is shared, and outlives whoever joins", async () => {
    const options = { major: 18, dataDir: path.join(folder, "data"), persistent: true };
    const [one, two] = await Promise.all([startServer(options), startServer(options)]);
    expect(one.port).toBe(two.port);
    const owner = one.how === "already running" ? two : one;
    const guest = owner === one ? two : one;
    await guest.stop();
    expect(await queryRows(owner.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await owner.stop();
  });

  test("needs a folder", async () => {
    await expect(startServer({ major: 18, persistent: true })).rejects.toThrow("dataDir");
  });
});

test("a server ends, and its folder goes, with a process that is killed", async () => {
  const started = await startElsewhere({ major: 18 });
  started.kill("SIGKILL");
  const { stdout } = await started.done;
  const dataDir = /up (.*)/.exec(stdout)?.[1] ?? "";
  expect(dataDir).not.toBe("");
  for (let tries = 0; existsSync(dataDir) && tries < 200; tries++) await delay(100);
  expect(existsSync(dataDir)).toBe(false);
});

test("a server on a wanted port", async () => {
  const first = await startServer({ major: 15, settings: { max_connections: "7" } });
  expect(await queryRows(first.url, "show max_connections")).toEqual([{ max_connections: "7" }]);
  await expect(startServer({ major: 15, port: first.port })).rejects.toThrow("did not start");
  await first.stop();
  const again = await startServer({ major: 15, port: first.port });
  expect(again.port).toBe(first.port);
  await again.stop();
});

test("an unknown major says where was looked", async () => {
  await expect(startServer({ major: 3 })).rejects.toThrow("No PostgreSQL 3 here");
});

describe.runIf(process.getuid?.() === 0)("as root", () => {
  test.each(["nobody", "unshare", "setpriv", "copy"])("runs as %s", async (how) => {
    process.env["MIG_POSTGRES_RUN_AS"] = how;
    try {
      const server = await startServer({ major: 18 });
      expect(["npm, " + how, "npm, copy"]).toContain(server.how); // a container may forbid some of them
      await server.stop();
    } finally {
      delete process.env["MIG_POSTGRES_RUN_AS"];
    }
  });
});
