import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { commands } from "../packages/cli/src/commands/index.ts";
import { parseArguments } from "../packages/cli/src/program.ts";
import { attribute, piecesOf } from "../packages/cli/test/pages/page.ts";
import * as core from "../packages/core/src/index.ts";
import { runPlainRevision } from "../packages/core/src/runtime/files/plain-module.ts";
import { commentBefore } from "./docs/declarations.mjs";
import { membersOf, splitOutside } from "./docs/members.mjs";
import { operationPageNames } from "./docs/operations.mjs";
import { pages } from "./docs/pages.mjs";
import { variantsOf } from "./docs/variants.mjs";
import { payloadsFile, payloadsText } from "./payloads/shapes.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const docs = path.join(root, "docs");
const markdown = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((name) => /^(?!node_modules).*\.md$/u.test(name));
const read = (name: string): string => readFileSync(path.join(docs, name), "utf8");

test("the pages are as the sources and cases are (else: pnpm run docs)", async () => {
  const texts = await pages(root, core, parseArguments);
  expect(Object.keys(texts).toSorted()).toEqual([
    "docs/reference/commands.md",
    "docs/reference/configuration.md",
    "docs/reference/errors.md",
    "docs/reference/operations.md",
    ...operationPageNames.map((name) => `docs/reference/operations/${name}.md`).toSorted(),
  ]);
  for (const [file, text] of Object.entries(texts)) expect(readFileSync(path.join(root, file), "utf8"), file).toBe(text);
});

test("the table of payloads is as the types are (else: pnpm run docs)", () => {
  expect(readFileSync(path.join(root, payloadsFile), "utf8")).toBe(payloadsText(root));
});

test("each command has its place on a page that shows how it is used", () => {
  const guides = markdown.filter((name) => /^(?!(?:ja|reference|decisions)\/)/u.test(name)).map((name) => read(name));
  const isShown = (command: string): boolean => guides.some((text) => new RegExp(`\\bmig ${command}\\b`, "u").test(text));
  expect(commands.map(({ name }) => name).filter((name) => !isShown(name))).toEqual([]);
});

test("Node 20 runs what the pages put into a revision without another package", () => {
  const inRevisions = markdown.flatMap((name) =>
    piecesOf(read(name)).flatMap((piece) => {
      const file = piece.kind === "fence" ? (attribute(piece.info, "edit") ?? attribute(piece.info, "file")) : undefined;
      return piece.kind === "fence" && file?.startsWith("mig/versions/") === true ? [{ place: `${name}:${piece.line}`, ...piece }] : [];
    }),
  );
  expect(inRevisions.length).toBeGreaterThan(10);
  expect(inRevisions.filter(({ body, language }) => language === "ts" && runPlainRevision(body, "a.ts") === undefined)).toEqual([]);
});

test.each([
  ["/** One line. */\n", "One line."],
  ["/**\n * Two\n * lines.\n */\n", "Two lines."],
  ["const a = 1;\n", ""],
])("commentBefore(%j)", (text, gives) => expect(commentBefore(`${text}interface A {}`, text.length)).toBe(gives));

test("splitOutside leaves brackets and strings whole", () => {
  expect(splitOutside(`{ a: "x" | "y" } | "a|b" | Pick<A, "b" | "c"> | ((a: number) => 1 | 2)`, "|")).toEqual([
    `{ a: "x" | "y" }`,
    `"a|b"`,
    `Pick<A, "b" | "c">`,
    "((a: number) => 1 | 2)",
  ]);
});

test("membersOf", () => {
  expect(membersOf(`\n  /** A; b. */\n  readonly a: string;\n  readonly b?: { readonly c: number; };\n`)).toEqual([
    { name: "a", optional: false, type: "string" },
    { name: "b", optional: true, type: "{ readonly c: number; }" },
  ]);
});

describe("variants of details", () => {
  const find = (name: string) =>
    ({
      Place: { text: "interface Place { readonly file: string }", body: "readonly file: string" },
      After: { text: "type After = { readonly after: string };", body: "" },
    })[name];
  test.each([
    { type: "{}", gives: [{}] },
    { type: "{ readonly a: string; readonly b: number }", gives: [{ a: "<a>", b: "<b>" }] },
    { type: "{ readonly heads: readonly string[] }", gives: [{ heads: ["<head>", "<head>"] }] },
    {
      type: `{ readonly a: "x" | "y"; readonly b?: boolean }`,
      gives: [{ a: "x", b: true }, { a: "y", b: true }, { a: "x", b: false }, { a: "x" }],
    },
    {
      type: "After & { readonly places: readonly Place[] }",
      gives: [{ after: "<after>", places: [{ file: "<file>" }, { file: "<file>" }] }],
    },
  ])("$type", ({ type, gives }) => expect(variantsOf(type, find)).toEqual(gives));
});
