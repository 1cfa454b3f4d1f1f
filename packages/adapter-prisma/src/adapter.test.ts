import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { objectsOf, refText } from "@migts/core/adapter";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadTexts, prismaAdapter } from "./adapter.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n'; // three lines
const key = "  id Int @id\n";

/** Diagnostics as lines: severity, code, file:line:column, message. */
async function remarksOn(...texts: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = await loadTexts(
    texts.map((text, at) => ({ path: `${"abc"[at]}.prisma`, text })),
    { defaultSchema: "public" },
  );
  return diagnostics.map(
    ({ severity, code, place, message }) => `${severity} ${code} ${place?.file}:${place?.line}:${place?.column} ${message}`,
  );
}

test.each([
  {
    name: "an unknown type",
    text: `${datasource}// é😀\nmodel A {\n${key}  a Strin\n}`,
    says: ['error PRISMA_INVALID a.prisma:7:5 Type "Strin" is neither'],
  },
  {
    name: "two mistakes",
    text: `${datasource}model A {\n${key}  a Foo\n  b Bar\n}`,
    says: ["error PRISMA_INVALID a.prisma:6:5", "error PRISMA_INVALID a.prisma:7:5"],
  },
  {
    name: "an unknown attribute",
    text: `${datasource}model A {\n${key}  a Int @foo\n}`,
    says: ['error PRISMA_INVALID a.prisma:6:9 Attribute not known: "@foo"'],
  },
  { name: "a line that is none", text: `${datasource}model A {\n${key}  a Int @@@\n}`, says: ["error PRISMA_INVALID a.prisma:6:"] },
  {
    name: "a model without a key",
    text: `${datasource}model A {\n  a Int\n}`,
    says: ['error PRISMA_INVALID a.prisma:4:1 Error validating model "A": Each model must have'],
  },
  {
    name: "another database",
    text: 'datasource db {\n  provider = "sqlite"\n}\n',
    says: ["error PRISMA_DATASOURCE a.prisma:2:3 mig supports only PostgreSQL"],
  },
  { name: "no datasource", text: `model A {\n${key}}\n`, says: ["error PRISMA_DATASOURCE a.prisma:1:1 There is no datasource"] },
  { name: "an empty file", text: "", says: ["error PRISMA_DATASOURCE a.prisma:1:1"] },
  {
    name: "a name that PostgreSQL cuts",
    text: `${datasource}model ${"M".repeat(64)} {\n${key}}\n`,
    says: ["warning PRISMA_NAME_CUT a.prisma:4:7"],
  },
  {
    name: "two names that are one when cut",
    text: `${datasource}model A {\n${key}  ${"c".repeat(64)} Int\n  ${"c".repeat(65)} Int\n}\n`,
    says: ["warning PRISMA_NAME_CUT a.prisma:6:3", "warning PRISMA_NAME_CUT a.prisma:7:3", "error PRISMA_NAME_TWICE a.prisma:7:3"],
  },
  {
    name: "a preview feature that Prisma retired",
    text: `generator c {\n  provider = "p"\n  previewFeatures = ["views", "tracing", "partialIndexes"]\n  engineType = "binary"\n}\n${datasource}`,
    says: [],
  },
  {
    name: "connection settings of Prisma 6",
    text: `datasource db {\n  provider = "postgresql"\n  url = env("A")\n  directUrl = env("B")\n  shadowDatabaseUrl = env("C")\n}\nmodel A {\n${key}  a Foo\n}\n`,
    says: ["error PRISMA_INVALID a.prisma:9:5"],
  },
])("says of $name", async ({ text, says }) => {
  const remarks = await remarksOn(text);
  expect(remarks).toHaveLength(says.length);
  says.forEach((line, at) => expect(remarks[at]).toContain(line));
});

