import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProcess, type ProcessResult } from "@migts/testkit";

// What is published must work without the workspace: packed by pnpm, installed by plain npm in an empty folder.

const workspace = fileURLToPath(new URL("../../../", import.meta.url));
const packages = ["core", "adapter-prisma", "cli", "test"];
const minutes = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "mig-packed-"));
  const { packageManager } = await readJson(path.join(workspace, "package.json"));
  for (const name of packages) {
    await succeeds("npx", ["-y", String(packageManager), "pack", "--pack-destination", folder], path.join(workspace, "packages", name));
  }
  await writeFile(path.join(folder, "package.json"), '{ "name": "user", "private": true, "type": "module" }\n');
  expect((await readdir(folder)).filter((name) => name.endsWith(".tgz"))).toHaveLength(packages.length);
  await install("npm", folder, ["core", "cli"]);
}, 4 * minutes);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The settings that lead npm to its registry, which a process of a test does not get otherwise. */
const networkSettings = Object.fromEntries(
  Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      /^(npm_config_(registry|cafile|strict_ssl|cache|userconfig)|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i.test(
        entry[0],
      ),
  ),
);

const run = (command: string, args: readonly string[], cwd: string): Promise<ProcessResult> =>
  runProcess(command, args, { cwd, env: networkSettings, timeout: 3 * minutes });

async function succeeds(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
}

const tarball = (name: string): string => path.join(folder, `migts-${name}-0.0.0.tgz`);

const install = (manager: "npm" | "pnpm", where: string, names: readonly string[], more: readonly string[] = []): Promise<void> =>
  manager === "npm"
    ? succeeds("npm", ["install", "--no-audit", "--no-fund", ...names.map(tarball), ...more], where)
    : succeeds("npx", ["-y", "pnpm@12.21.0", "add", ...names.map(tarball), ...more], where);

/** A project of a user's, in a folder of its own inside. */
async function userProject(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const where = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(where, file)), { recursive: true });
    await writeFile(path.join(where, file), text);
  }
  return where;
}

