import { describe, expect, test } from "vitest";
import { isMigError } from "../errors.ts";
import { parseHeader } from "./header.ts";
import type { Revision } from "./revision.ts";

const file = "versions/a1_start.ts";

/** A revision with the given header lines in place of the usual ones. */
const read = (text: string): Revision => parseHeader(text, file);

function failureOf(text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    if (!isMigError(error)) throw error;
    return { code: error.code, line: error.place?.line, file: error.place?.file };
  }
}

const usual = `// create all tables
//
// With a second paragraph
// on two lines.
//
// Revision: 3f2a9c1b7d4e
// Revises: (base)
// Created: 2026-01-02 03:04:05
import type { Op } from "@migts/core/op";

export const revision = "3f2a9c1b7d4e";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op): void {
  op.execute("select 1");
}
export function downgrade(_op: Op): void {}
`;

test.each([
  {
    name: "in the header",
    text: usual.replace(
      "export const downRevision = null;",
      '<<<<<<< HEAD\nexport const downRevision = "a";\n=======\nexport const downRevision = "b";\n>>>>>>> other',
    ),
    line: 12,
  },
  {
    name: "in a function",
    text: usual.replace('  op.execute("select 1");', '<<<<<<< HEAD\n  op.execute("select 1");\n||||||| base\n=======\n>>>>>>> other'),
    line: 17,
  },
  { name: "around the whole file", text: `<<<<<<< HEAD\r\n${usual}=======\r\n${usual}>>>>>>> other\r\n`, line: 1 },
])("git's conflict markers $name are an error of their own", ({ text, line }) => {
  expect(failureOf(text)).toEqual({ code: "CONFLICT_MARKERS", line, file });
});

test("signs that look like conflict markers are none", () => {
  expect(read(usual.replace("select 1", "select '<<<<<<< x'")).id).toBe("3f2a9c1b7d4e");
});

test("a file as mig writes it", () => {
  expect(read(usual)).toEqual({
    id: "3f2a9c1b7d4e",
    downRevisions: [],
    branchLabels: [],
    dependsOn: [],
    message: "create all tables",
    description: "With a second paragraph\non two lines.",
    createdAt: "2026-01-02 03:04:05",
    file,
  });
});

test("a file as compilers write it for CommonJS", () => {
  const text = `"use strict";
// add a
//
// Revision: a1
Object.defineProperty(exports, "__esModule", { value: true });
exports.dependsOn = exports.branchLabels = exports.downRevision = exports.revision = void 0;
exports.upgrade = upgrade;
exports.revision = "a1";
exports.downRevision = ["b2", "c3"];
exports.branchLabels = null;
module.exports.dependsOn = "d4";
function upgrade(op) {
    exports.revision = "not this one";
}
`;
  expect(read(text)).toEqual({ id: "a1", downRevisions: ["b2", "c3"], branchLabels: [], dependsOn: ["d4"], message: "add a", file });
});

describe("values", () => {
  const base = `export const revision = "a1";\n`;
  test.each([
    { header: `export const downRevision = "b2";`, gives: ["b2"] },
    { header: `export const downRevision = 'b2'`, gives: ["b2"] },
    { header: "export const downRevision = `b2`", gives: ["b2"] },
    { header: `export const downRevision = null`, gives: [] },
    { header: `export const downRevision = undefined;`, gives: [] },
    { header: `export const downRevision = [];`, gives: [] },
    { header: `export const downRevision = ["b2", 'c3'];`, gives: ["b2", "c3"] },
    { header: `export const downRevision = [\r\n  "b2", // one\r\n  /* two */ "c3",\r\n] as const;\r\n`, gives: ["b2", "c3"] },
    { header: `export const downRevision: string | null = "b2";`, gives: ["b2"] },
    { header: `export const downRevision: readonly string[] = ["b2"]`, gives: ["b2"] },
    { header: `export const downRevision: Array<"x=y" | string>= ["b2"]`, gives: ["b2"] },
    { header: `export const downRevision: ReturnType<() => string> = "b2"`, gives: ["b2"] },
    { header: `export const downRevision = "b2" as const`, gives: ["b2"] },
    { header: `export const downRevision = "b2" as const satisfies string;`, gives: ["b2"] },
    { header: `export const downRevision = ["b2"] satisfies readonly string[]\nexport const x = 1;`, gives: ["b2"] },
    { header: `export const downRevision = ["b2"] satisfies\n  | readonly string[]\n  | null\nconst x = 1;`, gives: ["b2"] },
    { header: `export const downRevision = "b2" as unknown as string;`, gives: ["b2"] },
    { header: `export let downRevision = "b2";`, gives: ["b2"] },
    { header: `export var downRevision = "b2"`, gives: ["b2"] },
    { header: `export /* a */ const // b\n downRevision /* c */ = /* d */ "b2" /* e */ ; // f`, gives: ["b2"] },
    { header: `export const downRevision="b2",branchLabels=null`, gives: ["b2"] },
    { header: `export const downRevision = "\\x62\\u0032\\u{33}\\\n\\"";`, gives: ['b23"'] },
    { header: `export const downRevision = "b2"\nfunction f() {}`, gives: ["b2"] },
    { header: `export const downRevision = "b2"// c\nasync function f() {}`, gives: ["b2"] },
  ])("$header", ({ header, gives }) => {
    expect(read(base + header).downRevisions).toEqual(gives);
  });
});

