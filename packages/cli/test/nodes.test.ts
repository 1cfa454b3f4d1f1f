import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { createDatabase, migBin, runProcess, tempProject } from "@migts/testkit";
import { expect, test } from "vitest";
import { commands } from "../src/commands/index.ts";
import { customers, prismaSchema, revisionFile } from "./shop.ts";

// Every command on every Node that is at hand: this one, and those of MIG_TEST_NODES (scripts/nodes.mjs). The project is as
// most are: no "type" in package.json, types in the configuration, a revision that imports code without its ending.

const nodes = [process.execPath, ...(process.env["MIG_TEST_NODES"] ?? "").split(path.delimiter).filter((program) => program !== "")];

const project = {
  "package.json": { name: "project", private: true },
  "mig.config.ts": `import { defineConfig, type MigConfig } from "@migts/core";\n\nconst config: MigConfig = { models: "prisma/schema.prisma" };\nexport default defineConfig(config);\n`,
  "prisma/schema.prisma": prismaSchema(customers),
  "lib/names.ts": "export enum Level { Low = 1 }\nexport const level: number = Level.Low;\n",
};

/** What each command is called with. Absent: nothing. */
const words: Readonly<Record<string, readonly (readonly string[])[]>> = {
  revision: [
    ["-m", "first"],
    ["--empty", "--head", "base", "-m", "other"],
  ],
  upgrade: [["heads", "--dry-run"], ["heads", "--sql"], ["heads"]],
  downgrade: [["base", "--dry-run"]],
  merge: [["heads", "-m", "join", "--rev-id", "joined"]],
  show: [["heads"]],
  stamp: [["heads"]],
  diff: [
    ["db", "models"],
    ["empty", "models", "--format", "ts"],
  ],
};

/** The others may refuse: there is a configuration already, no editor, nothing to move. */
const succeed = ["revision", "upgrade", "downgrade", "merge", "current", "history", "heads", "branches", "show", "stamp", "diff"];

const complaint = /\(node:\d+\)|warning|unrecognized|experimental|deprecat|UNEXPECTED/iu;

test.each(nodes)("every command runs clean with %s", { timeout: 120_000 }, async (node) => {
  const [{ path: cwd, write, remove }, database] = await Promise.all([tempProject({ ...project }), createDatabase()]);
  const run = async (name: string, args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await runProcess(node, [migBin, name, ...args], { cwd, env: { DATABASE_URL: database.url } });
    expect(stdout + stderr, `mig ${name} ${args.join(" ")}`).not.toMatch(complaint);
    if (succeed.includes(name)) expect({ name, args, code, stderr }).toMatchObject({ code: 0 });
  };
  const importing = revisionFile("aa11", { upgrade: "op.execute(`select ${level}`);" })["mig/versions/aa11.ts"] ?? "";
  await write({ "mig/versions/aa11.ts": importing.replace("\nexport", `import { level } from "../../lib/names";\n\nexport`) });
  await run("upgrade", ["head"]);
  for (const { name } of commands) for (const args of words[name] ?? [[]]) await run(name, args);
  await write({
    "package.json": { name: "project", private: true, type: "commonjs" },
    "lib/names.ts": "export const level: number = 1;\n",
  });
  await run("upgrade", ["heads", "--sql"]);
  await Promise.all([remove(), database.drop()]);
});

test.each(nodes)("compiled code is kept where nobody else can write, or not at all, with %s", async (node) => {
  const { path: cwd, list, remove } = await tempProject({ ...project, ...revisionFile("aa11") });
  const [cache, temporary] = [path.join(cwd, "cache"), path.join(cwd, "temporary")];
  await Promise.all([mkdir(path.join(cache, "others"), { recursive: true, mode: 0o700 }), mkdir(temporary)]);
  await chmod(path.join(cache, "others"), 0o777);
  const kept = async (folder: string): Promise<number> => {
    const env = { XDG_CACHE_HOME: path.join(cwd, folder), TMPDIR: temporary };
    expect(await runProcess(node, [migBin, "heads"], { cwd, env })).toMatchObject({ code: 0, stderr: "" });
    return (await list(`${folder}/mig/compiled`)).length;
  };
  const { stdout } = await runProcess(node, ["-p", `"enableCompileCache" in require("node:module")`]);
  expect(await kept("cache")).toBe(stdout.trim() === "true" ? 1 : 0);
  expect(await kept("cache/others")).toBe(0);
  expect(await list("temporary")).toEqual([]);
  await remove();
});
