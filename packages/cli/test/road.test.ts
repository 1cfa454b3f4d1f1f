import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, runMig, tempProject } from "@migts/testkit";
import { customers, customersWithName, openShop, prismaSchema, tablesOf, writeModels, type Shop } from "./shop.ts";

// The main job, from nothing: each command as its users call it, on a real server.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

test("from models to tables, on, and back", async () => {
  const written = await shop.done("revision", "-m", "first tables");
  const [path = "", ...operations] = written.trimEnd().split("\n");
  expect(path).toMatch(/^mig\/versions\/[0-9a-f]{12}_first_tables\.ts$/u);
  expect(operations).toContain("  create table public.customers");
  expect(await tablesOf(shop.database)).toEqual([]);

  const [first = ""] = await shop.ids();
  const applied = await shop.mig("upgrade", "head");
  expect(applied).toMatchObject({
    code: 0,
    stdout: `upgraded 1 revision, now at ${first}\n`,
    stderr: `Running upgrade base -> ${first}, first tables\n`,
  });
  expect(await tablesOf(shop.database)).toEqual(["public.alembic_version", "public.customers", "public.mig_log"]);
  expect(await shop.mig("check")).toMatchObject({ code: 0, stdout: "The database and the models agree.\n" });

  await writeModels(shop, customersWithName);
  expect(await shop.mig("check")).toMatchObject({ code: 4, stdout: "add column public.customers.name text\n" });
  await shop.done("revision", "-m", "customers have names");
  const [, second = ""] = await shop.ids();
  expect(await shop.mig("check")).toMatchObject({ code: 4, stdout: `1 revision is not applied: ${second}. Run "mig upgrade head".\n` });
  await shop.database.query("insert into customers (email) values ('ada@example.org')");
  await shop.done("upgrade");
  expect(await shop.done("current")).toBe(`${second} (head), customers have names\n`);
  expect(await shop.done("history")).toBe(`${first} -> ${second} (head), customers have names\n<base> -> ${first}, first tables\n`);

  await shop.done("downgrade", "-1");
  expect(await shop.done("current")).toBe(`${first}, first tables\n`);
  expect(await shop.database.query("select * from customers")).toEqual([{ id: 1, email: "ada@example.org" }]);
  await shop.done("downgrade", "base", "--allow-loss");
  expect(await tablesOf(shop.database)).toEqual(["public.alembic_version", "public.mig_log"]);
});

test("a revision is written only for a difference, and only where the database is at the head", async () => {
  await shop.done("revision", "-m", "first");
  const [first = ""] = await shop.ids();
  const behind = await shop.mig("revision", "-m", "again");
  expect(behind).toMatchObject({ code: 1, stdout: "" });
  expect(behind.stderr).toContain("DATABASE_BEHIND");
  expect(behind.stderr).toContain(first);
  await shop.done("upgrade");
  expect(await shop.done("revision", "-m", "nothing changed")).toContain("No revision is written");
  expect(await shop.done("revision", "--autogenerate", "-m", "nothing changed")).toContain("No revision is written");
  expect(await shop.project.list("mig/versions")).toHaveLength(1);
});

test("what loses data is said when a revision is written", async () => {
  await writeModels(shop, customersWithName);
  await shop.done("revision", "-m", "first");
  await shop.done("upgrade");
  await writeModels(shop, customers);
  expect(await shop.done("revision", "-m", "no names")).toMatch(/^ {2}drop column public\.customers\.name \(LOSES DATA: .+\)$/mu);
});

test("a revision to fill by hand", async () => {
  await shop.done("revision", "--empty", "-m", "by hand");
  const [id = ""] = await shop.ids();
  const text = await shop.project.read(`mig/versions/${id}_by_hand.ts`);
  await shop.project.write({
    [`mig/versions/${id}_by_hand.ts`]: text.replace("// const rows = await", 'op.execute("create view v as select 1 as one"); //'),
  });
  await shop.done("upgrade");
  expect(await tablesOf(shop.database)).toContain("public.v");
});

test("stamp moves the rows and runs nothing", async () => {
  await shop.done("revision", "-m", "first");
  const [id = ""] = await shop.ids();
  expect(await shop.done("stamp", "head")).toBe(`stamped ${id} (was base)\n`);
  expect(await shop.database.query("select version_num from alembic_version")).toEqual([{ version_num: id }]);
  expect(await tablesOf(shop.database)).not.toContain("public.customers");
  expect(await shop.done("stamp", "head")).toBe(`Nothing to do: the database is at ${id}.\n`);
  expect(await shop.done("stamp", "base")).toBe(`stamped base (was ${id})\n`);
});

test("what only reads creates nothing", async () => {
  await shop.done("revision", "-m", "first");
  for (const args of [
    ["current"],
    ["current", "-v"],
    ["history", "-i"],
    ["history", "-r", ":current"],
    ["show", "current"],
    ["check"],
    ["diff", "db", "models"],
    ["heads"],
  ]) {
    await shop.mig(...args);
  }
  expect(await tablesOf(shop.database)).toEqual([]);
  expect(await shop.mig("current")).toEqual({ code: 0, signal: undefined, stdout: "", stderr: "No revision is applied yet.\n" });
});

