import { runMig, startMig } from "@migts/testkit";
import { expect, test } from "vitest";
import { prismaSchema, withShop, writeModels, customers, type Shop } from "./shop.ts";

// Models from a schema.prisma and from SQL, through the configuration.

/** An adapter as a team would write it: indexes whose names begin with sql_, in a file of SQL. */
const adapter = `import { readFileSync } from "node:fs";
import { objectsOf, refKey, schemaOf } from "@migts/core/adapter";

export const sqlIndexes = (file) => ({
  name: "sql",
  load: async ({ scratch }) => {
    const text = readFileSync(new URL(file, import.meta.url), "utf8");
    const database = await scratch();
    console.error("the scratch database is there");
    const before = new Set([...objectsOf(await database.read())].map(refKey));
    await database.run(text);
    const added = [...objectsOf(await database.read())].filter((object) => !before.has(refKey(object)));
    return {
      schema: schemaOf(added),
      scope: { covers: ({ kind, name }) => kind === "index" && name.startsWith("sql_"), adopt: (wanted) => wanted },
      diagnostics: [],
      placeOf: ({ name }) => ({ file, line: text.slice(0, text.indexOf(name)).split("\\n").length }),
    };
  },
});

/** The same from a list of objects, with no database. */
export const given = (objects) => ({
  name: "given",
  load: async () => ({
    schema: schemaOf(objects),
    scope: { covers: ({ kind, name }) => kind === "index" && name.startsWith("sql_"), adopt: (wanted) => wanted },
    diagnostics: [],
    placeOf: () => ({ file: "mig.config.mjs", line: 7 }),
  }),
});
`;

async function withModels(shop: Pick<Shop, "project">, models: string): Promise<void> {
  await shop.project.write({
    "mig.config.ts": `import { given, sqlIndexes } from "./sql-models.mjs";\n\nexport default { models: ${models} };\n`,
  });
}

const both = '["prisma/schema.prisma", sqlIndexes("indexes.sql")]';
const byLower = "create index sql_lower on customers (lower(email));";
const indexNames = async ({ database }: Shop): Promise<readonly string[]> =>
  (await database.query<{ name: string }>("select indexname::text as name from pg_indexes where tablename = 'customers' order by 1")).map(
    ({ name }) => name,
  );

test("an index in SQL on a table of a schema.prisma: added, kept, dropped, and back", async () => {
  await withShop(async (shop) => {
    const { done, project } = shop;
    await project.write({ "sql-models.mjs": adapter, "indexes.sql": `-- by hand\n${byLower}\n` });
    await withModels(shop, both);
    await done("revision", "-m", "first");
    await done("upgrade");
    expect(await indexNames(shop)).toEqual(["customers_email_key", "customers_pkey", "sql_lower"]);
    await done("check");

    await project.write({ "indexes.sql": "" });
    expect(await done("revision", "-m", "no index")).toContain("drop index public.customers.sql_lower");
    await done("upgrade");
    expect(await indexNames(shop)).toEqual(["customers_email_key", "customers_pkey"]);
    await done("check");
    await done("downgrade", "-1");
    expect(await indexNames(shop)).toEqual(["customers_email_key", "customers_pkey", "sql_lower"]);
    expect(await shop.mig("diff", "db", "models", "--exit-code")).toMatchObject({ code: 4 });
    await project.write({ "indexes.sql": byLower });
    expect(await shop.mig("diff", "db", "models", "--exit-code")).toMatchObject({ code: 0, stdout: "" });
  });
});

test("the order of the sources does not matter where none builds on the other", async () => {
  await withShop(async (shop) => {
    await shop.project.write({ "sql-models.mjs": adapter });
    const index = '{ kind: "index", schema: "public", table: "customers", name: "sql_email", columns: [{ column: "email" }] }';
    for (const models of [`["prisma/schema.prisma", given([${index}])]`, `[given([${index}]), "prisma/schema.prisma"]`]) {
      await withModels(shop, models);
      expect(await shop.done("diff", "empty", "models", "--format", "sql")).toMatch(/create table[^]*create index sql_email/u);
    }
  });
});

