import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findViolations } from "./borders/check.mjs";
import { readSources } from "./borders/sources.mjs";
import { namesOf, registration, stubs } from "./new-kind/stubs.mjs";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const index = "packages/core/src/postgres/objects/index.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "mig-kind-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(workspace, "scripts/new-kind.mjs"), ...args, `--root=${root}`], { encoding: "utf8" });

/** A copy of core, with the packages that it needs. */
function copyCore(): void {
  mkdirSync(path.join(root, "packages/core"), { recursive: true });
  for (const file of ["tsconfig.base.json", "packages/core/src", "packages/core/package.json", "packages/core/tsconfig.json"])
    cpSync(path.join(workspace, file), path.join(root, file), { recursive: true });
  for (const folder of ["node_modules", "packages/core/node_modules"])
    symlinkSync(path.join(workspace, folder), path.join(root, folder), "junction");
}

/** Adds what the command tells to add. */
function register(kind: string): void {
  const file = path.join(root, index);
  const texts = registration(namesOf(kind)).map(({ text }) => text);
  const [imports = "", map = "", spec = "", object = "", catalog = ""] = texts;
  const text = readFileSync(file, "utf8")
    .replace(/^import /mu, `${imports}\nimport `)
    .replace(/(OperationMap\s+extends[^{]*?) \{/u, `$1, ${map} {`)
    .replace(/(const specs: .* = \{\n)/u, `$1  ${spec}\n`)
    .replace(/(kinds: readonly ObjectKind\[\] = \[)/u, `$1${object}, `)
    .replace(/(catalogs: readonly CatalogQuery\[\] = \[)/u, `$1${catalog}, `);
  writeFileSync(file, text);
}

test("the files of a new kind compile when they are registered, and break no border", () => {
  copyCore();
  const { status, stdout } = run("types/invented-type");
  expect(status).toBe(0);
  for (const { text } of registration(namesOf("types/invented-type"))) expect(stdout).toContain(text.split("\n")[0]);
  register("types/invented-type");
  const tsc = spawnSync(path.join(workspace, "node_modules/.bin/tsc"), ["-p", "packages/core", "--noEmit"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  expect(tsc.stdout).toBe("");
  expect(tsc.status).toBe(0);
  expect(findViolations(readSources(root))).toEqual([]);
});

test("operations that are typed and not registered stop the compiler", () => {
  copyCore();
  run("types/invented-type");
  register("types/invented-type");
  const file = path.join(root, index);
  writeFileSync(file, readFileSync(file, "utf8").replace("  ...inventedTypeOperations,\n", ""));
  const { stdout } = spawnSync(path.join(workspace, "node_modules/.bin/tsc"), ["-p", "packages/core", "--noEmit"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  expect(stdout).toContain("createInventedType");
});

test.each([
  { args: [], says: "Name a family and a kind" },
  { args: ["invented-type"], says: "Name a family and a kind" },
  { args: ["../x/y"], says: "Name a family and a kind" },
  { args: ["a/b", "c/d"], says: "Name a family and a kind" },
])("refused: $args", ({ args, says }) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(says);
});

test("a folder that is there is left alone", () => {
  expect(run("types/domain").status).toBe(0);
  expect(run("types/domain")).toMatchObject({ status: 2, stderr: expect.stringContaining("is there already") as string });
});

test("all names come from one", () => {
  expect(namesOf("types/invented-type")).toEqual({
    folder: "types/invented-type",
    camel: "inventedType",
    pascal: "InventedType",
    words: "invented type",
  });
  expect(Object.keys(stubs(namesOf("types/domain")))).toEqual([
    "model.ts",
    "catalog.ts",
    "operations.ts",
    "rename.ts",
    "kind.ts",
    "cases/create.case",
    "by-hand/rename.case",
    "by-hand/set-schema.case",
  ]);
});
