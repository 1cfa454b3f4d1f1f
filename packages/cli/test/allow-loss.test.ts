import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { migNode } from "@migts/testkit";
import { expect, test } from "vitest";
import { openShop, revisionFile, type Shop } from "./shop.ts";

// A downgrade that takes rows: exit 3 without a terminal, a question in one.

const bin = path.join(path.dirname(createRequire(import.meta.url).resolve("@migts/cli/package.json")), "bin/mig.js");
const hasScript = spawnSync("script", ["--version"]).status === 0;

async function withRows(use: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await openShop();
  try {
    await shop.project.write(
      revisionFile("aaaa", {
        upgrade: 'op.execute("create table t (id int)");',
        downgrade: 'op.dropTable({ schema: "public", name: "t" });',
      }),
    );
    await shop.done("upgrade");
    await shop.database.query("insert into t values (1), (2)");
    await use(shop);
  } finally {
    await shop.close();
  }
}

const rows = async ({ database }: Shop): Promise<number> => (await database.query("select from pg_class where relname = 't'")).length;

test("without a terminal", () =>
  withRows(async (shop) => {
    const { code, stderr } = await shop.mig("downgrade", "-1");
    expect(code).toBe(3);
    expect(stderr).toContain(
      "error LOSS_NOT_CONFIRMED: The downgrade would lose data: all rows of table t (2). Nobody confirmed it. The database is as it was.",
    );
    expect(stderr).toContain("--allow-loss");
    expect(await shop.json("downgrade", "-1")).toMatchObject({
      ok: false,
      code: 3,
      error: { code: "LOSS_NOT_CONFIRMED", details: { losses: [{ revision: "aaaa", rows: 2, from: [{ schema: "public", table: "t" }] }] } },
    });
    expect(await rows(shop)).toBe(1);
    expect(await shop.mig("downgrade", "-1", "--allow-loss")).toMatchObject({
      code: 0,
      stdout: "downgraded 1 revision, now at base\nlost data: aaaa\n",
    });
    expect(await rows(shop)).toBe(0);
  }));

/** Runs mig in a terminal, types an answer when it asks, and gives the exit code and what was shown. */
function inTerminal(shop: Shop, answer: string): Promise<{ readonly code: number | null; readonly shown: string }> {
  const child = spawn("script", ["-qec", `${migNode} ${bin} downgrade -1`, "/dev/null"], {
    cwd: shop.project.path,
    env: { ...process.env, DATABASE_URL: shop.database.url, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let shown = "";
  return new Promise((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const asked = shown.includes("Continue and lose it?");
      shown += chunk.toString();
      if (!asked && shown.includes("Continue and lose it?")) child.stdin.write(answer);
    });
    child.on("close", (code) => resolve({ code, shown }));
  });
}

test.runIf(hasScript).each([
  { name: "no", answer: "n\n", code: 3, left: 1 },
  { name: "nothing", answer: "\n", code: 3, left: 1 },
  { name: "Ctrl-C", answer: "\u0003", code: 130, left: 1 },
  { name: "yes", answer: "yes\n", code: 0, left: 0 },
])("in a terminal: $name", ({ answer, code, left }) =>
  withRows(async (shop) => {
    const result = await inTerminal(shop, answer);
    expect(result.shown).toMatch(
      /This loses data:\r?\n {2}aaaa: all rows of table t, public\.t \(2 rows\)\r?\nContinue and lose it\? \[y\/N\] /u,
    );
    expect(result.code, result.shown).toBe(code);
    expect(await rows(shop)).toBe(left);
  }),
);
