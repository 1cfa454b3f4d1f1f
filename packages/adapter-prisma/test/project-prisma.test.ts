import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { compare, connect, databaseSide, modelsSide, planOperations, statementsOf } from "@migts/core";
import { servers, withDatabase } from "@migts/testkit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { prismaAdapter } from "../src/adapter.ts";

const require = createRequire(import.meta.url);

/** Prisma's validation of a version, which npm has under a name of its own. */
const validationOf = (major: 5 | 6): string => path.dirname(path.dirname(require.resolve(`prisma-schema-wasm-${major}`)));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "mig-prisma-of-"));
  vi.stubEnv("XDG_CACHE_HOME", path.join(folder, "cache"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function install(name: string, version: string): Promise<string> {
  const place = path.join(folder, "node_modules", name);
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, "package.json"), JSON.stringify({ name, version }));
  return place;
}

/** As npm lays them out. */
async function installInternals(major: 6, version: string): Promise<void> {
  await install("@prisma/internals", version);
  await symlink(validationOf(major), path.join(folder, "node_modules", "@prisma", "prisma-schema-wasm"));
}

/** Of the command only the file with the validation is used. */
async function installCommand(major: 5 | 6, version: string): Promise<void> {
  const place = await install("prisma", version);
  await mkdir(path.join(place, "build"));
  await cp(path.join(validationOf(major), "src", "prisma_schema_build_bg.wasm"), path.join(place, "build", "prisma_schema_build_bg.wasm"));
}

async function read(text: string) {
  await mkdir(path.join(folder, "prisma"), { recursive: true });
  await writeFile(path.join(folder, "prisma", "schema.prisma"), text);
  return prismaAdapter({ schema: path.join("prisma", "schema.prisma"), cwd: folder }).load();
}

const datasource = 'datasource db {\n  provider = "postgresql"\n  url = env("A")\n}\n';
const generator = 'generator g {\n  provider = "p"\n  previewFeatures = ["partialIndexes"]\n}\n';
/** An index with a condition, which 7 understands. */
const partial = `${generator}${datasource}// é😀\nmodel A {\n  id Int @id\n  @@index([id], where: raw("id > 0"))\n}\n`;
/** A schema of a model, which 6 understands, and 5 with a preview feature. */
const placed = `${datasource.replace("}", '  schemas = ["app"]\n}')}model A {\n  id Int @id\n  @@schema("app")\n}\n`;

const whereUnknown = expect.stringMatching(/^PRISMA_INVALID 12:\d+ No such argument/u) as string;
const schemasUnknown = expect.stringMatching(/^PRISMA_INVALID \d+:\d+ .*multiSchema/u) as string;

test.each([
  { name: "none", setup: async () => {}, says: { partial: [], placed: [] } },
  { name: "6 beside @prisma/internals", setup: () => installInternals(6, "6.19.0"), says: { partial: [whereUnknown], placed: [] } },
  { name: "6, the command", setup: () => installCommand(6, "6.19.0"), says: { partial: [whereUnknown], placed: [] } },
  {
    name: "5, the command",
    setup: () => installCommand(5, "5.22.0"),
    says: { partial: [whereUnknown], placed: [schemasUnknown, schemasUnknown] },
  },
  { name: "an older one, which is not asked", setup: () => installCommand(5, "5.3.1"), says: { partial: [], placed: [] } },
  { name: "a client alone", setup: () => install("@prisma/client", "6.19.0"), says: { partial: [], placed: [] } },
  {
    name: "a broken copy",
    setup: async () => {
      const place = await install("prisma", "6.19.0");
      await mkdir(path.join(place, "build"));
      await writeFile(path.join(place, "build", "prisma_schema_build_bg.wasm"), "none");
    },
    says: { partial: [], placed: [] },
  },
])("a schema is judged by the Prisma of its project: $name", async ({ setup, says }) => {
  await setup();
  const remarks = async (text: string): Promise<readonly string[]> =>
    (await read(text)).diagnostics.map(({ code, message, place }) => `${code} ${place?.line}:${place?.column} ${message}`);
  expect(await remarks(partial)).toEqual(says.partial);
  expect(await remarks(placed)).toEqual(says.placed);
  expect(await remarks(placed)).toEqual(says.placed); // remembered or not
});

test.each([5, 6] as const)("what Prisma %i says of connections and of the client's features is left out", async (major) => {
  await installCommand(major, major === 5 ? "5.22.0" : "6.19.0");
  const settings = '  url = env("A")\n  directUrl = env("B")\n  shadowDatabaseUrl = env("B")\n';
  const features = '  previewFeatures = ["fullTextSearch", "fullTextIndex", "nix"]\n';
  const text = `generator g {\n  provider = "p"\n${features}}\ndatasource db {\n  provider = "postgresql"\n${settings}}\nmodel A {\n  id Int @id\n}\n`;
  expect((await read(text)).diagnostics).toEqual([]);
  const short = text.replace(settings, "").replace(features, "");
  expect((await read(short)).diagnostics).toEqual([]);
  expect((await read(`${short}model B {\n  id Nix @id\n}\n`)).diagnostics).toMatchObject([
    { code: "PRISMA_INVALID", place: { line: 11, column: 6 } },
  ]);
});

test("another version of Prisma judges a schema anew", async () => {
  expect((await read(partial)).diagnostics).toEqual([]);
  await installCommand(6, "6.19.0");
  expect((await read(partial)).diagnostics).toHaveLength(1);
});

const friends = `${datasource}model A {\n  id Int @id\n  b B[]\n}\nmodel B {\n  id Int @id\n  a A[]\n}\n`;
/** As Prisma before 6 writes it. */
const indexed = `create table "A" (id integer not null, constraint "A_pkey" primary key (id)); create table "B" (id integer not null, constraint "B_pkey" primary key (id));
  create table "_AToB" ("A" integer not null, "B" integer not null); create unique index "_AToB_AB_unique" on "_AToB" ("A", "B");
  create index "_AToB_B_index" on "_AToB" ("B");
  alter table "_AToB" add constraint "_AToB_A_fkey" foreign key ("A") references "A" (id) on delete cascade on update cascade;
  alter table "_AToB" add constraint "_AToB_B_fkey" foreign key ("B") references "B" (id) on delete cascade on update cascade`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each([
    { name: "none", version: undefined, changes: 2 },
    { name: "5", version: "5.3.1", changes: 0 },
    { name: "6", version: "6.0.0", changes: 2 },
  ])("tables between two models as the Prisma of the project makes them: $name", async ({ version, changes }) => {
    if (version !== undefined) await install("@prisma/client", version);
    const source = await read(friends);
    expect(source.diagnostics).toEqual([]);
    await withDatabase({ major, setup: indexed }, async ({ url, query }) => {
      const statements = async (): Promise<readonly string[]> => {
        const session = await connect(url);
        try {
          const { upgrade, before } = await compare(await databaseSide(session, []), modelsSide(source));
          return statementsOf(planOperations(upgrade, before)).map(({ sql }) => sql);
        } finally {
          await session.close();
        }
      };
      const asked = await statements();
      expect(asked).toHaveLength(changes);
      for (const statement of asked) await query(statement);
      expect(await statements()).toEqual([]);
    });
  });
});
