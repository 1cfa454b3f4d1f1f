import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { importModule, withoutLoader } from "./import-module.ts";
import { isMigError } from "../../errors.ts";
import { placeInFile } from "./place-in-file.ts";
import { plainModule, runPlainRevision } from "./plain-module.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), "mig module é-")), "in side");
  folders.push(path.dirname(folder));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

describe("a module of TypeScript", () => {
  test.each([
    {
      name: "as mig writes it",
      text: `import type { Op } from "@migts/core/op";\nexport function upgrade(op: Op): void {\n  op("a < b");\n}`,
      calls: ["a < b"],
    },
    {
      name: "asynchronous",
      text: `import type { Op } from "@migts/core/op";\nexport async function upgrade(_op: Op): Promise<void> {\n  _op(1);\n}`,
      calls: [1],
    },
    {
      name: "generic calls, which JavaScript reads as comparisons",
      text: `const string = 0;\nexport function upgrade(op: (x: unknown) => void): void {\n  const f = <T>(x: T): T => x;\n  op(f<{ string: string }>({ string: "x" }));\n}`,
      calls: [{ string: "x" }],
    },
    {
      name: "enums and assertions",
      text: `enum A { B = 3 }\nexport function upgrade(op: Op) {\n  op(A.B as unknown);\n}\ntype Op = (x: unknown) => void;`,
      calls: [3],
    },
    {
      name: "a template with lines that look like code",
      text: "const a = `\nexport function upgrade(op: Op) {\n`;\nexport const text = a;\nexport function upgrade(op: Op) { op(a); }",
      calls: ["\nexport function upgrade(op: Op) {\n"],
    },
    {
      name: "imports of its own",
      text: `import { type A, b } from "./other.js";\nexport function upgrade(op: (x: A) => void) { op(b); }`,
      calls: ["other"],
    },
    {
      name: "types imported with values",
      text: `import { type Op } from "@migts/core/op";\nexport function upgrade(op: Op) { op(import.meta.url.length > 0); }`,
      calls: [true],
    },
    {
      name: "CommonJS habits",
      text: `export function upgrade(op: (x: unknown) => void) { op(typeof __dirname); op(typeof require); }`,
      calls: ["string", "function"],
    },
  ])("$name", async ({ text, calls }) => {
    const folder = folderOf({ "a.ts": text, "other.ts": `export type A = string;\nexport const b: A = "other";` });
    const { upgrade } = await importModule(path.join(folder, "a.ts"), { modules: { "@migts/core/op": async () => ({}) } });
    const seen: unknown[] = [];
    (upgrade as (op: (value: unknown) => void) => void)((value) => seen.push(value));
    expect(seen).toEqual(calls);
  });

  test.each([
    { name: "written plainly", text: `export const a = 1;\n\nexport function upgrade() {\n  throw new Error("x");\n}`, line: 4 },
    { name: "with types inside", text: `export const a: number = 1;\n\nexport function upgrade() {\n  throw new Error("x");\n}`, line: 4 },
  ])("$name tells the line of an error", async ({ text, line }) => {
    const file = path.join(folderOf({ "a b(c).ts": text }), "a b(c).ts");
    const { upgrade } = await importModule(file);
    try {
      (upgrade as () => void)();
      expect.unreachable();
    } catch (error) {
      expect(placeInFile(error, file)).toMatchObject({ file, line });
    }
  });

  test("one that throws at its top is run once", async () => {
    const file = path.join(folderOf({ "a.ts": `globalThis.migRuns = (globalThis.migRuns ?? 0) + 1;\nthrow new Error("x");` }), "a.ts");
    await expect(importModule(file)).rejects.toThrow("x");
    expect(Reflect.get(globalThis, "migRuns")).toBe(1);
  });
});

test.each([
  { text: `export default { a: "<" };`, isPlain: true },
  { text: `// <x>\nexport default { a: 'it\\'s <' };`, isPlain: true },
  { text: `export default f<string>(1);`, isPlain: false },
  { text: `export default await op.query<{ id: number; name: "a" | "b" }>("select 1");`, isPlain: true },
  { text: `export default f<{ id: number }>("select 1");`, isPlain: false },
  { text: `for (let i = 0; i <= 1; i += 1) {}`, isPlain: true },
  { text: `for (let i = 0; i < 1; i += 1) {}`, isPlain: false },
  { text: "export default `x < y`;", isPlain: true },
  { text: "export default `${x}`;", isPlain: false },
  { text: "export default `\nexport function upgrade(op: Op) {}`;", isPlain: false },
  { text: "/* `<` it's */ export default 1;", isPlain: true },
  { text: `import { x } from "y";`, isPlain: false },
  { text: `export * from "y";`, isPlain: false },
  { text: `export default await import("y");`, isPlain: false },
  { text: `import { defineConfig } from "@migts/core";\nexport default defineConfig({});`, isPlain: true },
  { text: `import { defineConfig, sql } from "@migts/core";\nexport default defineConfig({ models: sql("db") });`, isPlain: true },
  { text: `import { defineConfig } from "@migts/other";\nexport default defineConfig({});`, isPlain: false },
])("plainModule $text", ({ text, isPlain }) => {
  expect(plainModule(text, ["@migts/core"]) !== undefined).toBe(isPlain);
});

