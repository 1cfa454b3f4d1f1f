import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { blank } from "./borders/blank.mjs";
import { findViolations, findWarnings } from "./borders/check.mjs";
import { mermaidMap } from "./borders/map.mjs";
import { readSources } from "./borders/sources.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "mig-borders-"));
  write(clean);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A small workspace that breaks no rule, and comes close to several. */
const clean = {
  "core/src/errors.ts": `export const a = 1;`,
  "core/src/errors/row.ts": `export {};`,
  "core/src/schema/object.ts": `import { a } from "../errors.ts";\nexport const text = "import x from 'pg'; process.exit()"; // process.env`,
  "core/src/operation/spec.ts": `import type { B } from "../schema/object.ts";\nimport { a } from "../errors/row.ts";`,
  "core/src/diff/diff.ts": `import { b } from "../operation/spec.ts";\nconst date = new Date(0);\nconst pattern = /["'\`]/.test("x") ? 1 / 2 : \`\${{ a: "}" }.a} process.env\`;`,
  "core/src/diff/diff.test.ts": `import pg from "pg";\nimport { x } from "../postgres/objects/index.ts";\nimport { y } from "@migts/testkit";\nprocess.exit();`,
  "core/src/revision/graph.ts": `import { a } from "../errors.ts";`,
  "core/src/postgres/objects/index.ts": `import { x } from "./table/operations.ts";`,
  "core/src/postgres/objects/relations/table/operations.ts": `import { c } from "../column/fragment.ts";\nimport type {\n  Column,\n} from "../column/model.ts";\nimport { d } from "./model.ts";`,
  "core/src/postgres/objects/relations/table/model.ts": `export {};`,
  "core/src/postgres/objects/relations/column/model.ts": `export {};`,
  "core/src/postgres/objects/relations/column/fragment.ts": `export {};`,
  "core/src/runtime/execute.ts": `import pg from "pg";\nimport fs from "node:fs";\nimport { x } from "../postgres/objects/index.ts";\nconst now = Date.now();`,
  "core/src/index.ts": `export { execute } from "./runtime/execute.ts";`,
  "core/src/adapter.ts": `export type { Table } from "./postgres/objects/relations/table/model.ts";`,
  "adapter-prisma/src/index.ts": `import { a } from "@migts/core/adapter";\nimport fs from "node:fs";`,
  "cli/src/main.ts": `import { b } from "./commands/check.ts";\nprocess.exitCode = 1;`,
  "cli/src/commands/check.ts": `import { a } from "@migts/core";\nimport { c } from "@migts/adapter-prisma";\nconst wide = process.stdout.columns;`,
  "cli/src/report/text.ts": `process.stdout.write("x");`,
  "testkit/src/catalog-snapshot.ts": `import pg from "pg";`,
};

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, "packages", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
}

const breaches = () => findViolations(readSources(root)).map(({ file, line, rule }) => `${file}:${line} ${rule}`);

test("the clean workspace has no violation", () => {
  expect(breaches()).toEqual([]);
  expect(findWarnings(readSources(root))).toEqual([]);
});

const noIo = "rooms left of runtime import no package: they do no I/O";
const leftOnly = "a room imports only rooms on its left";
const noClock = "rooms left of runtime read no clock, environment or random source";
const doors = "packages meet at doors, never by a path into another package";
const onlyModel = "between kinds only model.ts and fragment.ts are imported";

