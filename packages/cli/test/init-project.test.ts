import { createDatabase, runMig, tempProject } from "@migts/testkit";
import { expect, test } from "vitest";
import { customers, prismaSchema } from "./shop.ts";

const env = { DATABASE_URL: "" };

test("init adds scripts to package.json in its own form, once", async () => {
  const manifest =
    '{\n    "name": "shop",\n    "type": "module",\n    "scripts": {\n        "dev": "node ."\n    },\n    "private": true\n}';
  const project = await tempProject({ "package.json": manifest, "prisma/schema.prisma": prismaSchema(customers) });
  const { stderr } = await runMig(["init"], { cwd: project.path, env });
  expect(stderr).toContain("Scripts in package.json: db:revision, db:upgrade, db:downgrade, db:check");
  const scripts = `"scripts": {\n        "dev": "node .",\n        "db:revision": "mig revision",\n        "db:upgrade": "mig upgrade head",\n        "db:downgrade": "mig downgrade -1",\n        "db:check": "mig check"\n    }`;
  expect(await project.read("package.json")).toBe(manifest.replace(/"scripts": \{[^}]*\}/u, scripts));
  await project.remove();
});

test.each([
  { name: "scripts of that name", text: '{ "scripts": { "db:check": "prisma validate" } }' },
  { name: "no JSON", text: "{" },
])("init leaves a package.json alone that has $name", async ({ text }) => {
  const project = await tempProject({ "package.json": text });
  expect(await runMig(["init"], { cwd: project.path, env })).toMatchObject({
    code: 0,
    stderr: expect.not.stringContaining("Scripts in") as string,
  });
  expect(await project.read("package.json")).toBe(text);
  await project.remove();
});

test.each([
  {
    name: "a folder for each database",
    files: ["mysql/schema.prisma", "postgresql/schema.prisma"],
    gives: 'models: "postgresql/schema.prisma"',
  },
  { name: "one folder for all", files: ["prisma/mysql.prisma", "prisma/postgresql.prisma"], gives: 'models: "prisma/postgresql.prisma"' },
  { name: "several for PostgreSQL", files: ["prisma/postgresql.prisma", "prisma/postgresql-2.prisma"], gives: "// models:" },
  { name: "a copy in a package", files: ["client/schema.prisma", "client/package.json"], gives: "// models:" },
])("init finds the schema for PostgreSQL: $name", async ({ files, gives }) => {
  const text = (file: string): unknown =>
    file.endsWith(".json") ? {} : prismaSchema(customers).replace("postgresql", file.includes("mysql") ? "mysql" : "postgresql");
  const project = await tempProject(Object.fromEntries(files.map((file) => [file, text(file)])));
  expect(await runMig(["init"], { cwd: project.path, env })).toMatchObject({ code: 0 });
  expect(await project.read("mig.config.ts")).toContain(gives);
  await project.remove();
});

const deploys = (schema: string): object => ({ scripts: { "db:migrate": `dotenv -e .env -- prisma migrate deploy ${schema}` } });

// Where nothing lies where it usually does, what the project tells Prisma counts.
test.each([
  { name: "a script", files: { "package.json": deploys("--schema ./apps/db/main.prisma") }, models: "apps/db/main.prisma" },
  { name: "a script, with =", files: { "package.json": deploys("--schema='apps/db/main.prisma'") }, models: "apps/db/main.prisma" },
  { name: "a script that names a folder", files: { "package.json": deploys("--schema apps/db") }, models: "apps/db" },
  {
    name: "a package of a workspace",
    files: { "package.json": { workspaces: ["apps/*"] }, "apps/db/package.json": { prisma: { schema: "main.prisma" } } },
    models: "apps/db/main.prisma",
  },
  {
    name: "a script of a package of a workspace",
    files: {
      "pnpm-workspace.yaml": 'packages:\n  # all\n  - "apps/**"\n\n  - "!apps/web"\ncatalog:\n  - other\n',
      "package.json": {},
      "apps/db/package.json": deploys("--schema ./main.prisma"),
      "apps/web/package.json": deploys("--schema copy.prisma"),
      "apps/web/copy.prisma": prismaSchema(customers),
    },
    models: "apps/db/main.prisma",
  },
  {
    name: "none, where several packages have models",
    files: {
      "package.json": { workspaces: { packages: ["apps/*"] } },
      "apps/db/package.json": { prisma: { schema: "main.prisma" } },
      "apps/web/package.json": deploys("--schema copy.prisma"),
      "apps/web/copy.prisma": prismaSchema(customers),
    },
    models: undefined,
  },
])("init and commands without a configuration find the models that are told by $name", async ({ files, models }) => {
  const project = await tempProject({
    ...files,
    "apps/db/main.prisma": prismaSchema(customers),
    "apps/db/.env": "DATABASE_URL=postgresql://from.env/db",
  });
  const { stdout } = await runMig(["doctor"], { cwd: project.path });
  expect(stdout.includes("from.env")).toBe(models !== undefined);
  expect(await runMig(["init"], { cwd: project.path, env })).toMatchObject({ code: 0 });
  expect(await project.read("mig.config.ts")).toContain(models === undefined ? "// models:" : `models: "${models}"`);
  await project.remove();
});

test("init says what mig can do in a project of Prisma 8", async () => {
  const project = await tempProject({
    "package.json": { type: "module", dependencies: { "@prisma/orm-postgres": "8.0.0-rc.13" } },
    "prisma/contract.prisma": "model User {\n  id temporal.updatedAt()\n}\n",
  });
  const { code, stderr } = await runMig(["init"], { cwd: project.path, env });
  expect(stderr).toContain("No schema.prisma was found");
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("mig does not read its contract") as string });
  expect(await project.read("mig.config.ts")).toContain('versionTable: { schema: "mig" }');
  await project.remove();
});

test("afterUpgrade runs when revisions were applied, with the project's programs; its failure takes nothing back", async () => {
  const config = (command: string): string =>
    `import { defineConfig } from "@migts/core";\nexport default defineConfig({ models: "prisma/schema.prisma", afterUpgrade: [${JSON.stringify(command)}] });\n`;
  const project = await tempProject({
    "mig.config.ts": config("echo generated > made.txt; echo client"),
    "prisma/schema.prisma": prismaSchema(customers),
  });
  const database = await createDatabase();
  const mig = (...args: readonly string[]) => runMig(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  await mig("revision", "-m", "first");
  expect(await mig("upgrade", "head", "--dry-run")).toMatchObject({ code: 0 });
  expect(await project.list()).not.toContain("made.txt");
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0, stderr: expect.stringContaining("client") as string });
  expect(await project.read("made.txt")).toBe("generated\n");
  await project.write({ "mig.config.ts": config("exit 3") });
  expect(await mig("upgrade", "head")).toMatchObject({ code: 0 });
  await mig("revision", "--empty", "-m", "more");
  const failed = await mig("upgrade", "head");
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('"exit 3" of afterUpgrade failed: exit code 3') as string });
  expect((await mig("current")).stdout).toContain("more");
  await Promise.all([project.remove(), database.drop()]);
});
