import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProcess, type ProcessResult } from "@migts/testkit";

// What is published must work without the workspace: packed by pnpm, installed by plain npm in an empty folder.

const workspace = fileURLToPath(new URL("../../../", import.meta.url));
const packages = ["core", "adapter-prisma", "cli"];
const minutes = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "mig-packed-"));
  const { packageManager } = await readJson(path.join(workspace, "package.json"));
  for (const name of packages) {
    await succeeds("npx", ["-y", String(packageManager), "pack", "--pack-destination", folder], path.join(workspace, "packages", name));
  }
  await writeFile(path.join(folder, "package.json"), '{ "name": "user", "private": true, "type": "module" }\n');
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  expect(tarballs).toHaveLength(packages.length);
  await succeeds("npm", ["install", "--no-audit", "--no-fund", ...tarballs.map((name) => `./${name}`)], folder);
}, 4 * minutes);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The settings that lead npm to its registry, which a process of a test does not get otherwise. */
const networkSettings = Object.fromEntries(
  Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && /^(npm_config_(registry|cafile|strict_ssl|cache|userconfig)|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i.test(entry[0]),
  ),
);

const run = (command: string, args: readonly string[], cwd: string): Promise<ProcessResult> =>
  runProcess(command, args, { cwd, env: networkSettings, timeout: 3 * minutes });

async function succeeds(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
}

const readJson = async (file: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;

test("npx mig --version prints the version of the package", async () => {
  const { version } = await readJson(path.join(workspace, "packages/cli/package.json"));
  expect(await run("npx", ["--no-install", "mig", "--version"], folder)).toMatchObject({ code: 0, stdout: `${String(version)}\n` });
});

test("mig --help starts, with every module that it loads", async () => {
  const { code, stdout } = await run(path.join(folder, "node_modules", ".bin", "mig"), ["--help"], folder);
  expect(stdout).toContain("mig");
  expect(code).toBe(0);
});

test.each(["@migts/core", "@migts/core/adapter", "@migts/core/op", "@migts/adapter-prisma", "@migts/cli"])("%s can be imported", async (door) => {
  expect(await run(process.execPath, ["--input-type=module", "-e", `await import("${door}")`], folder)).toMatchObject({ code: 0, stderr: "" });
});

test.each(packages)("%s ships its build and sources, no tests, no settings of the workspace", async (name) => {
  const installed = path.join(folder, "node_modules/@migts", name);
  const text = await readFile(path.join(installed, "package.json"), "utf8");
  expect(text).not.toContain("workspace:");
  expect(text).not.toContain("mig-source");
  const files = await readdir(installed, { recursive: true });
  expect(files).toEqual(expect.arrayContaining(["dist/index.js", "dist/index.d.ts", "src/index.ts"]));
  expect(files.filter((file) => /\.test\.|\.tsbuildinfo$|\.case$|node_modules|^test/.test(file))).toEqual([]);
});