describe("runPlainRevision", () => {
  test.each([
    {
      name: "as mig writes it",
      text: `import type { Op } from "@migts/core/op";\nexport const revision = "a";\nexport async function upgrade(op: Op): Promise<void> {}\nexport function downgrade(op: Op): void {}`,
      gives: ["upgrade", "downgrade"],
    },
    {
      name: "a way back that does nothing",
      text: `export function upgrade(op: Op): void {}\nexport async function downgrade(): Promise<void> {}`,
      gives: ["upgrade", "downgrade"],
    },
    { name: "constants", text: "export const downgrade = () => {};", gives: ["downgrade"] },
    { name: "SQL in templates", text: "export function upgrade(op) {\n  op.execute(`\n    select 1 < 2\n  `);\n}", gives: ["upgrade"] },
    {
      name: "Windows' line ends",
      text: `import type { Op } from "x";\r\nexport function upgrade(op: Op): void {\r\n}\r\n`,
      gives: ["upgrade"],
    },
  ])("$name", ({ text, gives }) => {
    const found = runPlainRevision(text, "a.ts") ?? {};
    expect(Object.keys(found).filter((name) => typeof found[name] === "function")).toEqual(gives);
  });

  test("the types of rows are left out, texts and columns stay", () => {
    const text = (type: string) => `export default op.query${type}("op.query<{ a: b }>(1)");`;
    expect(plainModule(text('<{ a: "x"; b: number }>'))).toBe(text(" ".repeat(23)));
  });

  test.each([
    { name: "other types", text: "export function upgrade(op: Op, more: string) {}" },
    { name: "await at the top", text: "export const x = await 1;" },
    { name: "another kind of export", text: "function upgrade() {}\nexport { upgrade };" },
    { name: "a default", text: "export default function upgrade() {}" },
    { name: "an import", text: `import x from "y";\nexport function upgrade() {}` },
  ])("leaves $name to a loader", ({ text }) => {
    expect(runPlainRevision(text, "a.ts")).toBeUndefined();
  });
});

describe("without a loader, where Node does not run TypeScript", () => {
  const config = `import { defineConfig } from "@migts/core";\nimport path from "node:path";\n\nexport default defineConfig({ models: path.join("a") });\n`;

  test.each([
    { name: "a missing brace", text: config.replace("});", ");"), says: "missing .* after argument list|Unexpected token", line: 4 },
    { name: "a missing comma", text: config.replace('path.join("a")', '"a" versions: "b"'), says: "Unexpected identifier", line: 4 },
    { name: "an open string", text: config.replace('"a"', '"a'), says: "Invalid or unexpected token", line: 4 },
    { name: "a file that is not there", text: `${config}import { url } from "./urls";\n`, says: 'Cannot find "./urls"', line: 5 },
    {
      name: "a package that is not installed",
      text: `import "dotenv-that-is-nowhere/config";\n${config}`,
      says: 'Cannot find "dotenv-that-is-nowhere/config"',
      line: 1,
    },
    {
      name: "an import over several lines",
      text: `import {\n  a,\n  b,\n} from "../none.js";\n${config}`,
      says: 'Cannot find "../none.js"',
      line: 1,
    },
  ])("$name is said itself", ({ text, says, line }) => {
    const file = path.join(folderOf({}), "mig.config.ts");
    const error = withoutLoader(file, text);
    expect([isMigError(error), error.message]).toEqual([false, expect.stringMatching(new RegExp(says, "u"))]);
    expect(placeInFile(error, file)).toMatchObject({ line });
  });

  test.each([
    { name: "nothing is wrong", text: config },
    { name: "types", text: `const a: string = "x";\nexport default { models: a satisfies string };\n` },
    { name: "an interface", text: `interface A { readonly a: number }\nexport default { models: "a" } as A;\n` },
    { name: "types of arguments", text: `export default (context: { env: object }) => ({ models: "a" });\n` },
    { name: "a type that is imported from a file that is not there", text: `import type { A } from "./none";\n${config}` },
    { name: "a file with another ending", text: `import { a } from "./other.js";\n${config}` },
    { name: "an alias", text: `import { a } from "#urls";\nimport { b } from "@/b";\n${config}` },
  ])("the loader is named: $name", ({ text }) => {
    const file = path.join(folderOf({ "other.ts": "" }), "mig.config.ts");
    expect(withoutLoader(file, text)).toMatchObject({ code: "MODULE_LOADER_MISSING" });
  });

  test("what Node itself found is said", () => {
    const failed = (code: string, message: string): Error => Object.assign(new Error(message), { code });
    const missing = failed("ERR_MODULE_NOT_FOUND", "Cannot find module './x'");
    expect(withoutLoader("/a/mig.config.mjs", config, missing)).toBe(missing);
    const syntax = failed("ERR_INVALID_TYPESCRIPT_SYNTAX", "Expected ','");
    expect(withoutLoader("/a/mig.config.ts", config, syntax)).toBe(syntax);
    expect(withoutLoader("/a/mig.config.ts", config, failed("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", "enum"))).toMatchObject({
      code: "MODULE_LOADER_MISSING",
    });
  });
});
