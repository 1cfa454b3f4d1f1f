import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type ScratchDatabase } from "@migts/testkit";
import budget from "./budget.json" with { type: "json" };
import { allRows, compileAndRun, makeCompilers } from "./compilers.mjs";
import { lintTarball, missingFacts } from "./lint.mjs";
import { managerRows } from "./manager-rows.mjs";
import { managers } from "./managers.mjs";
import { packAll, type Tarball } from "./pack.mjs";
import { publishedPackages } from "./published.mjs";
import type { Row } from "./rows.mjs";
import { startRegistry, type Registry } from "./registry.mjs";
import { sizeOf } from "./size.mjs";
import { makeProject, run, succeeds, writeFiles, type Ended } from "./user-project.mjs";

// What is published must work without the workspace: packed, and installed by its name from a registry in an empty folder.

const minutes = 60_000;

let folder: string;
let tarballs: readonly Tarball[];
let registry: Registry;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "mig-packed-"));
  tarballs = packAll(folder);
  registry = await startRegistry(tarballs);
  home = path.join(folder, "home");
  makeProject({ folder: home, type: "module", url: registry.url });
  await succeeds(["npm", "install", "--no-audit", "--no-fund", "@migts/core", "@migts/cli"], { cwd: home });
}, 4 * minutes);
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const packages = publishedPackages();
const named = packages.map(({ name }) => name);

test.each(packages)("$name says in package.json what registries show", (published) => {
  expect(missingFacts(published)).toEqual([]);
});

test.each(named)("%s: publint and attw find nothing", { timeout: 2 * minutes }, async (name) => {
  expect(await lintTarball(tarballOf(name).file)).toEqual([]);
});

test.each(named)("%s is within its budget", async (name) => {
  const { limit } = (budget.packed as Readonly<Record<string, { readonly limit: number }>>)[name] ?? budget.packed.others;
  expect((await stat(tarballOf(name).file)).size).toBeLessThan(limit);
});

test("core and cli install neither Prisma's engine nor a loader, within the budget", async () => {
  const modules = path.join(home, "node_modules");
  expect((await readdir(modules)).filter((name) => /^@prisma|^jiti|^prisma/.test(name))).toEqual([]);
  expect(sizeOf(modules)).toBeLessThan(budget.installed["@migts/core @migts/cli"].limit);
});

const tarballOf = (name: string): Tarball => {
  const found = tarballs.find((tarball) => tarball.name === name);
  if (found === undefined) throw new Error(`${name} was not packed.`);
  return found;
};

test("npx mig --version prints the version of the package", async () => {
  const { version } = tarballOf("@migts/cli");
  expect(await run(["npx", "--no-install", "mig", "--version"], { cwd: home })).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test("mig --help starts, with every module that it loads", async () => {
  const { code, stdout } = await run([path.join(home, "node_modules", ".bin", "mig"), "--help"], { cwd: home });
  expect(stdout).toContain("mig");
  expect(code).toBe(0);
});

const doors = packages
  .filter(({ name }) => ["@migts/core", "@migts/cli"].includes(name))
  .flatMap(({ name, manifest }) =>
    Object.keys(manifest["exports"] as object)
      .filter((door) => door !== "./package.json")
      .map((door) => path.posix.join(name, door)),
  );

test.each(doors)("%s can be imported and required, and is one module", async (door) => {
  const code = `import { createRequire } from "node:module";
const required = createRequire(process.cwd() + "/x.js")("${door}");
const imported = await import("${door}");
if (required !== imported) throw new Error("two modules");`;
  const { code: exit, stderr } = await run([process.execPath, "--input-type=module", "-e", code], { cwd: home });
  expect({ exit, stderr: stderr.replaceAll(/.*ExperimentalWarning.*\n.*--trace-warnings.*\n/gu, "") }).toEqual({ exit: 0, stderr: "" });
});

test.each(["core", "cli"])("%s ships its build and its types, no sources, maps, tests or settings of the workspace", async (name) => {
  const installed = path.join(home, "node_modules/@migts", name);
  const text = await readFile(path.join(installed, "package.json"), "utf8");
  for (const own of ["workspace:", "mig-source"]) expect(text).not.toContain(own);
  const files = await readdir(installed, { recursive: true });
  expect(files).toEqual(expect.arrayContaining(["dist/index.js", "dist/types/index.d.ts", "LICENSE", "README.md"]));
  expect(files.filter((file) => /\.map$|^src|\.test\.|\.tsbuildinfo$|\.case$|node_modules|^test|^api/.test(file))).toEqual([]);
  expect(await readFile(path.join(installed, "dist/index.js"), "utf8")).not.toContain("sourceMappingURL");
});

const schema = `datasource db {\n  provider = "postgresql"\n}\n\nmodel A {\n  id Int @id\n}\n`;

test("a project of Prisma's is told to install the adapter, and goes on once it is there", { timeout: 4 * minutes }, async () => {
  const where = path.join(home, "with-prisma");
  makeProject({ folder: where, type: "commonjs", url: registry.url });
  writeFiles(where, { "package-lock.json": "{}", "prisma/schema.prisma": schema });
  const mig = (...args: readonly string[]): Promise<Ended> =>
    run([process.execPath, path.join(home, "node_modules/@migts/cli/bin/mig.js"), ...args], { cwd: where });
  expect(await mig("init")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("next: npm install -D @migts/adapter-prisma\n") as string,
  });
  const refused = await mig("diff", "empty", "models");
  expect({ code: refused.code, stderr: refused.stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(
      /ADAPTER_MISSING: To read prisma\/schema\.prisma.*\n {2}next: Install it: npm install -D @migts\/adapter-prisma/u,
    ) as string,
  });
  await rm(path.join(where, "package-lock.json"));
  await succeeds(managers.npm().add(["@migts/core", "@migts/cli", "@migts/adapter-prisma"]), { cwd: where });
  expect(await run(["npx", "--no-install", "mig", "diff", "empty", "models"], { cwd: where })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("create table") as string,
  });
});