/** Bytes of a folder's files. */
async function sizeOf(where: string): Promise<number> {
  const entries = await readdir(where, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const readJson = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;

test("npx mig --version prints the version of the package", async () => {
  const { version } = await readJson(path.join(workspace, "packages/cli/package.json"));
  expect(await run("npx", ["--no-install", "mig", "--version"], folder)).toMatchObject({ code: 0, stdout: `${String(version)}\n` });
});

test("mig --help starts, with every module that it loads", async () => {
  const { code, stdout } = await run(path.join(folder, "node_modules", ".bin", "mig"), ["--help"], folder);
  expect(stdout).toContain("mig");
  expect(code).toBe(0);
});

test.each(["@migts/core", "@migts/core/adapter", "@migts/core/op", "@migts/core/project", "@migts/cli", "@migts/cli/op"])(
  "%s can be imported",
  async (door) => {
    expect(await run(process.execPath, ["--input-type=module", "-e", `await import("${door}")`], folder)).toMatchObject({
      code: 0,
      stderr: "",
    });
  },
);

test.each(["core", "cli"])("%s ships its build and its types, no sources, maps, tests or settings of the workspace", async (name) => {
  const installed = path.join(folder, "node_modules/@migts", name);
  const text = await readFile(path.join(installed, "package.json"), "utf8");
  for (const own of ["workspace:", "mig-source"]) expect(text).not.toContain(own);
  const files = await readdir(installed, { recursive: true });
  expect(files).toEqual(expect.arrayContaining(["dist/index.js", "dist/types/index.d.ts", "LICENSE", "README.md"]));
  expect(files.filter((file) => /\.map$|^src|\.test\.|\.tsbuildinfo$|\.case$|node_modules|^test/.test(file))).toEqual([]);
  expect(await readFile(path.join(installed, "dist/index.js"), "utf8")).not.toContain("sourceMappingURL");
});

test("core and cli install neither Prisma's engine nor a loader, in less than 5 MB", async () => {
  const modules = path.join(folder, "node_modules");
  expect((await readdir(modules)).filter((name) => /^@prisma|^jiti|^prisma/.test(name))).toEqual([]);
  expect(await sizeOf(modules)).toBeLessThan(5_000_000);
});

const schema = `datasource db {\n  provider = "postgresql"\n}\n\nmodel A {\n  id Int @id\n}\n`;

describe("a project of Prisma's", () => {
  test("is told to install the adapter, and goes on once it is there", { timeout: 4 * minutes }, async () => {
    const where = await userProject("with-prisma", {
      "package.json": '{ "name": "user", "private": true }',
      "package-lock.json": "{}",
      "prisma/schema.prisma": schema,
    });
    const mig = (...args: readonly string[]): Promise<ProcessResult> =>
      run(process.execPath, [path.join(folder, "node_modules/@migts/cli/bin/mig.js"), ...args], where);
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
    await install("npm", where, ["core", "cli", "adapter-prisma"]);
    expect(await run("npx", ["--no-install", "mig", "diff", "empty", "models"], where)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("create table") as string,
    });
  });
});

const app = `import { createEnvironment, isMigError, loadConfig, upgrade } from "@migts/core";
import type { Adapter } from "@migts/core/adapter";

export const adapter: Adapter | undefined = undefined;
export async function start(): Promise<number> {
  try {
    return (await upgrade(createEnvironment(await loadConfig({ cwd: ".", env: process.env })), { to: "head" })).steps.length;
  } catch (error) {
    if (isMigError(error)) return error.exitCode;
    throw error;
  }
}
`;

const revision = (id: string, down: string, from: string): string => `// ${id}
import type { Op } from "${from}";

export const revision = "${id}";
export const downRevision = ${down};

export function upgrade(op: Op): void {
  op.createTable({ schema: "public", name: "t_${id}", columns: [{ name: "a", type: "integer" }] });
}

export async function downgrade(op: Op): Promise<void> {
  const rows = await op.query<{ a: number }>("select 1 as a");
  if (rows[0]?.a === 1) op.dropTable({ schema: "public", name: "t_${id}" });
}
`;

const files = {
  "app.ts": app,
  "mig.config.ts": `import { defineConfig } from "@migts/core";\n\nexport default defineConfig({ versions: "mig/versions" });\n`,
  "mig/versions/aa11.ts": revision("aa11", "null", "@migts/core/op"),
  "mig/versions/bb22.ts": revision("bb22", '"aa11"', "@migts/cli"),
  "mig/versions/cc33.cts": revision("cc33", '"bb22"', "@migts/cli/op"),
};

const compilers = ["5.0.4", "5.9.3"];

describe("TypeScript compiles a revision file, a configuration and an application", () => {
  beforeAll(async () => {
    const names = compilers.map((version) => `ts-${version}@npm:typescript@${version}`);
    await succeeds("npm", ["install", "--no-audit", "--no-fund", ...names, "@types/node@20"], folder);
  }, 4 * minutes);

  test.each([
    { version: "5.0.4", type: "commonjs", module: "commonjs", resolution: "node" },
    { version: "5.0.4", type: "commonjs", module: "node16", resolution: "node16" },
    { version: "5.9.3", type: "commonjs", module: "esnext", resolution: "bundler" },
    { version: "5.9.3", type: "commonjs", module: "node16", resolution: "node16" },
    { version: "5.9.3", type: "module", module: "nodenext", resolution: "nodenext" },
  ])("$version, $type, $resolution", { timeout: 2 * minutes }, async ({ version, type, module, resolution }) => {
    const name = `compiled-${version}-${type}-${resolution}`;
    const where = await userProject(name, { ...files, "package.json": JSON.stringify({ name: "user", private: true, type }) });
    const options = [
      "--strict",
      "--target",
      "es2022",
      "--module",
      module,
      "--moduleResolution",
      resolution,
      "--types",
      "node",
      "--outDir",
      "out",
    ];
    const { code, stdout } = await run(
      process.execPath,
      [
        path.join(folder, "node_modules", `ts-${version}`, "bin/tsc"),
        ...options,
        "app.ts",
        "mig.config.ts",
        ...Object.keys(files).filter((file) => file.startsWith("mig/")),
      ],
      where,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    if (resolution === "bundler") return; // its output is for a bundler
    await writeFile(path.join(where, "mig.config.json"), '{ "versions": "out/mig/versions" }');
    const script = await run(
      process.execPath,
      [path.join(folder, "node_modules/@migts/cli/bin/mig.js"), "-c", "mig.config.json", "upgrade", "--sql"],
      where,
    );
    expect(script).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/t_aa11[^]*t_bb22[^]*t_cc33/u) as string });
    const load = type === "module" ? `const { start } = await import("./out/app.js");` : `const { start } = require("./out/app.js");`;
    expect(
      await run(process.execPath, [`--input-type=${type}`, "-e", `${load} start().then((code) => console.log(code))`], where),
    ).toMatchObject({ code: 0, stdout: "2\n", stderr: "" }); // no URL is set
  });
});

test("with pnpm and @migts/cli alone, what mig writes finds its types", { timeout: 4 * minutes }, async () => {
  const where = await userProject("strict", {
    "package.json": JSON.stringify({
      name: "user",
      private: true,
      type: "commonjs",
      pnpm: { overrides: { "@migts/core": `file:${tarball("core")}` } },
    }),
    "pnpm-workspace.yaml": `overrides:\n  "@migts/core": "file:${tarball("core")}"\n`,
  });
  await install("pnpm", where, ["cli"]);
  const mig = (...args: readonly string[]): Promise<ProcessResult> =>
    run(process.execPath, [path.join(where, "node_modules/@migts/cli/bin/mig.js"), ...args], where);
  expect((await mig("init")).code).toBe(0);
  const written = await mig("revision", "--empty", "-m", "first", "--rev-id", "aa11");
  expect(written.code).toBe(0);
  const tsc = path.join(folder, "node_modules/ts-5.9.3/bin/tsc");
  const { code, stdout } = await run(
    process.execPath,
    [tsc, "--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "mig.config.ts", "mig/versions/aa11_first.ts"],
    where,
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(await mig("upgrade", "--sql")).toMatchObject({ code: 0, stdout: expect.stringContaining("upgrade aa11") as string });
});
