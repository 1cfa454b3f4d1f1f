import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { catalogSnapshot, createDatabase, withDatabase, startMig } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { deploy, designOf, migrationFiles, openPrisma, type Migrations, type PrismaProject } from "./adopt.ts";

const models = `model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  role  Role   @default(member)
  tasks Task[]
}

model Task {
  id     Int    @id @default(autoincrement())
  title  String
  userId Int
  user   User   @relation(fields: [userId], references: [id])
}

enum Role {
  member
  admin
}
`;

const users = `-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`;

const role = `BEGIN;
-- CreateEnum
CREATE TYPE "Role" AS ENUM ('member', 'admin');
ALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL DEFAULT 'member';
-- what is new may be filled
UPDATE "User" SET "role" = 'admin' WHERE "id" = 1;
COMMIT;
`;

const tasks = `CREATE TABLE "Task" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "Task" ADD CONSTRAINT "Task_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE VIEW "Busy" AS SELECT u."email", count(*) AS "tasks" FROM "User" u JOIN "Task" t ON t."userId" = u."id" GROUP BY u."email";
CREATE FUNCTION shout(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN upper($1) || '\`\${!}\\';
END;
$$;
CREATE INDEX "Task_open" ON "Task" ("userId") WHERE "title" <> '';
`;

const lower = `UPDATE "User" SET "email" = lower("email");\n`;

const history: Migrations = {
  "20240101000000_init": users,
  "20240201000000_roles": role,
  "20240301000000_tasks": tasks,
  "20240401000000_lower_emails": lower,
};

const rowsIn = async ({ database }: PrismaProject): Promise<readonly unknown[]> => database.query("select * from mig.alembic_version");

const revisionFiles = async ({ project }: PrismaProject): Promise<readonly string[]> =>
  (await project.list("mig/versions")).filter((name) => name.endsWith(".ts"));

/** The ids in what `mig history --json` prints, lowest first. */
const idsIn = (json: string): readonly string[] =>
  (JSON.parse(json) as { readonly data: { readonly revisions: readonly { readonly id: string }[] } }).data.revisions
    .map(({ id }) => id)
    .toReversed();

