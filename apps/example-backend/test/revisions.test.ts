import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import {
  catalogSnapshot,
  pgDump,
  runMig,
  runScript,
  tempProject,
  withDatabase,
  type ProcessResult,
  type ScratchDatabase,
  type TempProject,
} from "@migts/testkit";
import { appFolder } from "./app-folder.ts";

const tables = [
  "attendance_logs",
  "attendance_statistics",
  "attendance_summaries",
  "event_participants",
  "events",
  "goals",
  "notification_settings",
  "notifications",
  "title_achievements",
  "user_metadata",
  "user_rivals",
  "user_social_links",
  "user_visions",
  "users",
];

describe.each(inject("servers"))("the application's revisions on PostgreSQL $major", ({ major }) => {
  test("make the tables of the schema and say that all is in sync", () =>
    onCopy(major, async ({ database, mig }) => {
      await mig(0, "upgrade", "head");
      const found = await database.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
      expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining([...tables, "alembic_version"]));
      await mig(0, "check");
    }));

  test("write nothing when nothing changed, and one revision for a new column", () =>
    onCopy(major, async ({ project, mig }) => {
      await mig(0, "upgrade", "head");
      const before = await project.list("mig/versions");
      await mig(0, "revision", "-m", "nothing");
      expect(await project.list("mig/versions")).toEqual(before);
      await addColumn(project);
      await mig(4, "check");
      await mig(0, "revision", "-m", "add a cover");
      const added = (await project.list("mig/versions")).filter((file) => !before.includes(file));
      expect(added).toEqual([expect.stringMatching(/_add_a_cover\.ts$/)]);
    }));

  test("go up, down and up again with rows in every table and lose none", () =>
    onCopy(major, async ({ project, database, mig }) => {
      await mig(0, "upgrade", "head");
      await runScript(database.url, await readFile(path.join(appFolder, "test/rows.sql"), "utf8"));
      const rows = await allRows(database);
      expect(Object.values(rows).every((found) => found.length > 0)).toBe(true);
      const design = await designOf(database);
      await addColumn(project);
      await mig(0, "revision", "-m", "add a cover");
      await mig(0, "upgrade", "head");
      await mig(0, "downgrade", "-1");
      expect(await allRows(database)).toEqual(rows);
      expect(await designOf(database)).toEqual(design);
      await mig(0, "upgrade", "head");
      await mig(0, "check");
      const coverless = { ...rows, events: rows["events"]?.map((row) => ({ ...(row as object), cover_url: null })) };
      expect(await allRows(database)).toEqual(coverless);
    }));

  test("can be reverted to the very beginning", () =>
    onCopy(major, async ({ database, mig }) => {
      await mig(0, "stamp", "head"); // makes mig's own tables
      await mig(0, "stamp", "base");
      const design = await designOf(database);
      await mig(0, "upgrade", "head");
      await mig(0, "downgrade", "base");
      expect(await designOf(database)).toEqual(design);
      const left = await database.query<{ name: string }>(
        `
        select typname as name from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e'
        union all select tablename from pg_tables where schemaname = 'public' and tablename = any($1)`,
        [tables],
      );
      expect(left).toEqual([]);
    }));
});

interface Copy {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
  /** Runs `mig`, which has to end with that exit code. */
  readonly mig: (code: number, ...args: readonly string[]) => Promise<ProcessResult>;
}

/** A copy of the application's schema and revisions, and an empty database. */
async function onCopy(major: number, use: (copy: Copy) => Promise<void>): Promise<void> {
  const revisions = await readdir(path.join(appFolder, "mig/versions"));
  const files = ["mig.config.ts", "prisma/schema.prisma", ...revisions.map((name) => `mig/versions/${name}`)];
  const contents = await Promise.all(files.map(async (file) => [file, await readFile(path.join(appFolder, file), "utf8")] as const));
  const project = await tempProject(Object.fromEntries(contents));
  try {
    await withDatabase({ major }, async (database) => {
      const mig: Copy["mig"] = async (code, ...args) => {
        const result = await runMig(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
        expect(result, result.stderr).toMatchObject({ code });
        return result;
      };
      await use({ project, database, mig });
    });
  } finally {
    await project.remove();
  }
}

async function addColumn(project: TempProject): Promise<void> {
  const schema = await project.read("prisma/schema.prisma");
  const changed = schema.replace("model Event {\n", 'model Event {\n  coverUrl String? @map("cover_url") @db.VarChar(512)\n');
  await project.write({ "prisma/schema.prisma": changed });
}

/** As PostgreSQL's own program writes it, where there is one for the server; and what its catalogs hold. */
async function designOf({ url }: ScratchDatabase): Promise<unknown> {
  return { dump: await pgDump(url), catalog: await catalogSnapshot(url) };
}

async function allRows(database: ScratchDatabase): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const found = tables.map(async (table) => [table, await database.query(`select * from "${table}" order by "${table}"::text`)] as const);
  return Object.fromEntries(await Promise.all(found));
}
