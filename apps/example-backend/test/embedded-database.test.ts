import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const cwd = path.resolve(import.meta.dirname, "..");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "example-data-"));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

test("the embedded database serves several processes at once, from the first start on, and keeps what they wrote", async () => {
  const programs = [1, 2, 3].map((number) => runProgram(`insert into visits values (${number})`, 300 * number));
  for (const output of await Promise.all(programs)) expect(output).toMatch(/^\d+ rows/);
  expect(await runProgram("select", 0)).toBe("3 rows\n");
});

test("the embedded database is there again after its starter was killed", async () => {
  const killed = spawn(process.execPath, nodeArguments("insert into visits values (4)", 60_000), {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  expect(await runProgram("select", 0)).toBe("4 rows\n");
});

/** Opens the database, runs a statement, prints how many rows there are, and stays for a while. */
async function runProgram(statement: string, stayMs: number): Promise<string> {
  return (await promisify(execFile)(process.execPath, nodeArguments(statement, stayMs), { cwd })).stdout;
}

function nodeArguments(statement: string, stayMs: number): string[] {
  const program = `
    import { openEmbedded } from "./scripts/database/embedded.mjs";
    import { queryRows } from "@migts/testkit/server";
    const { url, close } = await openEmbedded({ folder: ${JSON.stringify(folder)}, database: "app" });
    await queryRows(url, "create table if not exists visits (id int)").catch(() => {}); // another one may make it just now
    await queryRows(url, ${JSON.stringify(statement)});
    const [row] = await queryRows(url, "select count(*)::int as rows from visits");
    console.log(row.rows + " rows");
    await new Promise((resolve) => setTimeout(resolve, ${stayMs}));
    await close();`;
  return ["--input-type=module", "--eval", program];
}
