import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase, runProcess } from "@migts/testkit";
import { openShop, prismaSchema, revisionFile, tablesOf, type Shop } from "./shop.ts";

// Tables that mig made are its own under whatever name, then or now, and so are Alembic's.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop('model Customer {\n  id Int @id\n\n  @@map("customers")\n}\n');
});
afterEach(() => shop.close());

const config = (tables: string): Promise<void> =>
  shop.project.write({ "mig.config.ts": `export default { models: "prisma/schema.prisma", ${tables} };\n` });
const customers = revisionFile("aa11", {
  upgrade: 'op.execute("create table customers (id int, constraint customers_pkey primary key (id))");',
  downgrade: 'op.execute("drop table customers");',
});

test("under every name that a configuration ever gave them, they are in no comparison and never dropped", async () => {
  await shop.project.write(customers);
  for (const tables of [
    'versionTable: { name: "my_versions" }',
    "",
    'logTable: { name: "what_ran" }',
    'versionTable: { schema: "mig" }',
    'versionTable: { schema: "mig", name: "v" }, logTable: { schema: "ops", name: "Log Book" }',
  ]) {
    await config(tables);
    await shop.done(tables.startsWith("versionTable: { name") ? "upgrade" : "stamp", "head");
  }
  expect(await tablesOf(shop.database)).toEqual([
    "mig.alembic_version",
    "mig.mig_log",
    "mig.v",
    "ops.Log Book",
    "public.alembic_version",
    "public.customers",
    "public.mig_log",
    "public.my_versions",
    "public.my_versions_mig_log",
    "public.what_ran",
  ]);
  await shop.database.query("comment on table my_versions is 'old'; create index on my_versions_mig_log (revision)");
  expect(await shop.mig("check")).toMatchObject({ code: 0 });
  expect(await shop.done("revision", "-m", "nothing")).toContain("No revision is written");
  const other = await createDatabase({ setup: "create table customers (id int, constraint customers_pkey primary key (id))" });
  for (const sides of [
    ["db", other.url],
    [other.url, "db"],
    ["db", "models"],
    ["models", "db"],
  ])
    expect(await shop.done("diff", ...sides), sides.join(" ")).toBe("");
  expect(await shop.done("diff", "db", "empty")).not.toMatch(/version|log|ran|schema/iu);
  await other.drop();
});

test("models that name them, as Prisma's db pull writes, are not asked to create them", async () => {
  await config("");
  await shop.project.write({
    ...customers,
    "prisma/schema.prisma": prismaSchema(
      'model Customer {\n  id Int @id\n\n  @@map("customers")\n}\n\nmodel alembic_version {\n  version_num String @id(map: "alembic_version_pkc") @db.VarChar(32)\n}\n',
    ),
  });
  await shop.done("upgrade");
  expect(await shop.mig("check")).toMatchObject({ code: 0 });
});

test("a table of the user's that only resembles them is compared", async () => {
  await config("");
  await shop.project.write(customers);
  await shop.done("upgrade");
  await shop.database.query(
    "create table versions (version_num varchar(32) not null, note text); create table builds (mig_version text, revision text, direction text)",
  );
  expect(await shop.done("diff", "db", "models")).toMatch(/drop table public\.versions[^]*drop table public\.builds/u);
});

const python = process.env["MIG_ALEMBIC_PYTHON"] ?? "/usr/bin/python3";
const mako = ["revision = ${repr(up_revision)}", "down_revision = ${repr(down_revision)}", "def upgrade():", "    ${upgrades}", ""].join(
  "\n",
);
const hasAlembic = spawnSync(python, ["-c", "import alembic, psycopg2"]).status === 0;

test.skipIf(!hasAlembic)("the lines of the README keep Alembic's autogenerate from dropping the log", async () => {
  await config("");
  await shop.project.write({
    ...customers,
    "alembic.ini": "[alembic]\nscript_location = peer\n",
    "peer/script.py.mako": mako,
    "peer/versions/aa11.py": 'revision = "aa11"\ndown_revision = None\ndef upgrade(): pass\n',
  });
  await shop.done("upgrade");
  const readme = await runProcess("cat", [new URL("../../../README.md", import.meta.url).pathname]);
  const lines = /```python\n([^]*?)```/u.exec(readme.stdout)?.[1] ?? "";
  expect(lines).toContain("include_name");
  const generated = async (hook: string, call: string): Promise<string> => {
    await shop.project.write({
      "peer/env.py": `import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, MetaData\n${hook}\nwith create_engine(os.environ["PEER_URL"]).connect() as connection:\n    context.configure(connection=connection, target_metadata=MetaData()${call})\n    with context.begin_transaction():\n        context.run_migrations()\n`,
    });
    const made = await runProcess(python, ["-m", "alembic", "revision", "--autogenerate", "--rev-id", `r${call.length}`], {
      cwd: shop.project.path,
      env: { PEER_URL: shop.database.url },
    });
    expect(made.code, made.stderr).toBe(0);
    const file = `peer/versions/r${call.length}_.py`;
    const text = await shop.project.read(file);
    await rm(path.join(shop.project.path, file));
    return text;
  };
  expect(await generated("", "")).toContain("drop_table('mig_log')");
  expect(
    await generated(
      lines
        .split("\n")
        .filter((line) => !line.startsWith("context.configure"))
        .join("\n"),
      ", include_name=include_name",
    ),
  ).not.toContain("mig_log");
});