test("one object in two sources: an error with both places", async () => {
  await withShop(async (shop) => {
    await shop.project.write({ "sql-models.mjs": adapter });
    await withModels(shop, `["prisma/schema.prisma", given([{ kind: "table", schema: "public", name: "customers" }])]`);
    const { error, code } = await shop.json("check");
    expect({ code, found: error?.code, message: error?.message }).toEqual({
      code: 2,
      found: "MODELS_INVALID",
      message: expect.stringMatching(
        /table public\.customers: prisma \(prisma\/schema\.prisma:5\) and given \(mig\.config\.mjs:7\)/u,
      ) as string,
    });
  });
});

test("two schemas of Prisma side by side", async () => {
  await withShop(async (shop) => {
    await shop.project.write({ "sql-models.mjs": adapter, "more.prisma": prismaSchema("model Order {\n  id Int @id\n}") });
    await withModels(shop, '["prisma/schema.prisma", "more.prisma"]');
    await shop.done("revision", "-m", "both");
    await shop.done("upgrade");
    await shop.done("check");
    await writeModels(shop, customers.replace("email", "mail"));
    expect(await shop.done("revision", "-m", "mail", "--no-rename")).not.toContain("Order");
    await shop.project.write({ "more.prisma": prismaSchema(customers) });
    expect((await shop.mig("diff", "db", "models")).stderr).toMatch(
      /Two model sources define table public\.customers: prisma \(prisma\/schema\.prisma:5\) and prisma \(more\.prisma:5\)/u,
    );
  });
});

test("a server that does not create databases is said before anything happens", async () => {
  await withShop(async (shop) => {
    await shop.project.write({ "sql-models.mjs": adapter, "indexes.sql": byLower });
    await withModels(shop, `${both}, scratchUrl: "postgresql://127.0.0.1:1/none"`);
    const { error } = await shop.json("revision", "-m", "first");
    expect(error).toMatchObject({ code: "DATABASE_UNREACHABLE", message: expect.stringContaining("scratchUrl") as string });
    expect(await shop.project.list("mig/versions")).toEqual([]);
  });
});

test("where no database is configured, the scratch database is created beside the one that is compared", async () => {
  await withShop(async ({ project, database }) => {
    await project.write({ "sql-models.mjs": adapter, "indexes.sql": byLower });
    await withModels({ project }, both);
    const run = (...args: readonly string[]) => runMig(args, { cwd: project.path, env: { DATABASE_URL: "" } });
    expect(await run("diff", database.url, "models")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("create index public.customers.sql_lower") as string,
    });
    // no database is to be matched, so PGlite will do
    expect(await run("diff", "empty", "models")).toMatchObject({ code: 0, stdout: expect.stringContaining("sql_lower") as string });
  });
});

test("Ctrl-C while a source works in its scratch database: that is dropped", async () => {
  await withShop(async ({ project, database }) => {
    await project.write({ "sql-models.mjs": adapter, "indexes.sql": "select pg_sleep(60)" });
    await withModels({ project }, both);
    await database.query(`create role ${database.name} superuser login password 'own'`); // by it the scratch database is told from others
    const url = new URL(database.url);
    [url.username, url.password] = [database.name, "own"];
    const run = startMig(["diff", "db", "models", "--json"], { cwd: project.path, env: { DATABASE_URL: url.href } });
    await run.waitForOutput(/the scratch database is there/u);
    run.kill("SIGINT");
    const { code, stdout } = await run.done;
    expect({ code, error: (JSON.parse(stdout) as { readonly error: unknown }).error }).toMatchObject({
      code: 130,
      error: { code: "INTERRUPTED", exitCode: 130 },
    });
    expect(await database.query(`select datname from pg_database where pg_get_userbyid(datdba) = '${database.name}'`)).toEqual([]);
    await database.query(`drop role ${database.name}`);
  });
});
