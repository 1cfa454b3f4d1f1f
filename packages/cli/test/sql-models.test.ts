import { rm } from "node:fs/promises";
import path from "node:path";
import { startMig } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { expect, test } from "vitest";
import { customers, prismaSchema, withShop, writeModels, type Shop } from "./shop.ts";

// A schema.prisma with files of SQL beside it: what Prisma has no words for is in SQL, also on Prisma's own tables.

const config = `import { defineConfig, sql } from "@migts/core";

export default defineConfig({ models: ["prisma/schema.prisma", sql("db/**/*.sql")] });
`;

const views = "create view customer_mails as select id, email from customers where id > 0;\n";

/** All on a table of Prisma's. */
const onTable = `
alter table customers enable row level security;
alter table customers set (fillfactor = 70);
create policy own on customers using (email = current_user);
create index customers_lower on customers (lower(email));
alter table customers add constraint has_at check (email like '%@%');
alter table customers replica identity full;
comment on column customers.email is 'where they are written to';
alter table customers alter column email set statistics 500;
`;

async function withSql(shop: Shop, files: Readonly<Record<string, string>>): Promise<void> {
  await shop.project.write({ "mig.config.ts": config, ...files });
}

async function inSync({ mig }: Shop): Promise<void> {
  const { code, stdout, stderr } = await mig("check");
  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: expect.stringContaining("agree") as string });
}

/** Writes a revision and applies it. Gives its summary. */
async function step({ done }: Shop, message: string): Promise<string> {
  const text = await done("revision", "-m", message);
  await done("upgrade");
  return text;
}

test("objects on a table of Prisma's: created, kept beside changes of the model, and taken away again", async () => {
  await withShop(async (shop) => {
    await withSql(shop, { "db/on.sql": onTable, "db/views/mails.sql": views });
    const first = await step(shop, "first");
    expect(first).toMatch(/create table public\.customers/u);
    expect(first).toMatch(/create view public\.customer_mails/u);
    await inSync(shop);
    expect(
      await shop.database.query(
        "select relrowsecurity as secured, relreplident as identity, reloptions as options from pg_class where relname = 'customers'",
      ),
    ).toEqual([{ secured: true, identity: "f", options: ["fillfactor=70"] }]);

    // a change of the model touches nothing of the SQL
    await writeModels(shop, customers.replace("@unique\n", "@unique\n  name  String?\n"));
    expect(await step(shop, "name")).toMatch(/add column public\.customers\.name/u);
    await inSync(shop);

    // what is taken out of the files goes, with Prisma's table as it was
    await shop.project.write({ "db/on.sql": "-- nothing\n", "db/views/mails.sql": "" });
    const gone = await step(shop, "gone");
    for (const word of [
      "drop view",
      "drop policy",
      "row security",
      "customers_lower",
      "has_at",
      "replica identity",
      "table storage",
      "comment",
      "statistics",
    ])
      expect(gone.toLowerCase()).toContain(word);
    await inSync(shop);
    expect(
      await shop.database.query(
        "select relrowsecurity as secured, relreplident as identity, reloptions as options from pg_class where relname = 'customers'",
      ),
    ).toEqual([{ secured: false, identity: "d", options: null }]);
    await shop.done("downgrade", "-1");
    await withSql(shop, { "db/on.sql": onTable, "db/views/mails.sql": views });
    expect(await shop.mig("diff", "db", "models", "--exit-code")).toMatchObject({ code: 0, stdout: "" });
  });
});

test("SQL has the last word about an object of Prisma's that it changes or drops", async () => {
  await withShop(async (shop) => {
    await withSql(shop, {
      "db/a.sql": `alter table customers alter column email type varchar(200);
        alter table customers alter column email set default 'nobody@nowhere';
        drop index customers_email_key;
        create unique index customers_email_key on customers (lower(email));`,
    });
    await step(shop, "first");
    await inSync(shop);
    expect(await shop.database.query("select indexdef from pg_indexes where indexname = 'customers_email_key'")).toEqual([
      { indexdef: expect.stringContaining("lower((email)::text)") as string },
    ]);
    // Prisma still has its word about the rest
    await writeModels(shop, customers.replace("Int    @id", "BigInt @id"));
    expect(await step(shop, "big")).toMatch(/customers\.id/u);
    await inSync(shop);
    // and about all, where SQL says nothing any more
    await shop.project.write({ "db/a.sql": "" });
    await step(shop, "back");
    await inSync(shop);
    expect(
      await shop.database.query(
        "select format_type(atttypid, atttypmod) as type, atthasdef as has_default from pg_attribute where attrelid = 'customers'::regclass and attname = 'email'",
      ),
    ).toEqual([{ type: "text", has_default: false }]);
  });
});

