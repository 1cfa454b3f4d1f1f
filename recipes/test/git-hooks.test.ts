import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { ProcessResult } from "@migts/testkit";
import { changeModels, forkRevisions, withShop, type Shop } from "./shop.ts";

const folder = path.join(import.meta.dirname, "../git-hooks");

/** Installs the hook as its first lines say, and commits all. */
async function commit(shop: Shop, env: Readonly<Record<string, string>> = {}): Promise<ProcessResult> {
  await mkdir(path.join(shop.path, ".githooks"), { recursive: true });
  await copyFile(path.join(folder, "pre-commit"), path.join(shop.path, ".githooks/pre-commit"));
  await shop.run("git", ["config", "core.hooksPath", ".githooks"]);
  await shop.run("git", ["add", "-A"]);
  return shop.run("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "change"], env);
}

const unreachable = { DATABASE_URL: "postgresql://postgres@127.0.0.1:1/none" };

test.each([
  { change: "models without a revision", prepare: changeModels, env: {}, code: 1, says: "stock" },
  { change: "two heads", prepare: forkRevisions, env: {}, code: 1, says: "several heads" },
  { change: "two heads, without a database", prepare: forkRevisions, env: unreachable, code: 1, says: "several heads" },
  { change: "models without a revision, without a database", prepare: changeModels, env: unreachable, code: 0, says: "were not compared" },
  {
    change: "something else",
    prepare: (shop: Shop) =>
      shop
        .write({ "src/main.ts": "export {};\n", "prisma/schema.prisma": "not staged" })
        .then(() => shop.run("git", ["checkout", "prisma"])),
    env: unreachable,
    code: 0,
    says: "",
  },
  {
    change: "a comment in models that agree",
    prepare: async (shop: Shop) => shop.write({ "prisma/schema.prisma": `// shop\n${await shop.read("prisma/schema.prisma")}` }),
    env: {},
    code: 0,
    says: "",
  },
])("a commit of $change", { timeout: 120_000 }, ({ prepare, env, code, says }) =>
  withShop(async (shop) => {
    await prepare(shop);
    const ended = await commit(shop, env);
    expect({ code: ended.code, text: ended.stdout + ended.stderr }).toEqual({ code, text: expect.stringContaining(says) as string });
    if (says === "") expect(ended.stderr).toBe("");
  }),
);

test("husky, lefthook and pre-commit call the plain hook", async () => {
  expect(await readFile(path.join(folder, "husky-pre-commit"), "utf8")).toMatch(/^\.githooks\/pre-commit$/mu);
  const lefthook = parse(await readFile(path.join(folder, "lefthook.yml"), "utf8")) as {
    "pre-commit": { commands: { mig: { run: string } } };
  };
  expect(lefthook["pre-commit"].commands.mig.run).toBe(".githooks/pre-commit");
  const precommit = parse(await readFile(path.join(folder, ".pre-commit-config.yaml"), "utf8")) as {
    repos: { hooks: { entry: string }[] }[];
  };
  expect(precommit.repos[0]?.hooks[0]?.entry).toBe(".githooks/pre-commit");
});