describe("the graph needs no database", () => {
  test.each([["heads"], ["history"], ["show", "head"]])("mig %s", async (...args) => {
    await shop.done("revision", "-m", "first");
    const [id = ""] = await shop.ids();
    const { code, stdout, stderr } = await runMig(args, { cwd: shop.project.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(id);
  });
});

test("show tells all that is known of a revision", async () => {
  await shop.done("revision", "-m", "first");
  const [id = ""] = await shop.ids();
  expect(await shop.done("show", id.slice(0, 5))).toMatch(
    new RegExp(`^Revision: ${id} \\(head\\)\nRevises: <base>\nCreated: .*\nFile: mig/versions/${id}_first\\.ts\n\n    first\n$`, "u"),
  );
  expect(await shop.done("show", "base")).toBe("");
});

describe("init", () => {
  test("writes a configuration that finds the models, once", async () => {
    const project = await tempProject({ "prisma/schema.prisma": prismaSchema(customers) });
    const options = { cwd: project.path, env: { DATABASE_URL: shop.database.url } };
    const started = await runMig(["init"], options);
    expect(started).toMatchObject({ code: 0, stdout: "mig.config.ts\nmig/versions/.gitkeep\n" });
    expect(started.stderr.split("\n")).toContain('next: mig revision -m "first" && mig upgrade head');
    expect(await project.list()).toEqual(["mig", "mig.config.ts", "package.json", "prisma"]);
    expect(await runMig(["revision", "-m", "first"], options)).toMatchObject({ code: 0, stderr: "" });
    const again = await runMig(["init"], options);
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("CONFIG_EXISTS");
    await project.remove();
  });

  test("asks for a database URL only where none is set", async () => {
    const project = await tempProject({ "prisma/schema.prisma": prismaSchema(customers) });
    const { stderr } = await runMig(["init"], { cwd: project.path, env: { DATABASE_URL: "" } });
    expect(stderr).toContain(
      'next: set DATABASE_URL (in the environment or in .env), then run: mig revision -m "first" && mig upgrade head',
    );
    await project.remove();
  });

  test("takes over a database that Prisma Migrate made", async () => {
    const project = await tempProject({
      "prisma/schema.prisma": prismaSchema(customers),
      "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
      "prisma/migrations/1_init/migration.sql": "",
    });
    const database = await createDatabase();
    await database.query(
      "create table customers (id serial constraint customers_pkey primary key, email text not null); create unique index customers_email_key on customers (email); create table _prisma_migrations (id varchar(36) primary key)",
    );
    const mig = (...args: readonly string[]) => runMig(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
    const { stderr } = await mig("init");
    expect(stderr).toContain("next: mig adopt\n");
    expect(stderr).not.toContain("first");
    await database.query(
      "create view adults as select id from customers; create index late on customers (id) where id > 9; create function f() returns int language sql return 1",
    );
    const baseline = await mig("revision", "--from", "empty", "-m", "baseline");
    for (const name of ["view public.adults", "public.customers.late", "function public.f()", "does not make"])
      expect(baseline.stderr).toContain(name);
    expect(baseline.stderr).not.toContain("_prisma_migrations");
    expect(baseline).toMatchObject({ code: 0, stdout: expect.stringContaining("customers") as string });
    expect(baseline.stdout).not.toContain("_prisma_migrations");
    expect(await mig("stamp", "head")).toMatchObject({ code: 0 });
    expect(await mig("check")).toMatchObject({ code: 0 });
    expect(await mig("revision", "-m", "nothing")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("No revision is written") as string,
    });
    await Promise.all([project.remove(), database.drop()]);
  });

  test("a baseline does not wait for a server that does not answer", async () => {
    const project = await tempProject({ "prisma/schema.prisma": prismaSchema(customers) });
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const env = { DATABASE_URL: `postgresql://postgres@127.0.0.1:${port}/x?connect_timeout=600` };
    const init = await runMig(["init"], { cwd: project.path, env });
    expect(init).toMatchObject({ code: 0, stderr: expect.stringMatching(/^reading the database, .*\nmig could not check/u) as string });
    const { code, stdout, stderr } = await runMig(["revision", "--from", "empty", "-m", "baseline"], { cwd: project.path, env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("create table public.customers") as string });
    expect(stderr).toMatch(/^reading the database, .*\nwarning: The database could not be read \(DATABASE_UNREACHABLE\)/mu);
    silent.close();
    await project.remove();
  });

  test("sees that Prisma Migrate made the database where its files are not there", async () => {
    const project = await tempProject({ "prisma/schema.prisma": prismaSchema(customers) });
    const database = await createDatabase();
    await database.query("create schema app; create table app._prisma_migrations (id varchar(36) primary key)");
    const { code, stderr } = await runMig(["init"], { cwd: project.path, env: { DATABASE_URL: database.url } });
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("next: mig adopt\n") as string });
    await Promise.all([project.remove(), database.drop()]);
  });

  test.each([
    {
      files: { "package.json": { type: "module", prisma: { schema: "./db/models.prisma" } }, "db/models.prisma": "" },
      models: `models: "./db/models.prisma"`,
    },
    { files: { "prisma.config.ts": `export default { schema: "db" }`, "db/a.prisma": "" }, models: `models: "db"` },
    { files: { "prisma/schema/a.prisma": "" }, models: `models: "prisma/schema"` },
    { files: { "schema.prisma": "" }, models: `models: "schema.prisma"` },
    { files: {}, models: `// models: "prisma/schema.prisma"` },
  ])("finds $models", async ({ files, models }) => {
    const project = await tempProject(files);
    expect(await runMig(["init"], { cwd: project.path })).toMatchObject({ code: 0 });
    expect(await project.read("mig.config.ts")).toContain(models);
    await project.remove();
  });
});