describe("each rule catches what is seeded", () => {
  test.each([
    { file: "core/src/schema/bad.ts", text: `import { x } from "../operation/spec.ts";`, rule: leftOnly },
    { file: "core/src/operation/bad.ts", text: `import type { X } from "../postgres/objects/index.ts";`, rule: leftOnly },
    { file: "core/src/diff/bad.ts", text: `\n\nexport { x } from "../plan/plan.ts";`, line: 3, rule: leftOnly },
    { file: "core/src/plan/bad.ts", text: `const x = await import("../postgres/objects/index.ts");`, rule: leftOnly },
    { file: "core/src/source/bad.ts", text: `import "../diff/diff.ts";`, rule: leftOnly },
    { file: "core/src/postgres/bad.ts", text: `import * as x from "../runtime/execute.ts";`, rule: leftOnly },
    { file: "core/src/revision/bad.ts", text: `import { x } from "../schema/object.ts";`, rule: leftOnly },
    { file: "core/src/runtime/bad.ts", text: `import { x } from "../index.ts";`, rule: leftOnly },
    { file: "core/src/errors/bad.ts", text: `import { x } from "../schema/object.ts";`, rule: leftOnly },
    { file: "core/src/helpers/bad.ts", text: ``, rule: "every file of core is in a room of the plan, or is a door" },
    { file: "core/src/bad.ts", text: ``, rule: "every file of core is in a room of the plan, or is a door" },
    { file: "core/src/diff/bad.ts", text: `import fs from "node:fs";`, rule: noIo },
    { file: "core/src/revision/bad.ts", text: `import { join } from "path";`, rule: noIo },
    { file: "core/src/postgres/bad.ts", text: `import type { Client } from "pg";`, rule: noIo },
    { file: "core/src/plan/bad.ts", text: `const now = Date.now();`, rule: noClock },
    { file: "core/src/plan/bad.ts", text: "const text = `a ${`b ${process.env.X}`}`;", rule: noClock },
    { file: "core/src/schema/bad.ts", text: `const id = Math.random();`, rule: noClock },
    { file: "core/src/postgres/objects/relations/table/bad.ts", text: `import { x } from "../column/operations.ts";`, rule: onlyModel },
    {
      file: "core/src/runtime/bad.ts",
      text: `import { x } from "../postgres/objects/relations/table/model.ts";`,
      rule: "outside postgres/objects nobody imports a kind, but doors its model.ts: take postgres/objects/index.ts",
    },
    {
      file: "core/src/op.ts",
      text: `import { x } from "./postgres/objects/relations/table/operations.ts";`,
      rule: "outside postgres/objects nobody imports a kind, but doors its model.ts: take postgres/objects/index.ts",
    },
    { file: "cli/src/bad.ts", text: `import { x } from "../../core/src/index.ts";`, rule: doors },
    {
      file: "cli/src/bad.ts",
      text: `import { x } from "@migts/core/dist/diff/diff.js";`,
      rule: "core's doors are @migts/core, /adapter, /op, /project, /report, /mask and /private-folder",
    },
    { file: "adapter-prisma/src/bad.ts", text: `import { x } from "@migts/core";`, rule: "an adapter imports only @migts/core/adapter" },
    { file: "core/src/runtime/bad.ts", text: `import { x } from "@migts/cli";`, rule: "core imports no other package of ours" },
    { file: "cli/src/bad.ts", text: `import { x } from "@migts/testkit";`, rule: "published code does not import what only tests have" },
    {
      file: "testkit/src/catalog/bad.ts",
      text: `import { x } from "@migts/core";`,
      rule: "the snapshot of a catalog shares no code with core",
    },
    { file: "cli/src/commands/bad.ts", text: `process.exit(1);`, rule: "only cli/src/main.ts ends the process" },
    { file: "core/src/runtime/bad.ts", text: `process.exitCode = 1;`, rule: "only cli/src/main.ts ends the process" },
    { file: "cli/src/commands/bad.ts", text: `console.log("x");`, rule: "only cli/src/report writes to the terminal" },
    { file: "cli/src/commands/bad.ts", text: `process.stderr.write("x");`, rule: "only cli/src/report writes to the terminal" },
    { file: "cli/src/bad.ts", text: "\n".repeat(400), line: 401, rule: "a file has at most 400 lines beside its imports" },
  ])("$rule ($file)", ({ file, text, line = 1, rule }) => {
    write({ [file]: text });
    expect(breaches()).toContain(`packages/${file}:${line} ${rule}`);
  });

  test("a kind that is named outside postgres/objects", () => {
    write({
      "core/src/postgres/objects/relations/table/model.ts": `export interface Table {\n  readonly kind: "table";\n}`,
      "core/src/diff/bad.ts": `// kind: "table"\nconst a = object.kind === "table";`,
      "core/src/diff/other.ts": `const a = object.kind === "anything else";`,
      "core/src/postgres/objects/relations/column/kind.ts": `const a = { kind: "table" };`,
      "core/src/postgres/objects/relations/column/kind.test.ts": `const a = { kind: "table" };`,
    });
    expect(breaches()).toEqual(["packages/core/src/diff/bad.ts:2 nothing outside postgres/objects names a kind"]);
  });

  test("a circle of imports, told once", () => {
    write({
      "cli/src/one.ts": `import { two } from "./two.ts";`,
      "cli/src/two.ts": `import "./three.ts";`,
      "cli/src/three.ts": `\nimport { one } from "./one.ts";`,
    });
    expect(breaches()).toEqual(["packages/cli/src/three.ts:2 no import cycles"]);
  });

  test("a folder that is too full is a warning", () => {
    for (let i = 0; i < 13; i++) write({ [`cli/src/full/file-${i}.ts`]: "" });
    expect(breaches()).toEqual([]);
    expect(findWarnings(readSources(root))).toEqual(["packages/cli/src/full: 13 files, more than 12"]);
  });
});

test("the map shows rooms and doors", () => {
  const map = mermaidMap(readSources(root));
  expect(map).toContain("graph LR");
  for (const arrow of ["operation --> schema", "core --> runtime", "cli --> core", "adapter-prisma --> core/adapter"])
    expect(map).toContain(`  ${arrow}\n`);
});

test("the command says where and which rule, and fails", () => {
  const script = fileURLToPath(new URL("./borders.mjs", import.meta.url));
  const run = () => spawnSync(process.execPath, [script, `--root=${root}`], { encoding: "utf8" });
  expect(run()).toMatchObject({ status: 0 });
  write({ "cli/src/bad.ts": `\nprocess.exit();` });
  const { status, stdout } = run();
  expect(status).toBe(1);
  expect(stdout).toContain("packages/cli/src/bad.ts:2  only cli/src/main.ts ends the process");
});

test.each([
  ["a // b\nc", "a     \nc"],
  ["a /* b\n */ c", "a     \n    c"],
  [`f("a\\"b") + 'c'`, `f("    ") + ' '`],
  ["`a ${b + `c`} d` + e", "`  ${b + ` `}  ` + e"],
  ['x = /a"[/]b/g; y', "x = /      /g; y"],
  ["a / b / c", "a / b / c"],
  ["'\u{1F600}' + b", "'  ' + b"],
])("blank(%j)", (text, expected) => {
  expect(blank(text)).toBe(expected);
});
