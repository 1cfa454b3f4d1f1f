import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { openShop, revisionFile, type Shop } from "./shop.ts";

// Several environments in one configuration, tags, templates of revisions, and databases that Alembic manages.

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.project.write({ "mig.config.ts": "export default {};\n" });
});
afterEach(() => shop.close());

test("an environment has its own folder, table and database; what it does not say holds for all", async () => {
  const other = await createDatabase();
  const config = `export default ({ name }) => ({ slugLength: 5, versions: "mig/versions", environments: { billing: { versions: "billing", url: ${JSON.stringify(other.url)}, versionTable: { name: "billing_version" } } }, timezone: name === undefined ? "UTC" : "Asia/Tokyo" });\n`;
  await shop.project.write({ "mig.config.ts": config });
  await shop.done("revision", "-m", "shop here", "--rev-id", "aaaa");
  expect(await shop.done("-n", "billing", "revision", "-m", "start of it", "--rev-id", "bbbb")).toBe("billing/bbbb_start.ts\n");
  expect(await shop.project.read("billing/bbbb_start.ts")).toContain("+09:00");
  expect(await shop.done("heads")).toContain("aaaa");
  expect(await shop.done("heads", "--name", "billing")).toContain("bbbb");
  await shop.done("upgrade", "-n", "billing");
  expect(await other.query("select version_num from billing_version")).toEqual([{ version_num: "bbbb" }]);
  expect(await shop.done("current")).toBe("");
  const unknown = await shop.json("heads", "-n", "biling");
  expect(unknown).toMatchObject({ code: 2, error: { code: "OPTION_INVALID", message: expect.stringContaining("billing") as string } });
  await other.drop();
});

test.each([
  { config: "{ environments: { a: { colour: 1 } } }", key: "environments.a.colour" },
  { config: "{ environments: { a: 1 } }", key: "environments.a" },
  { config: "{ environments: [] }", key: "environments" },
])("$config is refused, whichever environment is asked for", async ({ config, key }) => {
  await shop.project.write({ "mig.config.ts": `export default ${config};\n` });
  expect(await shop.json("heads")).toMatchObject({
    code: 2,
    error: { code: "CONFIG_INVALID", message: expect.stringContaining(key) as string },
  });
});

test("--tag reaches a configuration that is a function; MIG_CONFIG names the configuration", async () => {
  await shop.project.write({
    "conf/mig.config.ts": "export default ({ tag }) => ({ versions: tag ?? 'none' });\n",
    ...Object.fromEntries(Object.values(revisionFile("aaaa")).map((text) => ["conf/blue/aaaa.ts", text])),
  });
  expect(await shop.done("heads", "-c", "conf/mig.config.ts", "--tag", "blue")).toContain("aaaa");
  const { stdout } = await migHere(["--tag", "blue", "heads"], { cwd: shop.project.path, env: { MIG_CONFIG: "conf/mig.config.ts" } });
  expect(stdout).toContain("aaaa");
});

test("a template shapes new revisions and merges; what is wrong with it is said before anything is written", async () => {
  await shop.project.write({
    "mig.config.ts": 'export default { revisionTemplate: "revision.template" };\n',
    "revision.template":
      '{{comment}}// Owner: platform team, {{message}}\nimport type { Op } from "{{typesFrom}}";\n{{header}}\nexport function upgrade(op: Op): void {\n{{upgrade}}\n}\nexport function downgrade(op: Op): void {\n{{downgrade}}\n}\n'.replace(
        "{{comment}}",
        "{{comment}}\n",
      ),
  });
  const file = (await shop.done("revision", "-m", "add orders", "--rev-id", "aaaa")).trim();
  expect(await shop.project.read(file)).toContain("// Owner: platform team, add orders");
  await shop.done("upgrade");
  await shop.done("downgrade", "base");
  for (const [template, says] of [
    ["{{header}}\nexport function upgrade() {\n{{upgrade}}\n}\n", "{{downgrade}}"],
    ["{{header}}{{headers}}\n", "{{headers}}"],
    ["{{header}}\n{{upgrade}}\n{{downgrade}}\n", "exports no function upgrade"],
    ["{{header}}{{header}}\n{{upgrade}}\n{{downgrade}}\n", "more than once"],
  ] as const) {
    await shop.project.write({ "revision.template": template });
    expect(await shop.json("revision", "-m", "next")).toMatchObject({
      code: 2,
      error: { code: "TEMPLATE_INVALID", message: expect.stringContaining(says) as string },
    });
  }
  expect(await shop.project.list("mig/versions")).toHaveLength(1);
});