describe("mig adopt", () => {
  test("says what there is, and changes nothing", async () => {
    const shop = await openPrisma(models, history);
    const before = await catalogSnapshot(shop.database.url, { exclude: [] });
    const look = await shop.mig("adopt");
    expect(look.code).toBe(0);
    expect(look.stdout).toContain("Prisma Migrate: 4 migrations in prisma/migrations");
    expect(look.stdout).toMatch(/applied +4 {2}20240101000000_init \.\.\. 20240401000000_lower_emails/u);
    for (const way of ["--baseline", "--history", "--link", "--undo"]) expect(look.stderr).toContain(way);
    expect(await shop.project.list()).toEqual(["package.json", "prisma"]);
    expect(await catalogSnapshot(shop.database.url, { exclude: [] })).toBe(before);
    const init = await shop.mig("init");
    expect(init.stderr).toContain("next: mig adopt");
    expect(init.stderr).not.toContain("revision -m");
    expect(await shop.project.read("mig.config.ts")).toContain('versionTable: { schema: "mig" }');
    await shop.close();
  });

  test.each(["baseline", "history", "link"])("--%s: goes on with mig, here, elsewhere and from nothing", async (form) => {
    const shop = await openPrisma(models, history);
    await shop.database.query(`insert into "User" (email) values ('a@x'); insert into "Task" (title, "userId") values ('t', 1)`);
    const done = await shop.mig("adopt", `--${form}`);
    expect(done, done.stderr).toMatchObject({ code: 0 });
    expect(await revisionFiles(shop)).toHaveLength(form === "baseline" ? 1 : 4);
    expect(await rowsIn(shop)).toHaveLength(1);
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    expect(await shop.mig("adopt", `--${form}`)).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to do") as string });

    // An environment that Prisma Migrate has migrated as well, then an empty one, by the same command.
    await withDatabase({}, async (production) => {
      await deploy(production, history);
      expect(await shop.migOn(production.url, "adopt", `--${form}`)).toMatchObject({ code: 0 });
      expect(await shop.migOn(production.url, "check")).toMatchObject({ code: 0 });
    });
    await withDatabase({}, async (empty) => {
      expect(await shop.migOn(empty.url, "adopt", `--${form}`)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("built the empty database") as string,
      });
      expect(await designOf(empty.url)).toBe(await designOf(shop.database.url));
      expect(await shop.migOn(empty.url, "check")).toMatchObject({ code: 0 });
    });

    await shop.project.write({
      "prisma/schema.prisma": (await shop.project.read("prisma/schema.prisma")).replace("title  String", "title  String\n  due DateTime?"),
    });
    expect(await shop.mig("revision", "-m", "due")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("add column public.Task.due") as string,
    });
    expect(await shop.mig("upgrade", "head")).toMatchObject({ code: 0 });
    expect(await shop.mig("downgrade", "-1")).toMatchObject({ code: 0 });
    expect(await shop.database.query(`select email, role::text from "User"`)).toEqual([{ email: "a@x", role: "member" }]);
    await shop.close();
  });

  test.each(["baseline", "history", "link"])("--undo leaves no trace of --%s", async (form) => {
    const shop = await openPrisma(models, history);
    const before = await catalogSnapshot(shop.database.url, { exclude: [] });
    expect(await shop.mig("adopt", `--${form}`)).toMatchObject({ code: 0 });
    expect(await shop.mig("adopt", "--undo")).toMatchObject({ code: 0 });
    expect(await shop.project.list()).toEqual(["package.json", "prisma"]);
    expect(await catalogSnapshot(shop.database.url, { exclude: [] })).toBe(before);
    // A configuration that was there stays as it was.
    await shop.mig("init");
    const config = (await shop.project.read("mig.config.ts")).replace(/ {2}versionTable.*\n/u, "");
    await shop.project.write({ "mig.config.ts": config });
    expect(await shop.mig("adopt", `--${form}`)).toMatchObject({ code: 0 });
    expect(await shop.project.read("mig.config.ts")).toContain("by mig adopt");
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    expect(await shop.mig("adopt", "--undo")).toMatchObject({ code: 0 });
    expect(await shop.project.read("mig.config.ts")).toBe(config);
    expect(await catalogSnapshot(shop.database.url, { exclude: [] })).toBe(before);
    await shop.close();
  });

  test("--undo refuses where revisions stand on it, or ran", async () => {
    const shop = await openPrisma(models, history);
    await shop.mig("adopt", "--history");
    await withDatabase({}, async (empty) => {
      await shop.migOn(empty.url, "upgrade", "head");
      expect(await shop.migOn(empty.url, "adopt", "--undo")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("ran revisions") as string,
      });
    });
    await shop.mig("revision", "--empty", "-m", "more");
    expect(await shop.mig("adopt", "--undo")).toMatchObject({ code: 1, stderr: expect.stringContaining("build on") as string });
    expect(await revisionFiles(shop)).toHaveLength(5);
    await shop.close();
  });

  test("--history: each way back was tried, and what has none says so", async () => {
    const shop = await openPrisma(models, history);
    await shop.mig("adopt", "--history");
    const ids = (await shop.mig("history", "--json")).stdout;
    expect(ids).toContain("lower emails");
    const refused = await shop.mig("downgrade", "-1");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("It changes rows (update ?") as string });
    expect(refused.stderr).toContain("REVISION_IRREVERSIBLE");
    // All is refused before anything is reverted.
    await shop.mig("revision", "--empty", "-m", "more");
    await shop.mig("upgrade", "head");
    expect(await shop.mig("downgrade", "-2")).toMatchObject({ code: 1 });
    expect((await shop.mig("current")).stdout).toContain("more");
    await withDatabase({}, async (fresh) => {
      const [init = "", roles = "", added = ""] = idsIn(ids);
      await shop.migOn(fresh.url, "upgrade", init);
      const first = await designOf(fresh.url);
      await shop.migOn(fresh.url, "upgrade", roles);
      const second = await designOf(fresh.url);
      await shop.migOn(fresh.url, "upgrade", added);
      expect(await shop.migOn(fresh.url, "downgrade", roles)).toMatchObject({ code: 0 });
      expect(await designOf(fresh.url)).toBe(second);
      expect(await shop.migOn(fresh.url, "downgrade", init)).toMatchObject({ code: 0 });
      expect(await designOf(fresh.url)).toBe(first);
      expect(await shop.migOn(fresh.url, "downgrade", "base")).toMatchObject({ code: 0 });
    });
    await shop.close();
  });

  test("--link: a file that changed since is refused", async () => {
    const shop = await openPrisma(models, history);
    await shop.mig("adopt", "--link");
    await shop.project.write({ "prisma/migrations/20240301000000_tasks/migration.sql": `${tasks}-- later\n` });
    await withDatabase({}, async (empty) => {
      expect(await shop.migOn(empty.url, "upgrade", "head")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("SQL_FILE_CHANGED") as string,
      });
      expect((await shop.migOn(empty.url, "current")).stdout).toContain("roles");
    });
    await shop.close();
  });

  test("names what is pending, failed, edited, missing and taken back, each with a way on", async () => {
    const shop = await openPrisma(models, history);
    await shop.project.write({
      ...migrationFiles({ "20240501000000_next": `ALTER TABLE "Task" ADD COLUMN "due" date;` }),
      "prisma/migrations/20240401000000_lower_emails/migration.sql": `${lower}-- changed\n`,
    });
    await shop.database.query(
      `insert into _prisma_migrations (id, checksum, migration_name) values ('f', '', '20240601000000_broken');
       insert into _prisma_migrations (id, checksum, migration_name, rolled_back_at) values ('r', '', '20240501000000_next', now());
       insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('m', '', '20240102000000_gone', now())`,
    );
    const look = (await shop.mig("adopt")).stdout;
    expect(look).toMatch(/pending +1 {2}20240501000000_next/u);
    expect(look).toMatch(/failed +1 {2}20240601000000_broken/u);
    expect(look).toMatch(/edited +1 {2}20240401000000_lower_emails/u);
    expect(look).toMatch(/missing +1 {2}20240102000000_gone/u);
    expect(look).toMatch(/rolled back +1 {2}20240501000000_next/u);
    expect(await shop.mig("adopt", "--history")).toMatchObject({ code: 1, stderr: expect.stringContaining("ADOPT_UNFINISHED") as string });
    await shop.database.query("delete from _prisma_migrations where id = 'f'");
    expect(await shop.mig("adopt", "--history")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ADOPT_FILES_MISSING") as string,
    });
    expect(await shop.project.list()).toEqual(["package.json", "prisma"]);
    await shop.database.query("delete from _prisma_migrations where id = 'm'");
    const done = await shop.mig("adopt", "--history");
    expect(done).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("These files are not what ran in this database: 20240401000000_lower_emails") as string,
    });
    expect(await shop.mig("upgrade", "head")).toMatchObject({ code: 0, stderr: expect.stringContaining("next") as string });
    expect(await shop.database.query(`select count(due) from "Task"`)).toHaveLength(1);
    await shop.close();
  });

  test("a baseline leaves what is pending to revisions of its own", async () => {
    const shop = await openPrisma(models, history);
    await shop.project.write(migrationFiles({ "20240501000000_next": `ALTER TABLE "Task" ADD COLUMN "due" date;` }));
    expect(await shop.mig("adopt", "--baseline")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("2 revisions written") as string,
    });
    expect(await shop.mig("upgrade", "head")).toMatchObject({ code: 0 });
    expect(await shop.database.query(`select count(due) from "Task"`)).toHaveLength(1);
    await withDatabase({}, async (behind) => {
      await deploy(behind, { "20240101000000_init": users });
      expect(await shop.migOn(behind.url, "adopt", "--baseline")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("ADOPT_BEHIND") as string,
      });
    });
    await shop.close();
  });

  test("a baseline says which migrations wrote rows", async () => {
    const shop = await openPrisma(models, { ...history, "20240501000000_seed": `INSERT INTO "User" ("email") VALUES ('root@x');` });
    const done = await shop.mig("adopt", "--baseline");
    expect(done).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("written rows, and a baseline holds none: 20240501000000_seed.") as string,
    });
    await shop.close();
  });

  test("migrations that teammates add with Prisma become revisions on top", async () => {
    const shop = await openPrisma(models, history);
    await shop.mig("adopt", "--history");
    const schema = await shop.project.read("prisma/schema.prisma");
    await shop.project.write({ "prisma/schema.prisma": schema.replace("title  String", "title  String\n  note String?") });
    await shop.mig("revision", "-m", "of mig");
    await shop.mig("upgrade", "head");
    const more = {
      "20240501000000_next": `ALTER TABLE "Task" ADD COLUMN "due" date; UPDATE "Task" SET "due" = now() WHERE "note" IS NULL;`,
    };
    await shop.project.write(migrationFiles(more));
    await deploy(shop.database, more);
    const done = await shop.mig("adopt", "--history");
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("1 revision written\n") as string });
    expect(done.stderr).not.toContain("warning");
    expect((await shop.mig("current")).stdout).toContain("next");
    expect(await shop.mig("upgrade", "head")).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to do") as string });
    // Its way back was tried on all that is below it.
    expect(await shop.mig("downgrade", "-1")).toMatchObject({ code: 0 });
    expect(await shop.database.query("select from pg_attribute where attname = 'due'")).toEqual([]);
    await shop.close();
  });

  test("what an environment has not run below what it has counts as never run", async () => {
    const shop = await openPrisma(models, { ...history, "20240302000000_late": `ALTER TABLE "Task" ADD COLUMN "late" date;` });
    await shop.mig("adopt", "--history");
    await withDatabase({}, async (other) => {
      await deploy(other, history);
      // Here the late one came last; in the other environment it is not there yet, and something later is.
      await other.query(
        `alter table "Task" add column later date; insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('l', '', '20240402000000_later', now())`,
      );
      expect(await shop.migOn(other.url, "adopt", "--history")).toMatchObject({ code: 0 });
      expect((await shop.migOn(other.url, "current")).stdout).toContain("lower emails");
      expect(await shop.migOn(other.url, "upgrade", "head")).toMatchObject({ code: 0 });
      expect(await other.query(`select count(late) from "Task"`)).toHaveLength(1);
    });
    await shop.close();
  });

  test("what never ran stays so when later migrations are adopted", async () => {
    const note = { "20240501000000_note": `ALTER TABLE "Task" ADD COLUMN "note" text;` };
    const due = { "20240601000000_due": `ALTER TABLE "Task" ADD COLUMN "due" date;` };
    const last = { "20240701000000_last": `ALTER TABLE "Task" ADD COLUMN "last" date;` };
    const shop = await openPrisma(models, { ...history, ...note, ...due });
    await shop.mig("adopt", "--history");
    await withDatabase({}, async (other) => {
      await deploy(other, { ...history, ...due });
      const first = await shop.migOn(other.url, "adopt", "--history");
      expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("Later migrations ran here without these") as string });
      await shop.project.write(migrationFiles(last));
      await deploy(other, last);
      const again = await shop.migOn(other.url, "adopt", "--history");
      expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("Later migrations ran here without these") as string });
      expect((await shop.migOn(other.url, "upgrade", "head")).stderr).toContain("REVISION_NEVER_RUN");
      expect(await shop.migOn(other.url, "upgrade", "head", "--missing")).toMatchObject({ code: 0 });
      expect(await other.query(`select count(note), count(due), count(last) from "Task"`)).toHaveLength(1);
    });
    await shop.close();
  });

  test("names how the database is not what its migrations make", async () => {
    const shop = await openPrisma(models, history);
    await shop.database.query(`create view hand_made as select 1 as one; create index by_hand on "Task" (title)`);
    const done = await shop.mig("adopt", "--history");
    expect(done.code).toBe(0);
    expect(done.stderr).toContain("create view public.hand_made");
    expect(done.stderr).toContain("create index public.Task.by_hand");
    await shop.mig("adopt", "--undo");
    expect(await shop.mig("adopt", "--baseline")).toMatchObject({ code: 0, stderr: expect.not.stringContaining("warning") as string });
    await withDatabase({}, async (empty) => {
      await shop.migOn(empty.url, "upgrade", "head");
      expect(await designOf(empty.url)).toBe(await designOf(shop.database.url));
    });
    await shop.close();
  });

  test("a migration that does not run in an empty database is named with its line", async () => {
    const shop = await openPrisma(models, history);
    const text = `-- this expects something that is not made by migrations\nSELECT 1;\nALTER TABLE elsewhere ADD COLUMN a int;\n`;
    await shop.database.query("create table elsewhere (b int)");
    const more = { "20240501000000_next": text, "20240601000000_last": `ALTER TABLE "Task" ADD COLUMN "due" date;` };
    await shop.project.write(migrationFiles(more));
    await deploy(shop.database, more);
    const done = await shop.mig("adopt", "--history");
    expect(done.code).toBe(0);
    expect(done.stderr).toContain("prisma/migrations/20240501000000_next/migration.sql:3 does not run in an empty database");
    expect(await shop.mig("downgrade", "-1")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("REVISION_IRREVERSIBLE") as string,
    });
    await shop.close();
  });

  test("finds a history by its table where its files are elsewhere", async () => {
    const shop = await openPrisma(models, history);
    await rename(`${shop.project.path}/prisma/migrations`, `${shop.project.path}/prisma/postgres`);
    expect((await shop.mig("adopt")).stdout).toContain("Prisma Migrate: 0 migrations");
    expect(await shop.mig("adopt", "--history")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ran here, and their SQL files are not there: [^]*--migrations <folder>/u) as string,
    });
    expect(await shop.mig("adopt", "--history", "--from", "prisma", "--migrations", "prisma/postgres")).toMatchObject({ code: 0 });
    expect(await revisionFiles(shop)).toHaveLength(4);
    await shop.mig("adopt", "--undo");
    expect(await shop.mig("adopt", "--baseline")).toMatchObject({ code: 0 });
    expect((await shop.mig("history")).stdout).toContain("baseline: 4 migrations of Prisma Migrate");
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    await shop.close();
  });

  test("refuses what contradicts, and where there is nothing", async () => {
    const shop = await openPrisma(models, history);
    await shop.mig("init");
    await shop.mig("revision", "--empty", "-m", "too early");
    expect(await shop.mig("adopt", "--history")).toMatchObject({ code: 2, stderr: expect.stringContaining("ADOPT_LATE") as string });
    await rm(`${shop.project.path}/mig`, { recursive: true });
    expect(await shop.mig("adopt", "--history", "--link")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("OPTIONS_CONTRADICT") as string,
    });
    await shop.mig("adopt", "--baseline");
    expect(await shop.mig("adopt", "--history")).toMatchObject({ code: 2, stderr: expect.stringContaining("ADOPTED_OTHERWISE") as string });
    const unknown = await createDatabase({ setup: "create table t (a int)" });
    expect(await shop.migOn(unknown.url, "adopt", "--baseline")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ADOPT_STATE_UNKNOWN") as string,
    });
    await Promise.all([unknown.drop(), shop.close()]);
  });
});