describe("text that only looks like a header", () => {
  const decoy = `export const revision = "no";`;
  test.each([
    `// ${decoy}`,
    `/*\n${decoy}\n*/`,
    `const s = "\\"; ${decoy.replaceAll('"', '\\"')}";`,
    `const t = \`\n${decoy}\n\`;`,
    `const t = \`\${\`\${"}"}\n${decoy}\`}\n${decoy}\n\`;`,
    `const t = \`\\\`\n${decoy}\n\`;`,
    `const r = /["'\`]/; const s = '${decoy}';`,
    `const r = /[/"]/; const s = '${decoy}';`,
    `const q = 4 / 2; const s = '${decoy} /';`,
    `const q = (4) / 2 / "x".length; const s = '${decoy}';`,
    `function f() { return /'/.test("a"); }`,
    `function f() { ${decoy.replace("export ", "")} }`,
    `namespace N {\n${decoy}\n}`,
    `const revision = "no";`,
    `export { other as revision };`,
    `export const revisions = "no", downRevisions = [];`,
    `export function revision2() {}`,
    `x.export; const y = { export: 1, revision: "no" };`,
    `export const other = { revision: "no", downRevision: "no" };`,
    `import { revision as r } from "./no.ts";`,
  ])("%s", (code) => {
    const header = `export const revision = "a1";\nexport const downRevision = null;\n`;
    expect(read(`${code}\n${header}`)).toMatchObject({ id: "a1" });
    expect(read(`${header}${code}\n`)).toMatchObject({ id: "a1" });
    expect(failureOf(code)).toMatchObject({ code: "NO_REVISION_HEADER", file });
  });
});

describe("the comment at the top", () => {
  test.each([
    { top: ``, gives: {} },
    { top: `/** One. */`, gives: { message: "One." } },
    { top: `\uFEFF// one\r\n// more\r\n`, gives: { message: "one more" } },
    { top: `/**\n * one\n *\n * two\n */`, gives: { message: "one", description: "two" } },
    { top: `// @ts-nocheck\n/* eslint-disable */\n// one`, gives: { message: "one" } },
    { top: `// Revision: a1\n// Revises: (base)\n`, gives: {} },
    {
      top: `// Created: by hand\n// in spring\n//\n// Revision: a1\n// Created: 2026-01-02`,
      gives: { message: "Created: by hand in spring", createdAt: "2026-01-02" },
    },
    { top: `import "x";\n// not at the top`, gives: {} },
  ])("$top", ({ top, gives }) => {
    const { message, description, createdAt } = read(`${top}\nexport const revision = "a1";\nexport const downRevision = null;\n`);
    expect({ message, description, createdAt }).toEqual({ message: undefined, description: undefined, createdAt: undefined, ...gives });
  });
});

describe("refused, with file and line", () => {
  const down = `export const downRevision = null;\n`;
  test.each([
    { text: ``, code: "NO_REVISION_HEADER" },
    { text: `export const x = 1;`, code: "NO_REVISION_HEADER" },
    { text: `export const revision = "a1";`, code: "NO_REVISION_HEADER" },
    { text: `export default { revision: "a1", downRevision: null };`, code: "NO_REVISION_HEADER" },
    { text: `export const revision = "a1";\n${down}\nexport const revision = "a2";`, code: "TWO_REVISION_HEADERS", line: 4 },
    { text: `export const revision = "a1";\r\n${down}export const downRevision = "x";`, code: "TWO_REVISION_HEADERS", line: 3 },
    { text: `\nexport const revision = id();\n${down}`, code: "HEADER_NOT_LITERAL", line: 2 },
    { text: `export const revision = null;\n${down}`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = ["a1"];\n${down}`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision;\n${down}`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: "export const revision = `a${1}`;", code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a" + "1";`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a"\n  + "1";`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a".trim();`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a" as string + "b";`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a" || "b";`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a1"; export const downRevision = [x];`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a1"; export const downRevision = ["x" "y"];`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a1"; export const downRevision = ["x", null];`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a1"; export const downRevision = [...x];`, code: "HEADER_NOT_LITERAL", line: 1 },
    { text: `export const revision = "a1"; export const downRevision = ["x"`, code: "HEADER_NOT_LITERAL", line: 1 },
  ])("$text", ({ text, code, line }) => {
    expect(failureOf(text)).toEqual({ code, line, file });
  });
});
