import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catalogSnapshot, findPgBouncer, queryRows, runProcess, startPgBouncer, tempProject } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import type { DoctorResult, StatusResult } from "@migts/core";
import { createMig } from "@migts/core/project";
import { customersWithName, openShop, prismaSchema, revisionFile, type Shop } from "./shop.ts";

// What mig says of a project as it is: "mig doctor" of all that it needs, "mig" alone of where it is.

let shop: Shop;
beforeEach(async () => (shop = await openShop()));
afterEach(() => shop.close());

const revision = (id: string, down: string | null): Record<string, string> =>
  revisionFile(id, { down, upgrade: `op.execute("create table ${id} (id int)");`, downgrade: `op.execute("drop table ${id}");` });

/** What the doctor finds, without what is well. */
async function complaints(env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await migHere(["doctor", "--json"], {
    cwd: shop.project.path,
    env: { DATABASE_URL: shop.database.url, ...env },
  });
  const { data, ok } = JSON.parse(stdout) as { readonly data: DoctorResult; readonly ok: boolean };
  expect({ code, ok, isWell: data.isWell }).toEqual(
    data.isWell ? { code: 0, ok: true, isWell: true } : { code: 1, ok: false, isWell: false },
  );
  return data.findings
    .filter(({ state }) => state !== "ok")
    .map(({ about, state, text, next }) => ({ about, state, text: `${text} ${next ?? ""}` }));
}

const says = (about: string, state: string, ...words: readonly string[]) => ({
  about,
  state,
  text: expect.stringMatching(new RegExp(words.join(".*"), "su")) as string,
});