test("init --template writes one that works with the models' changes", async () => {
  await rm(path.join(shop.project.path, "mig.config.ts"));
  expect(await shop.done("init", "--template")).toContain("mig/revision.ts.template");
  await shop.done("revision", "-m", "first");
  await shop.done("upgrade");
  expect((await shop.mig("check")).code).toBe(0);
  await shop.done("downgrade", "base");
});

test("init on a database that Alembic manages writes a stub a row; mig goes on from there", async () => {
  await rm(path.join(shop.project.path, "mig.config.ts"));
  await shop.database.query("create table alembic_version (version_num varchar(32) not null primary key)");
  await shop.database.query("insert into alembic_version values ('1f00aa'), ('b2c3d4')");
  const { stdout, stderr, code } = await shop.mig("init", "--models", "prisma/schema.prisma");
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("managed by Alembic") as string });
  expect(stdout).toMatch(/mig\/versions\/1f00aa_applied_by_alembic\.ts\nmig\/versions\/b2c3d4_applied_by_alembic\.ts/u);
  expect(await shop.done("current")).toContain("1f00aa (head)");
  await shop.done("merge", "-m", "one line");
  await shop.done("upgrade");
  await shop.done("revision", "-m", "customers");
  await shop.done("upgrade");
  expect((await shop.mig("check")).code).toBe(0);
});

test("init in a project of Alembic's writes a stub for each of its revisions, which never pass for them", async () => {
  await rm(path.join(shop.project.path, "mig.config.ts"));
  const python = (head: string, text: string): string =>
    `"""${text}\n\nRevision ID: x\n"""\nfrom alembic import op\n${head}\n\ndef upgrade():\n    op.execute("create table t (a int)")\n`;
  await shop.project.write({
    "alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\n",
    "migrations/versions/a1_start.py": python(
      'revision = "aa11"\ndown_revision = None\nbranch_labels = ("main",)\ndepends_on = None',
      "start",
    ),
    "migrations/versions/b1_left.py": python(
      "revision: str = 'bb11'\ndown_revision: Union[str, None] = 'aa11'\nbranch_labels: Union[str, Sequence[str], None] = None",
      "left",
    ),
    "migrations/versions/b2_right.py": python('revision = "bb22"\ndown_revision = "aa11"', "right"),
    "migrations/versions/c1_merge.py": python('revision = "cc11"\ndown_revision = ("bb11", "bb22")', "both"),
  });
  await shop.database.query(
    "create table alembic_version (version_num varchar(32) not null primary key); insert into alembic_version values ('bb11'), ('bb22')",
  );
  const { stdout, stderr } = await shop.mig("init", "--models", "prisma/schema.prisma");
  expect(stdout.match(/mig\/versions\/\w+\.ts/gu)).toHaveLength(4);
  expect(stderr).toContain("next: mig check");
  expect(await shop.done("history")).toContain("bb11, bb22 -> cc11 (main) (head) (mergepoint), both");
  expect(await shop.done("current")).toContain("bb11");
  const refused = await shop.mig("upgrade", "head");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Apply it with: alembic upgrade cc11") as string });
  await shop.database.query("delete from alembic_version; insert into alembic_version values ('cc11')");
  await shop.done("revision", "-m", "customers");
  await shop.done("upgrade");
  expect((await shop.mig("check")).code).toBe(0);
  expect(await shop.mig("downgrade", "aa11", "--allow-loss")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("REVISION_IRREVERSIBLE") as string,
  });
});

test("revision --sql asks no database", async () => {
  await shop.project.write({
    "mig.config.ts": 'export default { models: "prisma/schema.prisma", url: "postgresql://127.0.0.1:1/none" };\n',
  });
  expect(await shop.done("revision", "--sql", "-m", "by hand")).toContain("by_hand.ts");
  expect(await shop.json("revision", "--sql", "--autogenerate", "-m", "x")).toMatchObject({
    code: 2,
    error: { code: "OPTIONS_CONTRADICT" },
  });
});
