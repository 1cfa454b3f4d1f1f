import { expect, test } from "vitest";
import { openShop, prismaSchema, type Shop } from "./shop.ts";

// Directives of a schema.prisma, through the commands.

const product = (lines: string, above = ""): string => `${above}model Product {
  id Int @id
  price Int
${lines}
}
`;

async function withShop(models: string, use: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await openShop(models);
  try {
    await shop.done("revision", "-m", "first");
    await shop.done("upgrade");
    await use(shop);
  } finally {
    await shop.close();
  }
}

const write = (shop: Shop, models: string): Promise<void> => shop.project.write({ "prisma/schema.prisma": prismaSchema(models) });

test("a rename by a directive asks nothing, and one that is not true is a warning with its place", () =>
  withShop(product("  name String"), async (shop) => {
    await shop.database.query(`insert into "Product" values (1, 2, 'a')`);
    await write(shop, product("  /// @mig.renamedFrom(name)\n  title String"));
    expect(await shop.done("diff", "db", "models", "--format", "sql")).toContain(
      'alter table public."Product" rename column name to title;',
    );
    expect(await shop.done("diff", "models", "db", "--format", "sql")).toContain(
      'alter table public."Product" rename column title to name;',
    );
    expect(await shop.done("revision", "-m", "title")).toContain("rename column public.Product.name to title");
    await shop.done("upgrade");
    expect(await shop.database.query('select title from "Product"')).toEqual([{ title: "a" }]);
    expect(await shop.mig("check")).toMatchObject({ code: 0, stderr: "" });
    await shop.database.query('alter table "Product" add column name text');
    const { code, stderr } = await shop.mig("check");
    expect(code).toBe(4);
    expect(stderr).toMatch(/prisma\/schema\.prisma:8:7.*This rename did not happen/u);
  }));

test("a rename by a directive between two files", () =>
  withShop(product("  name String"), async (shop) => {
    await shop.project.write({
      "old.prisma": prismaSchema(product("  name String")),
      "new.prisma": prismaSchema(product("  name String", "/// @mig.renamedFrom(Product)\n").replace("model Product", "model Article")),
    });
    expect(await shop.done("diff", "old.prisma", "new.prisma", "--format", "sql")).toContain(
      'alter table public."Product" rename to "Article";\nalter table public."Article" rename constraint',
    );
  }));

test("a directive with a mistake is an error with its place", () =>
  withShop(product(""), async (shop) => {
    await write(shop, product("", "/// What we sell.\n/// @mig.chek(price > 0)\n"));
    const { code, stderr } = await shop.mig("check");
    expect(code).toBe(2);
    expect(stderr).toMatch(/mig knows no directive @mig\.chek\. Did you mean @mig\.check\?\n *at prisma\/schema\.prisma:6:5/u);
    expect((await shop.json("check")).error).toMatchObject({
      code: "MODELS_INVALID",
      place: { file: "prisma/schema.prisma", line: 6, column: 5 },
    });
  }));

test("what is remembered of a schema knows its directives", () =>
  withShop(product("  many Tag[]", "/// @mig.check(price > 0)\n") + "model Tag {\n  id Int @id\n  some Product[]\n}\n", async (shop) => {
    expect(await shop.mig("check")).toMatchObject({ code: 0, stderr: "" });
    expect(await shop.mig("check")).toMatchObject({ code: 0, stderr: "" });
    await write(shop, product("  many Label[]") + "/// @mig.renamedFrom(Tag)\nmodel Label {\n  id Int @id\n  some Product[]\n}\n");
    const first = await shop.done("diff", "db", "models");
    expect(first).toContain("drop check public.Product.Product_price_check");
    expect(first).toContain("rename table public._ProductToTag to _LabelToProduct");
    expect(await shop.done("diff", "db", "models")).toBe(first);
  }));

test("documentation becomes comments where the configuration says so", () =>
  withShop(product("  /// its name\n  name String", "/// What we sell.\n"), async (shop) => {
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    await shop.project.write({ "mig.config.ts": 'export default { models: "prisma/schema.prisma", comments: true };\n' });
    expect(await shop.done("revision", "-m", "comments")).toMatch(/set comment public\.Product\.name\n.*set comment public\.Product\n/u);
    await shop.done("upgrade");
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    expect(await shop.database.query(`select obj_description('"Product"'::regclass) as text`)).toEqual([{ text: "What we sell." }]);
    await shop.project.write({ "mig.config.ts": 'export default { models: "prisma/schema.prisma", comments: 1 };\n' });
    expect(await shop.json("check")).toMatchObject({ code: 2, error: { code: "CONFIG_INVALID" } });
  }));

test("beside files of SQL, a directive says all of its index", () =>
  withShop(product("  name String"), async (shop) => {
    const declared = "/// @mig.index(name, include: [price], where: price > 0)\n/// @mig.check(price > 0)\n";
    await shop.project.write({
      "db/price.sql": 'create view prices as select price from "Product";\n',
      "mig.config.ts": 'import { sql } from "@migts/core";\n\nexport default { models: ["prisma/schema.prisma", sql("db")] };\n',
    });
    await write(shop, product("  name String", declared));
    const written = await shop.done("revision", "-m", "both");
    expect(written).toContain("create index public.Product.Product_name_price_idx");
    expect(written).toContain("create view public.prices");
    await shop.done("upgrade");
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    expect(await shop.database.query("select indexdef from pg_indexes where indexname = 'Product_name_price_idx'")).toEqual([
      { indexdef: 'CREATE INDEX "Product_name_price_idx" ON public."Product" USING btree (name) INCLUDE (price) WHERE (price > 0)' },
    ]);
    await write(shop, product("  name String"));
    const gone = await shop.done("diff", "db", "models");
    expect(gone).toContain("drop index public.Product.Product_name_price_idx");
    expect(gone).toContain("drop check public.Product.Product_price_check");
    expect(gone.trim().split("\n")).toHaveLength(2);
    await write(shop, product("  /// @mig.renamedFrom(name)\n  title String"));
    expect(await shop.done("diff", "db", "models")).toContain("rename column public.Product.name to title");
  }));