describe("mig doctor", () => {
  test("all is well, each thing is told once, and nothing is written", async () => {
    await shop.done("revision", "-m", "first");
    const before = await catalogSnapshot(shop.database.url);
    const out = await shop.done("doctor");
    expect(out.split("\n").map((line) => line.slice(0, 20).trim())).toEqual([
      "ok       node",
      "ok       packages",
      "ok       config",
      "ok       models",
      "ok       versions",
      "ok       revisions",
      "ok       git",
      "ok       database",
      "ok       encryption",
      "ok       pooler",
      "ok       clock",
      "ok       role",
      "ok       rights",
      "ok       scratch",
      "",
      "All is well.",
      "",
    ]);
    expect(out).toMatch(/PostgreSQL \d+\.\d+, \d+\.\d ms away/u);
    expect(await catalogSnapshot(shop.database.url)).toEqual(before);
    const mig = createMig(undefined, { cwd: shop.project.path, env: { DATABASE_URL: shop.database.url }, resolveFrom: import.meta.url });
    expect((await mig.doctor()).findings.filter(({ state }) => state !== "ok")).toEqual([]);
  });

  test.each([
    {
      name: "a configuration that does not load",
      files: { "mig.config.ts": "export default { modles: 1 };\n" },
      finds: [says("config", "problem", "modles")],
    },
    {
      name: "models with a mistake",
      files: { "prisma/schema.prisma": prismaSchema("model A {\n  id Int\n}\n") },
      finds: [says("models", "problem", "A")],
    },
    {
      name: "models that are not there",
      files: { "mig.config.ts": `export default { models: "nowhere.prisma" };\n` },
      finds: [says("models", "problem", "nowhere.prisma")],
    },
    { name: "a parent without a file", files: revision("bb22", "aa11"), finds: [says("revisions", "problem", "aa11")] },
    {
      name: "two heads",
      files: { ...revision("aa11", null), ...revision("bb22", "aa11"), ...revision("cc33", "aa11") },
      finds: [says("revisions", "warning", "bb22, cc33", "mig merge")],
    },
  ])("$name", async ({ files, finds }) => {
    await shop.project.write({ ...files, "mig/versions/.gitkeep": "" });
    expect(await complaints()).toEqual(finds);
  });

  test("a server that does not answer, and no URL", async () => {
    await shop.project.write({ "mig/versions/.gitkeep": "" });
    expect(await complaints({ DATABASE_URL: "postgresql://ada:secret123@127.0.0.1:1/shop" })).toEqual([
      says("database", "problem", "Cannot connect"),
    ]);
    expect(await complaints({ DATABASE_URL: "" })).toEqual([says("database", "problem", "DATABASE_URL")]);
  });

  test("a role without rights", async () => {
    const { name, query, url } = shop.database;
    const role = `weak_${name}`;
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await query(`create role ${role} login`);
    const weak = new URL(url);
    weak.username = role;
    try {
      expect(await complaints({ DATABASE_URL: weak.href })).toEqual([
        says("rights", "problem", "may not create in the schema public", `grant usage, create on schema public to ${role}`),
        says("rights", "problem", "may not read and write public.alembic_version", "grant select"),
        says("rights", "problem", "may not read and write public.mig_log", "grant select"),
        says("scratch", "warning", "may not create databases", "scratchUrl"),
      ]);
    } finally {
      await query(`drop role ${role}`);
    }
  });

  test("an extension that the server does not have", async () => {
    await shop.project.write({
      "mig/versions/.gitkeep": "",
      "prisma/schema.prisma": `datasource db {\n  provider = "postgresql"\n  extensions = [nowhere_to_be_had]\n}\n\ngenerator client {\n  provider = "prisma-client-js"\n  previewFeatures = ["postgresqlExtensions"]\n}\n\nmodel A {\n  id Int @id\n}\n`,
    });
    expect(await complaints()).toEqual([says("extensions", "problem", "nowhere_to_be_had")]);
  });

  test("models in SQL are not read, because that needs a scratch database", async () => {
    await shop.project.write({
      "mig/versions/.gitkeep": "",
      "mig.config.ts": `export default { models: "schema.sql" };\n`,
      "schema.sql": "create table a (id int);\n",
    });
    expect(await complaints()).toEqual([]);
    expect(await shop.done("doctor")).toMatch(/ok +models +.*scratch database/u);
    expect(
      await shop.database.query("select from pg_database where datname like 'mig_scratch%' and pg_stat_file('base/' || oid) is null"),
    ).toEqual([]);
  });

  test("git: what is ignored, not committed, or should not be in it", async () => {
    const git = (...args: readonly string[]) =>
      runProcess("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], { cwd: shop.project.path });
    await git("init", "-q");
    await shop.project.write({ ...revision("aa11", null), ".env": "A=1\n" });
    expect(await complaints()).toEqual([says("git", "warning", "aa11", "git add mig/versions")]);
    await git("add", "mig", ".env");
    await git("commit", "-qm", "all");
    expect(await complaints()).toEqual([says("git", "warning", ".env is in git", "git rm --cached .env")]);
    await git("rm", "-q", "--cached", ".env");
    await shop.project.write({ ".gitignore": "mig/versions\n" });
    expect(await complaints()).toEqual([says("git", "problem", "git ignores mig/versions", ".gitignore")]);
  });

  const bouncer = findPgBouncer();
  test.skipIf(bouncer === undefined)("a pooler in between (skipped: no pgbouncer)", async () => {
    await shop.project.write({ "mig/versions/.gitkeep": "" });
    const pooler = await startPgBouncer(bouncer ?? "", shop.database.url);
    expect(await complaints({ DATABASE_URL: pooler.urlOf(shop.database.url) })).toEqual([says("pooler", "warning", "through a pooler")]);
    await pooler.stop();
  });
});

describe("mig alone", () => {
  async function where(...args: readonly string[]): Promise<StatusResult> {
    const { code, data, ok } = await shop.json(...args);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    return data as unknown as StatusResult;
  }

  test("where there is no project", async () => {
    const empty = await tempProject();
    const { code, stdout } = await migHere([], { cwd: empty.path });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^There is no configuration here.*\nnext: mig init\n/u) as string,
    });
    expect((await migHere(["--json"], { cwd: empty.path })).stdout).toContain('"next":"mig init"');
    await empty.remove();
  });

  test("from the first revision to the second", async () => {
    expect(await where()).toEqual({
      config: "mig.config.ts",
      database: expect.any(String) as string,
      heads: [],
      current: [],
      pending: [],
      differences: 2,
      next: 'mig revision -m "..."',
    });
    await shop.done("revision", "-m", "first");
    const [id = ""] = await shop.ids();
    expect(await where()).toMatchObject({ heads: [{ id }], current: [], pending: [id], next: "mig upgrade" });
    await shop.done("upgrade");
    expect(await where()).toMatchObject({ current: [{ id }], pending: [], differences: 0, next: null });
    expect(await shop.done()).toMatch(
      new RegExp(
        `^configuration: mig\\.config\\.ts\ndatabase: .*\nat: +${id} \\(head\\), first\nhead: +${id} .*\nmodels: .*agrees.*\nNothing is to be done\\.\n$`,
        "u",
      ),
    );
    await shop.project.write({ "prisma/schema.prisma": prismaSchema(customersWithName) });
    expect(await where()).toMatchObject({ differences: 1, next: 'mig revision -m "..."' });
    const unchecked = await where("status", "--no-check");
    expect(unchecked).toMatchObject({ pending: [], next: null });
    expect(unchecked).not.toHaveProperty("differences");
  });

  test("the history of another tool comes first; what was not compared is said", async () => {
    await queryRows(shop.database.url, `create table "_prisma_migrations" (id text primary key)`);
    expect(await where()).toMatchObject({ heads: [], next: "mig adopt" });
    await shop.project.write({ "prisma/schema.prisma": prismaSchema("model T {\n  position Int @id\n  colname String?\n}\n") });
    const typed = `create extension dblink; create table "T" of dblink_pkey_results (constraint "T_pkey" primary key ("position"))`;
    await queryRows(shop.database.url, `drop table "_prisma_migrations"; ${typed}`);
    expect(await where()).toMatchObject({ heads: [], differences: 0, notCompared: expect.any(Number), next: "mig adopt" });
    expect(await shop.done()).toMatch(/^models: +what was compared agrees; \d+ objects? (?:was|were) not compared$/mu);
  });

  test("two heads, a database that cannot be asked, no URL, models that cannot be read", async () => {
    await shop.project.write({ ...revision("aa11", null), ...revision("bb22", "aa11"), ...revision("cc33", "aa11") });
    expect(await where()).toMatchObject({ pending: ["aa11", "bb22", "cc33"], next: "mig merge, or mig rebase" });
    const { code, stdout } = await migHere([], {
      cwd: shop.project.path,
      env: { DATABASE_URL: "postgresql://ada:secret123@127.0.0.1:1/shop" },
    });
    expect(code).toBe(0);
    expect(stdout).toContain("(cannot be asked)");
    expect(stdout).not.toContain("secret123");
    expect(await migHere([], { cwd: shop.project.path })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("next: Set DATABASE_URL") as string,
    });
    await shop.project.write({ ...revision("cc33", "bb22"), "prisma/schema.prisma": prismaSchema("model A {\n  id Int\n}\n") });
    await shop.done("upgrade");
    const result = await shop.json();
    expect(result).toMatchObject({ code: 0, data: { pending: [], next: "mig check" } });
    expect(result.warnings.join()).toContain("not compared");
  });
});
