import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { emptySchema, objectsOf, refText } from "@migts/core/adapter";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadTexts, prismaAdapter, type PrismaAdapterOptions } from "./adapter.ts";

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
  expect(source.scope.covers({ kind: "table", schema: "public", name: "x" }, emptySchema)).toBe(false);
});

/** Large enough to be judged in a thread. */
const large = (broken: string): string =>
  datasource +
  Array.from({ length: 400 }, (_, at) => `model M${at} {\n${key}${"  /// about this field\n".repeat(20)}  name String${broken}\n}\n`).join(
    "",
  );

test("a schema is remembered only while it is right and the same", async () => {
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

/** A schema with something of everything that a reading consists of. */
const varied = `generator c {
  provider        = "p"
  previewFeatures = ["views", "partialIndexes", "postgresqlExtensions"]
}
datasource db {
  provider   = "postgresql"
  extensions = [citext(version: "1.6")]
}
enum Size {
  small
  large
}
model ${"M".repeat(64)} {
  id    Int    @id @default(autoincrement())
  code  String @db.Char
  token String @default(dbgenerated()) @db.Uuid
  size  Size   @default(small)
  @@index([code], where: raw("code <> ''"))
}
view Totals {
  id Int @unique
}
`;

test("what is recalled is what was read, from whichever folder", async () => {
  const cache = path.join(folder, "cache-of-readings");
  vi.stubEnv("XDG_CACHE_HOME", cache);
  await mkdir(path.join(folder, "asked", "below"), { recursive: true });
  await writeFile(path.join(folder, "asked", "varied.prisma"), varied);
  const files = async (): Promise<readonly string[]> => {
    const kept = path.join(cache, "mig", "prisma");
    return Promise.all((await readdir(kept)).map((name) => readFile(path.join(kept, name), "utf8")));
  };
  const [above, below] = [{ cwd: path.join(folder, "asked") }, { cwd: path.join(folder, "asked", "below") }];
  const read = async (options: Omit<PrismaAdapterOptions, "schema">, schema: string) => {
    const { schema: whole, diagnostics, scope, placeOf } = await prismaAdapter({ schema, ...options }).load();
    const objects = objectsOf(whole);
    const likeLive = objects.map((object) => ({ ...object, statistics: 7, default: "1", type: "bpchar" }));
    return {
      objects,
      said: diagnostics.map(({ place, ...rest }) => ({ ...rest, line: place?.line })),
      files: [...new Set(diagnostics.map(({ place }) => place?.file))],
      covered: likeLive.map((object) => scope.covers(object, emptySchema)),
      isViewCovered: scope.covers({ kind: "table", schema: "public", name: "Totals" }, emptySchema),
      adopted: likeLive.map((live, at) => scope.adopt(objects[at] ?? live, live)),
      places: objects.map((object) => placeOf?.(object)?.line),
    };
  };
  const first = await read(above, "varied.prisma");
  expect(first.said).toMatchObject([{ severity: "warning" }]);
  expect(first.files).toEqual(["varied.prisma"]);
  const kept = await files();
  expect(kept).toHaveLength(1);
  const again = await read(below, "../varied.prisma");
  expect(again).toEqual({ ...first, files: ["../varied.prisma"] });
  expect(await files()).toEqual(kept);

  // What it says is taken from there: the key alone decides.
  const [name = ""] = await readdir(path.join(cache, "mig", "prisma"));
  await writeFile(path.join(cache, "mig", "prisma", name), (kept[0] ?? "").replaceAll('"small"', '"tiny"'));
  expect((await read(above, "varied.prisma")).objects).not.toEqual(first.objects);
  for (const options of [{ defaultSchema: "app" }, { enumOrder: "exact" as const }]) {
    const other = await read({ ...above, ...options }, "varied.prisma");
    expect(other.objects).toContainEqual(expect.objectContaining({ values: ["small", "large"] }));
  }
  vi.unstubAllEnvs();
});

test.each([{ kept: "" }, { kept: "of another version" }, { kept: undefined }])(
  "what cannot be recalled is read: $kept",
  async ({ kept }) => {
    const cache = await mkdtemp(path.join(folder, "cache-"));
    vi.stubEnv("XDG_CACHE_HOME", cache);
    const file = path.join(cache, "a.prisma");
    await writeFile(file, `${datasource}model A {\n${key}}\n`);
    const { schema } = await prismaAdapter({ schema: file }).load();
    const place = path.join(cache, "mig", "prisma");
    const [name = ""] = await readdir(place);
    const text = await readFile(path.join(place, name), "utf8");
    await writeFile(path.join(place, name), kept ?? text.slice(0, -5));
    const again = await prismaAdapter({ schema: file }).load();
    expect(objectsOf(again.schema)).toEqual(objectsOf(schema));
    expect(await readFile(path.join(place, name), "utf8")).toBe(text);
    vi.unstubAllEnvs();
  },
);