test("a database that has recorded another form of the history: nothing is written", async () => {
  const { project, mig, close } = await openPrisma(models, { "20240101000000_users": users });
  expect((await mig("adopt", "--baseline")).code).toBe(0);
  await Promise.all(["mig", "mig.config.ts"].map((name) => rm(path.join(project.path, name), { recursive: true })));
  expect(await mig("adopt", "--history")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("APPLIED_REVISION_NOT_FOUND") as string,
  });
  expect(await project.list()).toEqual(["package.json", "prisma"]);
  expect((await mig("adopt", "--baseline")).code).toBe(0);
  await close();
});

test("Ctrl-C while a history is tried: nothing is written, and no scratch database stays", async () => {
  const { project, database, close } = await openPrisma("model A {\n  id Int @id\n}", {
    "20240101000000_init": 'create table "A" (id int primary key);',
  });
  await project.write({ "prisma/migrations/20240201000000_slow/migration.sql": "select pg_sleep(60);" });
  const run = startMig(["adopt", "--history"], { cwd: project.path, env: { DATABASE_URL: database.url } });
  await run.waitForOutput(/in a scratch database/u);
  const asleep = "select from pg_stat_activity where query ~ 'pg_sleep.60' and pid <> pg_backend_pid()";
  while ((await database.query(asleep)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  run.kill("SIGINT");
  expect(await run.done).toMatchObject({ code: 130, stderr: expect.stringContaining("INTERRUPTED") as string });
  expect(await project.list("mig/versions")).toEqual([]);
  expect(await database.query(asleep)).toEqual([]);
  await close();
});