test("what is made by hand is dropped once SQL could say it, and is not before", async () => {
  await withShop(async (shop) => {
    await step(shop, "first");
    await shop.database.query(
      "create index by_hand on customers (lower(email)); create view hand_made as select 1 as a; create schema other; create table other.t (a int)",
    );
    await inSync(shop);
    await withSql(shop, { "db/a.sql": views });
    const { data } = await shop.json("check");
    expect(JSON.stringify(data)).toMatch(/dropIndex.*dropView/u);
    expect(data).toMatchObject({ leftAlone: ["other"] });
    expect(JSON.stringify(data)).not.toContain('"schema":"other"');
    await withSql(shop, {
      "mig.config.ts": config.replace('"db/**/*.sql"', '"db/**/*.sql", { leaves: ({ name }) => /^(?:by_hand|hand_made)$/u.test(name) }'),
    });
    const { data: left } = await shop.json("check");
    expect(left).toMatchObject({ operations: [{ operation: { kind: "createView" } }], leftAlone: ["other"] });
  });
});

test("SQL before a schema.prisma that builds on it, and after it", async () => {
  const models = 'model Doc {\n  id   Int @id\n  mail Unsupported("citext")\n}\n';
  await withShop(async (shop) => {
    await shop.project.write({
      "mig.config.ts": `import { defineConfig, sql } from "@migts/core";

export default defineConfig({ models: [sql("before.sql"), "prisma/schema.prisma", sql("after")] });
`,
      "before.sql": "create extension citext;",
      "after/a.sql": 'create function mails() returns bigint language sql begin atomic select count(mail) from "Doc"; end;',
    });
    expect(await step(shop, "first")).toMatch(/create extension citext[^]*create table public\.Doc[^]*create function/u);
    await inSync(shop);
    await shop.project.write({ "after/a.sql": "" });
    expect(await step(shop, "none")).toMatch(/drop function/u);
    await inSync(shop);
  }, models);
});

test("a path in the configuration that ends in .sql is SQL", async () => {
  await withShop(async (shop) => {
    await shop.project.write({ "mig.config.ts": `export default { models: ["prisma/schema.prisma", "db/*.sql"] };`, "db/a.sql": views });
    expect(await step(shop, "first")).toContain("customer_mails");
    await shop.project.write({ "db/a.sql": "create view broken as select nothing from customers;" });
    const { error, code } = await shop.json("check");
    expect({ code, error }).toMatchObject({
      code: 2,
      error: { code: "MODELS_INVALID", message: expect.stringContaining('column "nothing" does not exist') as string },
    });
    expect((await shop.mig("check")).stderr).toContain("db/a.sql:1");
  });
});

test("Ctrl-C while files run in the scratch database: it is dropped", async () => {
  await withShop(async (shop) => {
    const { project, database } = shop;
    await withSql(shop, { "db/a.sql": "create table begun (a int);\ndo $$ begin perform pg_sleep(60); end $$;\n" });
    await database.query(`create role ${database.name} superuser login password 'own'`); // by it the scratch database is told from others
    const url = new URL(database.url);
    [url.username, url.password] = [database.name, "own"];
    const made = async (): Promise<readonly object[]> =>
      database.query(`select from pg_database where pg_get_userbyid(datdba) = '${database.name}'`);
    const run = startMig(["diff", "db", "models", "--json"], { cwd: project.path, env: { DATABASE_URL: url.href } });
    await expect
      .poll(async () => database.query(`select from pg_stat_activity where wait_event = 'PgSleep' and usename = '${database.name}'`), {
        timeout: 30_000,
      })
      .toHaveLength(1);
    expect(await made()).toHaveLength(1);
    run.kill("SIGINT");
    expect((await run.done).code).toBe(130);
    expect(await made()).toEqual([]);
    await database.query(`drop role ${database.name}`);
  });
});