// The oldest and the newest compiler, and each way to look modules up; `pnpm packages:matrix compilers` takes all with all.
const compiled = allRows.filter(({ version, type, resolution }) =>
  ["5.0.4 commonjs node10", "5.0.4 module node16", "5.9.3 commonjs node16", "7.0.2 commonjs nodenext", "7.0.2 module bundler"].includes(
    `${version} ${type} ${resolution}`,
  ),
);

describe("TypeScript compiles revision files, a configuration and an application", () => {
  const where = (): string => path.join(folder, "compilers");
  beforeAll(async () => {
    await makeCompilers({ folder: where(), url: registry.url, versions: [...new Set(compiled.map(({ version }) => version))] });
  }, 4 * minutes);

  test.each(compiled)("$version, $type, $resolution", { timeout: 2 * minutes }, (row) => compileAndRun(where(), row));
});

// `pnpm packages:matrix managers` takes all of them.
const projects = [
  { name: "npm", type: "module" },
  { name: "pnpm", type: "commonjs" },
];

test("npm and pnpm: install, init, revision, upgrade, check, compile, start", { timeout: 8 * minutes }, async () => {
  const databases: ScratchDatabase[] = [];
  const newDatabase = async (): Promise<string> => {
    const made = await createDatabase();
    databases.push(made);
    return made.url;
  };
  const rows: Row[] = [];
  for await (const row of managerRows({ folder: path.join(folder, "managers"), registry, newDatabase }, projects)) rows.push(row);
  for (const { drop } of databases) await drop();
  expect(rows).toEqual(projects.map(({ name, type }) => ({ row: `${name}, ${type}` })));
});

test("with pnpm and @migts/cli alone, what mig writes finds its types", { timeout: 4 * minutes }, async () => {
  const where = path.join(folder, "strict");
  makeProject({ folder: where, type: "commonjs", url: registry.url });
  const { add, run: exec } = managers.pnpm();
  await succeeds(add(["@migts/cli", "typescript@7.0.2"]), { cwd: where });
  const mig = (...args: readonly string[]): Promise<Ended> => run([...exec, "mig", ...args], { cwd: where });
  expect((await mig("init")).code).toBe(0);
  expect((await mig("revision", "--empty", "-m", "first", "--rev-id", "aa11")).code).toBe(0);
  const options = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext"];
  const { code, stdout } = await run([...exec, "tsc", ...options, "mig.config.ts", "mig/versions/aa11_first.ts"], { cwd: where });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(await mig("upgrade", "--sql")).toMatchObject({ code: 0, stdout: expect.stringContaining("upgrade aa11") as string });
});

test("the entry points export what the reports in packages/*/api say", { timeout: 4 * minutes }, async () => {
  const { apiReports } = await import("./api.mjs");
  const { root } = await import("./published.mjs");
  for (const [file, text] of Object.entries(apiReports()))
    expect(await readFile(path.join(root, file), "utf8").catch(() => ""), `${file}: run pnpm run api, and review what changed`).toBe(text);
});
