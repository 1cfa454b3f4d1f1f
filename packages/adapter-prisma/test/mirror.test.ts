import { readFile } from "node:fs/promises";
import path from "node:path";
import { catalogSnapshot, createDatabase, runMig, tempProject, withDatabase, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { beforeAll, expect, test } from "vitest";
import { loadPrismaEngine, type History, type PrismaEngine } from "./prisma-engine.ts";

let prisma: PrismaEngine;

beforeAll(async () => {
  prisma = await loadPrismaEngine();
});

const schema = (fields: string): string =>
  `datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id    Int    @id @default(autoincrement())\n${fields}}\n`;

const init = `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n`;
const email = "  email String\n";

const config = (mirror: string): string =>
  `import { defineConfig } from "@migts/core";\nimport { prismaMigrations } from "@migts/adapter-prisma";\n\nexport default defineConfig({ models: "prisma/schema.prisma", mirror: ${mirror}, versionTable: { schema: "mig" } });\nvoid prismaMigrations;\n`;

interface Project {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
  readonly mig: (...args: readonly string[]) => ReturnType<typeof runMig>;
  readonly migOn: (url: string, ...args: readonly string[]) => ReturnType<typeof runMig>;
  /** What Prisma finds in the project. */
  readonly history: () => Promise<History>;
  readonly close: () => Promise<void>;
}

/** A project of Prisma's, whose database Prisma's own engine has migrated, adopted by mig. */
async function openProject(mirror = "true", folder = "prisma/migrations", files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const project = await tempProject({
    "mig.config.ts": config(mirror),
    "prisma/schema.prisma": schema(email),
    [`${folder}/migration_lock.toml`]: 'provider = "postgresql"\n',
    [`${folder}/20240101000000_init/migration.sql`]: init,
    ...files,
  });
  const database = await createDatabase();
  const migOn: Project["migOn"] = (url, ...args) => runMig(args, { cwd: project.path, env: { DATABASE_URL: url } });
  const history = async (): Promise<History> => {
    const names = (await project.list(folder)).filter((name) => !name.endsWith(".toml"));
    const texts = await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(project.path, folder, name, "migration.sql"), "utf8")] as const),
    );
    return { models: [["schema.prisma", await project.read("prisma/schema.prisma")]], migrations: Object.fromEntries(texts) };
  };
  expect(await prisma.deploy(database.url, await history())).toEqual(["20240101000000_init"]);
  return {
    project,
    database,
    migOn,
    mig: (...args) => migOn(database.url, ...args),
    history,
    close: async () => void (await Promise.all([project.remove(), database.drop()])),
  };
}

/** An empty revision, filled in by hand. */
const withBody = (text: string, body: string): string => text.replace(/(?: {2}\/\/ .*\n)+/u, `  ${body}\n`);

const upToDate = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null };

test.each(["true", "prismaMigrations()"])("mirror: %s: each revision is a migration, and Prisma says up to date", async (mirror) => {
  const { project, database, mig, migOn, history, close } = await openProject(mirror);
  expect(await mig("adopt", "--history")).toMatchObject({ code: 0 });
  expect(await prisma.status(database.url, await history())).toEqual(upToDate);
  await project.write({ "prisma/schema.prisma": schema(`${email}  name  String?\n`) });
  const written = await mig("revision", "-m", "Add a name");
  expect(written).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/prisma\/migrations\/\d{14}_add_a_name\/migration\.sql/u) as string,
  });
  expect(await prisma.status(database.url, await history())).toMatchObject({ history: { diagnostic: "databaseIsBehind" } });
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0 });
  expect(await prisma.status(database.url, await history())).toEqual(upToDate);
  expect(await prisma.deploy(database.url, await history())).toEqual([]);
  expect(await mig("downgrade", "-1")).toMatchObject({ code: 0 });
  expect(await prisma.status(database.url, await history())).toMatchObject({ history: { diagnostic: "databaseIsBehind" } });

  // Prisma applies it, and mig does not run it again.
  expect(await prisma.deploy(database.url, await history())).toHaveLength(1);
  const caught = await mig("upgrade", "head");
  expect(caught).toMatchObject({ code: 0, stderr: expect.stringContaining("Prisma Migrate has run") as string });
  expect(await mig("check")).toMatchObject({ code: 0 });

  await withDatabase({}, async (empty) => {
    expect(await migOn(empty.url, "upgrade", "head")).toMatchObject({ code: 0 });
    expect(await prisma.status(empty.url, await history())).toEqual(upToDate);
  });
  await withDatabase({}, async (empty) => {
    expect(await prisma.deploy(empty.url, await history())).toHaveLength(2);
    const now = await migOn(empty.url, "current", "--check-heads");
    expect(now).toMatchObject({ code: 0, stderr: expect.stringContaining('The next "mig upgrade" records that.') as string });
    expect(now.stdout).toContain("(head), Add a name");
    expect(await migOn(empty.url, "check")).toMatchObject({ code: 0 });
    expect(await migOn(empty.url, "upgrade", "head")).toMatchObject({ code: 0 });
    expect(await migOn(empty.url, "check")).toMatchObject({ code: 0 });
  });
  await close();
});