test("mig diff takes files, folders and patterns of SQL on either side", async () => {
  await withShop(async ({ project, database }) => {
    await project.write({
      "mig.config.ts": "export default {};",
      "a/1.sql": "create table t (id int primary key);",
      "b/deep/1.sql": "create table t (id bigint primary key);",
      "b/2.sql": "create schema app; create view app.v as select * from public.t;",
      "p/schema.prisma": prismaSchema(customers),
    });
    const run = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await migHere(["diff", ...args], { cwd: project.path, env: { DATABASE_URL: database.url } });
      if (code !== 0) throw new Error(stderr);
      return stdout;
    };
    expect(await run("a", "b", "--format", "sql")).toMatch(/alter table public\.t alter column id[^]*create view app\.v/u);
    expect(await run("b", "a/*.sql", "--format", "sql")).toMatch(/drop view app\.v[^]*drop schema app/u);
    expect(await run("a/1.sql", database.url, "--format", "sql")).toMatch(/drop table public\.t/u);
    expect(await run("db", "a/1.sql", "--format", "sql")).toMatch(/create table public\.t/u);
    expect(await run("empty", "b/2.sql").catch((error: unknown) => String(error))).toMatch(/relation "public.t" does not exist/u);
    expect(await run("p", "a")).toMatch(/customers/u);
    await database.query("create table t (id int primary key)");
    expect(await run("db", "a")).toBe("");
  });
});

test("mig init --from-database: the design as files, from which nothing differs", async () => {
  await withShop(async ({ project, database }) => {
    await Promise.all(["mig.config.ts", "prisma/schema.prisma"].map((file) => rm(path.join(project.path, file))));
    await database.query(
      `create schema app; create type app.mood as enum ('sad'); create view v as select 1 as id; create type shell;
       create table app.t (id int primary key, mood app.mood default 'sad', name varchar(9) default 'x', at timestamptz default now()); create or replace view v as select id from app.t`,
    );
    const run = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
    const { code, stdout, stderr } = await run("init", "--from-database");
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/type public\.shell/u) as string });
    expect(stdout.split("\n").filter((line) => line.startsWith("db"))).toEqual([
      "db/not-written.sql",
      "db/schemas/app.sql",
      "db/tables/app.t.sql",
      "db/types/app.mood.sql",
      "db/views/v.sql",
    ]);
    const table = await project.read("db/tables/app.t.sql");
    expect(table).toContain("mood app.mood default 'sad',\n  name character varying(9) default 'x',");
    expect(await project.read("mig.config.ts")).toContain('import { defineConfig, sql } from "@migts/core";');
    expect(await project.read("mig.config.ts")).toContain('models: sql("db/**/*.sql"),');
    expect(await project.read("db/not-written.sql")).toContain("type public.shell");
    await run("revision", "--from", "empty", "-m", "baseline");
    await run("stamp", "head");
    expect((await run("check")).code).toBe(6); // the type is in no file
    await database.query("drop type shell");
    expect(await run("check")).toMatchObject({ code: 0 });
    await rm(path.join(project.path, "db/views/v.sql"));
    expect((await run("revision", "-m", "no view")).stdout).toContain("drop view public.v");
    await rm(path.join(project.path, "mig.config.ts"));
    expect(await run("init", "--from-database")).toMatchObject({ code: 2, stderr: expect.stringContaining("DESIGN_EXISTS") as string });
    expect(await run("init", "--models", "db")).toMatchObject({ code: 0 });
    expect(await project.read("mig.config.ts")).toContain('models: sql("db/**/*.sql"),');
  });
});

test("mig init --from-database leaves alone what it is told to, and the configuration says so", async () => {
  await withShop(async ({ project, database }) => {
    await Promise.all(["mig.config.ts", "prisma/schema.prisma"].map((file) => rm(path.join(project.path, file))));
    await database.query(
      `create schema audit; create table audit.log (id int); create table t (id int primary key); create index tmp_i on t (id);
       create schema auth; create table auth.users (id int); create schema cron; create type audit.shell`,
    );
    const run = (...args: readonly string[]) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
    const wrong = await run("init", "--from-database", "--preset", "supabse");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/CONFIG_INVALID[^]*did you mean "supabase"/u) as string });
    const flags = ["--exclude", "schema:audit", "--exclude", "audit.*", "--exclude", "index:tmp_*", "--preset", "supabase"];
    const { code, stdout, stderr } = await run("init", "--from-database", ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("does not model") as string });
    expect(stdout.split("\n").filter((line) => line.startsWith("db"))).toEqual(["db/tables/t.sql"]);
    expect(await project.read("db/tables/t.sql")).not.toContain("tmp_i");
    const written = await project.read("mig.config.ts");
    expect(written).toContain('presets: ["supabase"],');
    expect(written).toContain('exclude: ["schema:audit", "audit.*", "index:tmp_*"],');
    await run("revision", "--from", "empty", "-m", "baseline");
    await run("stamp", "head");
    expect(await run("check")).toMatchObject({ code: 0 });
  });
});