test("says in which of several files", async () => {
  expect(await remarksOn(datasource, `model A {\n${key}  y Bar\n}\n`, `model B {\n${key}  x Foo\n}\n`)).toEqual([
    expect.stringContaining("error PRISMA_INVALID b.prisma:3:5"),
    expect.stringContaining("error PRISMA_INVALID c.prisma:3:5"),
  ]);
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "mig-prisma-"));
  await mkdir(path.join(folder, "schema", "models"), { recursive: true });
  await mkdir(path.join(folder, "empty"));
  await writeFile(path.join(folder, "schema", "schema.prisma"), datasource);
  await writeFile(
    path.join(folder, "schema", "models", "b.prisma"),
    `model B {\n${key}  a A @relation(fields: [id], references: [id])\n}\n`,
  );
  await writeFile(path.join(folder, "schema", "models", "a.prisma"), `model A {\n${key}  b B?\n}\n`);
  await writeFile(path.join(folder, "schema", "notes.txt"), "no schema");
  await writeFile(path.join(folder, "one.prisma"), `${datasource}model One {\n${key}  x Nope\n}\n`);
  await writeFile(path.join(folder, "mark.prisma"), `\uFEFF${datasource}model One {\n${key}  x Nope\n}\n`);
  await writeFile(path.join(folder, "latin1.prisma"), Buffer.from(`${datasource}// gr\u00F6\u00DFe\nmodel One {\n${key}}\n`, "latin1"));
  await writeFile(path.join(folder, "wide.prisma"), Buffer.from(`\uFEFF${datasource}`, "utf16le"));
  await writeFile(path.join(folder, "models.ts"), "export {};\n");
  await mkdir(path.join(folder, "links", "folder.prisma"), { recursive: true });
  await symlink("nowhere", path.join(folder, "links", "gone.prisma"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("reads a folder with its folders", async () => {
  const source = await prismaAdapter({ schema: "schema", cwd: folder, defaultSchema: "app" }).load();
  expect(source.diagnostics).toEqual([]);
  expect(
    objectsOf(source.schema)
      .filter(({ kind }) => kind === "table" || kind === "foreignKey")
      .map(refText),
  ).toEqual(["table app.A", "table app.B", "foreign key app.B.B_id_fkey"]);
});

test.each([
  { schema: "one.prisma", says: { code: "PRISMA_INVALID", place: { file: "one.prisma", line: 6, column: 5 } } },
  { schema: "none.prisma", says: { code: "PRISMA_UNREADABLE", place: { file: "none.prisma" } } },
  { schema: "empty", says: { code: "PRISMA_UNREADABLE", place: { file: "empty" } } },
  { schema: "mark.prisma", says: { code: "PRISMA_INVALID", place: { file: "mark.prisma", line: 6, column: 5 } } },
  { schema: "latin1.prisma", says: { code: "PRISMA_UNREADABLE", place: { file: "latin1.prisma", line: 4, column: 6 } } },
  { schema: "wide.prisma", says: { code: "PRISMA_UNREADABLE", place: { file: "wide.prisma", line: 1, column: 1 } } },
  { schema: "models.ts", says: { code: "PRISMA_UNREADABLE", place: { file: "models.ts" } } },
  { schema: "links", says: { code: "PRISMA_UNREADABLE", place: { file: "links/gone.prisma" } } },
])("reads $schema", async ({ schema, says }) => {
  const source = await prismaAdapter({ schema, cwd: folder }).load();
  expect(source.diagnostics).toEqual([expect.objectContaining({ severity: "error", ...says })]);
  expect(objectsOf(source.schema).map(refText)).toEqual([]);
  expect(source.scope.covers({ kind: "table", schema: "public", name: "x" })).toBe(false);
});

/** Large enough to be judged in a thread and remembered. */
const large = (broken: string): string =>
  datasource +
  Array.from({ length: 400 }, (_, at) => `model M${at} {\n${key}${"  /// about this field\n".repeat(20)}  name String${broken}\n}\n`).join(
    "",
  );

test("a large schema is remembered only while it is right and the same", async () => {
  const file = path.join(folder, "large.prisma");
  const cache = path.join(folder, "cache");
  vi.stubEnv("XDG_CACHE_HOME", cache);
  const codes = async (text: string): Promise<readonly string[]> => {
    await writeFile(file, text);
    const { schema, diagnostics } = await prismaAdapter({ schema: file }).load();
    expect(objectsOf(schema).length > 400).toBe(diagnostics.length === 0);
    return [...new Set(diagnostics.map(({ code }) => code))];
  };
  expect(await codes(large("g"))).toEqual(["PRISMA_INVALID"]);
  await expect(readdir(cache)).rejects.toThrow("ENOENT");
  expect(await codes(large(""))).toEqual([]);
  expect(await readdir(path.join(cache, "mig", "prisma"))).toHaveLength(1);
  expect(await codes(large(""))).toEqual([]);
  expect(await codes(large("g"))).toEqual(["PRISMA_INVALID"]);
  vi.unstubAllEnvs();
});

test("what is remembered does not depend on the folder from which it is asked", async () => {
  const cache = path.join(folder, "cache-of-folders");
  vi.stubEnv("XDG_CACHE_HOME", cache);
  await mkdir(path.join(folder, "asked", "below"), { recursive: true });
  await writeFile(path.join(folder, "asked", "large.prisma"), large(""));
  const verdicts = async (): Promise<readonly string[]> => {
    const kept = path.join(cache, "mig", "prisma");
    return Promise.all((await readdir(kept)).map((name) => readFile(path.join(kept, name), "utf8")));
  };
  await prismaAdapter({ schema: "large.prisma", cwd: path.join(folder, "asked") }).load();
  const first = await verdicts();
  expect(first).toHaveLength(1);
  await prismaAdapter({ schema: "../large.prisma", cwd: path.join(folder, "asked", "below") }).load();
  expect(await verdicts()).toEqual(first);
  vi.unstubAllEnvs();
});
