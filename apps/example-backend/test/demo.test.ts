import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { withDatabase } from "@migts/testkit";
import { appFolder } from "./app-folder.ts";

let dataFolder: string;
beforeAll(async () => {
  await mkdir(path.join(appFolder, ".data"), { recursive: true });
  dataFolder = await mkdtemp(path.join(appFolder, ".data/test-")); // inside the application, so that the demo finds its packages
});
afterAll(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 }));

describe.each(inject("servers").slice(-1))("the demo on PostgreSQL $major", ({ major }) => {
  test("runs twice on one database, and leaves the tables of the models beside mig's own", { timeout: 180_000 }, () =>
    withDatabase({ major }, async (database) => {
      for (const round of ["first", "second"]) {
        const printed = await runDemo(database.url);
        expect(printed, round).toMatch(/\$ mig check\nThe database and the models agree\.\n/);
        expect(printed, round).toMatch(/\$ mig current\n[0-9a-f]{12}, create all tables\n/);
        expect(printed, round).not.toContain("at file:"); // a stack trace
        expect(tablesIn(printed), round).toHaveLength(16);
        expect(await readdir(path.join(dataFolder, "demo/mig/versions")), round).toHaveLength(2);
      }
      const left = await database.query<{ name: string }>(
        `select 'public.' || tablename as name from pg_tables where schemaname = 'public' order by tablename collate "C"`,
      );
      expect(left.map(({ name }) => name)).toEqual(tablesIn(await listTables(database.url)));
    }),
  );
});

const runDemo = (url: string): Promise<string> => runScriptOfApp(["scripts/demo.mjs"], { DATABASE_URL: url, EXAMPLE_DATA: dataFolder });

const listTables = (url: string): Promise<string> => runScriptOfApp(["scripts/list-tables.mjs", url], {});

async function runScriptOfApp(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: appFolder, env: { ...process.env, ...env } })).stdout;
}

/** The tables that were listed, however often. */
const tablesIn = (printed: string): readonly string[] => [...new Set([...printed.matchAll(/^public\.\w+$/gm)].map(([name]) => name))];
