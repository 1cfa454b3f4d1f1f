import { expect, test } from "vitest";
import { customers, withShop, writeModels, type Shop } from "./shop.ts";

// What the configuration leaves alone, ignores, names and changes, as the commands tell it.

const withConfig = ({ project }: Shop, settings: string, models = '"prisma/schema.prisma"'): Promise<void> =>
  project.write({
    "mig.config.ts": `import { defineConfig, sql } from "@migts/core";\nexport default defineConfig({ models: ${models}, ${settings} });\n`,
  });

const run = async ({ database }: Shop, sql: string): Promise<void> => void (await database.query(sql));

test("what is left alone is counted, named with -v, and in JSON", async () => {
  await withShop(async (shop) => {
    await withConfig(shop, 'exclude: ["legacy_*"]', '"db"');
    await shop.project.write({ "db/t.sql": "create table t (id int primary key);\n" });
    await run(shop, "create table t (id int primary key); create table legacy_a (id int); create table legacy_b (id int)");
    const checked = await shop.mig("check", "-v");
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stderr).toContain("left alone by configuration: 2 objects");
    expect(checked.stderr).toContain("table public.legacy_a (exclude)");
    expect((await shop.mig("diff", "db", "models")).stderr).toContain("left alone by configuration: 2 objects (-v names them)");
    expect((await shop.json("check")).data).toMatchObject({
      inSync: true,
      leftByConfiguration: [
        { object: "table public.legacy_a", by: "exclude" },
        { object: "table public.legacy_b", by: "exclude" },
      ],
    });
    expect((await shop.json("diff", "db", "empty")).data).toMatchObject({ operations: [{ operation: { kind: "dropTable", name: "t" } }] });
  });
});

test("a change that what is left alone stands in the way of is refused before anything is written", async () => {
  await withShop(async (shop) => {
    await withConfig(shop, 'exclude: ["v"]', '"db"');
    await shop.project.write({ "db/t.sql": "create table t (id bigint primary key);\n" });
    await run(shop, "create table t (id int primary key); create view v as select id from t");
    const refused = await shop.json("revision", "-m", "x");
    expect(refused).toMatchObject({ code: 1, error: { code: "LEFT_ALONE_IN_THE_WAY" } });
    expect(refused.error?.message).toContain("drop view public.v: view public.v");
    expect(await shop.ids()).toEqual([]);
    expect(await shop.json("diff", "db", "models")).toMatchObject({ code: 0 });
    expect(await shop.mig("diff", "db", "models", "--format", "sql")).toMatchObject({ code: 1 });
    const checked = await shop.mig("check");
    expect(checked.code).toBe(4);
    expect(checked.stdout).toContain("IN THE WAY: view public.v (left alone by configuration)");
  });
});

test("a baseline does not name what is left alone among what it lacks", async () => {
  await withShop(async (shop) => {
    await run(shop, "create view legacy_v as select 1 as a; create view v as select 1 as a");
    await withConfig(shop, 'exclude: ["legacy_*"]');
    const { code, stderr } = await shop.mig("revision", "--from", "empty", "-m", "baseline");
    expect(code).toBe(0);
    expect(stderr).toContain("view public.v");
    expect(stderr).not.toContain("legacy_v");
  });
});

test("Prisma's names by convention, and a rename of what has others", async () => {
  await withShop(async (shop) => {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await withConfig(shop, 'naming: { primaryKey: "pk_{table}", uniqueIndex: "uq_{table}_{columns}" }');
    expect(await shop.done("revision", "-m", "names")).toMatch(/rename constraint .*pk_customers[^]*rename index .*uq_customers_email/u);
    await shop.done("upgrade");
    expect((await shop.mig("check")).code).toBe(0);
    await shop.done("downgrade", "-1");
    await shop.done("upgrade");
    expect((await shop.mig("check")).code).toBe(0);
  });
});

test("beforeWrite changes the revision and the check, and says so", async () => {
  await withShop(async (shop) => {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await withConfig(shop, 'beforeWrite: ({ upgrade }) => ({ upgrade: upgrade.filter(({ kind }) => kind !== "dropColumn") })');
    await writeModels(shop, customers.replace("  email String @unique\n", "  age   Int?\n"));
    const written = await shop.mig("revision", "-m", "second");
    expect(written).toMatchObject({ code: 0 });
    expect(written.stderr).toContain("beforeWrite in the configuration removed: drop column public.customers.email");
    expect(written.stdout).not.toContain("drop column");
    await shop.done("upgrade");
    const checked = await shop.json("check");
    expect(checked).toMatchObject({ code: 0, data: { inSync: true, beforeWrite: { removed: [{ kind: "dropColumn" }] } } });
    await shop.done("downgrade", "-1");
    await withConfig(shop, 'beforeWrite: () => ({ upgrade: [{ kind: "dropTabel" }] })');
    await shop.project.write({ "mig/versions/.keep": "" });
    await shop.done("upgrade");
    expect(await shop.json("revision", "-m", "third")).toMatchObject({ code: 2, error: { code: "BEFORE_WRITE_INVALID" } });
  });
});

test.each([
  ['exclude: ["a.b.c.d"]', "exclude[0]"],
  ["exclude: [{ tabel: 'x' }]", "exclude[0]"],
  ["include: 'x'", "include"],
  ['presets: ["supbase"]', "presets[0]"],
  ["ignore: [{ kind: 'column' }]", "ignore[0]"],
  ['naming: { index: "{nope}" }', "naming.index"],
  ['naming: { idx: "x" }', "naming.idx"],
  ['beforeWrite: "x"', "beforeWrite"],
])("%s is refused with its key", async (settings, key) => {
  await withShop(async (shop) => {
    await withConfig(shop, settings);
    expect(await shop.json("config")).toMatchObject({
      code: 2,
      error: { code: "CONFIG_INVALID", message: expect.stringContaining(`${key} `) as string },
    });
  });
});

test("mig config shows what holds, without passwords", async () => {
  await withShop(async (shop) => {
    await withConfig(
      shop,
      'presets: ["neon"], exclude: [/x/.source, ({ name }) => name === "y"], scratchUrl: "postgresql://me:secret@host/db"',
    );
    const { stdout } = await shop.mig("config");
    expect(stdout).toContain("configuration: mig.config.ts");
    expect(stdout).toContain('presets: ["neon"]');
    expect(stdout).toContain('exclude: ["x","a function"]');
    expect(stdout).not.toContain("secret");
    expect((await shop.json("config")).data).toMatchObject({ file: "mig.config.ts", settings: { presets: ["neon"] } });
  });
});