test.each([
  { mirror: "true", files: { "prisma.config.ts": 'export default { migrations: { path: "db/history" } };\n' } },
  { mirror: 'prismaMigrations({ folder: "db/history" })', files: {} },
])("migrations in another folder, by $mirror", async ({ mirror, files }) => {
  const { project, mig, history, database, close } = await openProject(mirror, "db/history", files);
  try {
    const from = ["--from", "prisma", "--migrations", "db/history"];
    expect(await mig("adopt", "--history", ...from)).toMatchObject({ code: 0 });
    await project.write({ "prisma/schema.prisma": schema(`${email}  name  String?\n`) });
    expect(await mig("revision", "-m", "name")).toMatchObject({ code: 0 });
    expect(await mig("upgrade")).toMatchObject({ code: 0 });
    expect(Object.keys((await history()).migrations)).toHaveLength(2);
    expect(await prisma.status(database.url, await history())).toEqual(upToDate);
    expect(await project.list("prisma")).toEqual(["schema.prisma"]);
  } finally {
    await close();
  }
});

test("a mirror that would write where Prisma does not look is refused", async () => {
  const { project, mig, close } = await openProject("true", "db/history");
  try {
    expect(await mig("adopt", "--history", "--from", "prisma", "--migrations", "db/history")).toMatchObject({ code: 0 });
    const revisions = await project.list("mig/versions");
    await project.write({ "prisma/schema.prisma": schema(`${email}  name  String?\n`) });
    const { code, stderr } = await mig("revision", "-m", "name");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/20240101000000_init .*not in .*prisma.migrations[^]*folder: "/u),
    });
    expect(await project.list("mig/versions")).toEqual(revisions);
    expect(await project.list("prisma")).toEqual(["schema.prisma"]);
  } finally {
    await close();
  }
});

test("a baseline stands for all that came before it; a revision that was changed before it ran is written again", async () => {
  const { project, database, mig, migOn, history, close } = await openProject();
  expect(await mig("adopt", "--baseline")).toMatchObject({ code: 0 });
  const { stdout } = await mig("revision", "--empty", "-m", "by hand");
  const file = stdout.split("\n")[0] ?? "";
  const text = await project.read(file);
  await project.write({ [file]: withBody(text, 'op.execute("create view one as select 1 as one");') });
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0 });
  expect(Object.values((await history()).migrations).join("")).toContain("create view one");
  expect(await prisma.status(database.url, await history())).toEqual(upToDate);
  await withDatabase({}, async (empty) => {
    expect(await migOn(empty.url, "upgrade", "head")).toMatchObject({ code: 0 });
    expect(await prisma.status(empty.url, await history())).toEqual(upToDate);
  });
  await close();
});

test("what reads the database while it runs is refused by Prisma, not passed over", async () => {
  const { project, database, mig, history, close } = await openProject();
  await mig("adopt", "--history");
  const { stdout } = await mig("revision", "--empty", "-m", "by hand");
  const file = stdout.split("\n")[0] ?? "";
  const text = await project.read(file);
  await project.write({ [file]: withBody(text, 'await op.query("select 1");\n  op.execute("create view one as select 1 as one");') });
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0 });
  expect(await prisma.status(database.url, await history())).toEqual(upToDate);
  await withDatabase({}, async (empty) => {
    await expect(prisma.deploy(empty.url, await history())).rejects.toThrow(/apply it with mig upgrade/u);
  });
  await close();
});

test("what Prisma has not run below what it has stays never run, however often it goes on", async () => {
  const { mig, migOn, project, history, close } = await openProject();
  await mig("adopt", "--history");
  for (const [at, field] of ["one", "two", "three"].entries()) {
    const fields = ["one", "two", "three"].slice(0, at + 1).map((name) => `  ${name} String?\n`);
    await project.write({ "prisma/schema.prisma": schema(`${email}${fields.join("")}`) });
    await mig("revision", "-m", field);
    await mig("upgrade", "head");
  }
  const { models, migrations } = await history();
  const without = (...words: readonly string[]): History => ({
    models,
    migrations: Object.fromEntries(Object.entries(migrations).filter(([name]) => !words.some((word) => name.endsWith(word)))),
  });
  await withDatabase({}, async (other) => {
    expect(await prisma.deploy(other.url, without("_one", "_three"))).toHaveLength(2);
    expect((await migOn(other.url, "upgrade", "head")).stderr).toContain("REVISION_NEVER_RUN");
    expect(await prisma.deploy(other.url, without("_one"))).toHaveLength(1);
    expect((await migOn(other.url, "upgrade", "head")).stderr).toContain("REVISION_NEVER_RUN");
    expect(await migOn(other.url, "upgrade", "head", "--missing")).toMatchObject({ code: 0 });
    expect(await other.query(`select count(one), count(two), count(three) from "User"`)).toHaveLength(1);
    expect(await prisma.status(other.url, await history())).toEqual(upToDate);
  });
  await close();
});

test("mig eject leaves a project that Prisma goes on with", async () => {
  const { project, database, mig, migOn, history, close } = await openProject("undefined");
  await mig("adopt", "--history");
  await project.write({ "prisma/schema.prisma": schema(`${email}  name  String?\n`) });
  await mig("revision", "-m", "Add a name");
  await mig("upgrade", "head");
  await withDatabase({}, async (other) => {
    expect(await migOn(other.url, "upgrade", "head")).toMatchObject({ code: 0 });
    expect(await mig("eject", "--to", "prisma")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("_add_a_name/migration.sql") as string,
    });
    expect(await prisma.status(database.url, await history())).toEqual(upToDate);
    expect(await migOn(other.url, "eject", "--to", "prisma", "--remove-files")).toMatchObject({ code: 0 });
    expect(await prisma.status(other.url, await history())).toEqual(upToDate);
    expect(await project.list()).toEqual(["package.json", "prisma"]);
    const left = await catalogSnapshot(other.url, { exclude: [] });
    expect(left).not.toMatch(/alembic_version|mig_log|schema mig/u);
    expect(await catalogSnapshot(database.url, { exclude: [] })).toBe(left);
  });
  await close();
});
