import { runMig, tempProject, type ProjectFiles } from "@migts/testkit";
import { expect, test } from "vitest";
import { withShop } from "./shop.ts";

test("models lie in the schema that a URL of Prisma's names", () =>
  withShop(async ({ project, database }) => {
    const env = { DATABASE_URL: `${database.url}?schema=app&connection_limit=5` };
    for (const args of [["revision"], ["upgrade"], ["check"]])
      expect(await runMig(args, { cwd: project.path, env })).toMatchObject({ code: 0 });
    expect(await database.query("select table_schema from information_schema.tables where table_name = 'customers'")).toEqual([
      { table_schema: "app" },
    ]);
  }));

/** A URL that nobody answers at, told by its name. */
const urlOf = (name: string): string => `postgresql://ada:s3cr3t@127.0.0.1:1/${name}`;
const schema = (url: string): string => `datasource db {\n  provider = "postgresql"\n  // url = env("COMMENTED")\n  ${url}\n}\n`;
const prismaConfig = (datasource: string): string =>
  `import "dotenv/config";\nimport { defineConfig, env } from "prisma/config";\n\nexport default defineConfig({\n  schema: "prisma/schema.prisma",\n  datasource: { ${datasource} },\n});\n`;

interface Told {
  readonly name: string;
  readonly files: ProjectFiles;
  readonly env?: Readonly<Record<string, string>>;
  /** The database that is asked for, and where its URL is said to be from. */
  readonly asks: string;
  readonly from: string;
  readonly cwd?: string;
  readonly args?: readonly string[];
}

const told: readonly Told[] = [
  {
    name: "another variable in the schema",
    files: { "prisma/schema.prisma": schema(`url = env("OTHER")`), ".env": `OTHER="${urlOf("other")}"` },
    asks: "other",
    from: "OTHER in .env, as prisma/schema.prisma says",
  },
  {
    name: "the direct one first",
    files: { "prisma/schema.prisma": schema(`url = env("POOLED")\n  directUrl = env("DIRECT")`) },
    env: { POOLED: urlOf("pooled"), DIRECT: urlOf("direct") },
    asks: "direct",
    from: "DIRECT of the environment, as prisma/schema.prisma says",
  },
  {
    name: "the pooled one, where no direct one is set",
    files: { "prisma/schema.prisma": schema(`url = env("POOLED")\n  directUrl = env("DIRECT")`) },
    env: { POOLED: urlOf("pooled") },
    asks: "pooled",
    from: "POOLED",
  },
  {
    name: "a URL in the schema",
    files: { "prisma/schema.prisma": schema(`url = "${urlOf("written")}"`) },
    asks: "written",
    from: "prisma/schema.prisma",
  },
  {
    name: "a .env beside the schema",
    files: { "prisma/schema.prisma": schema(`url = env("DATABASE_URL")`), "prisma/.env": `DATABASE_URL=${urlOf("beside")}` },
    asks: "beside",
    from: "DATABASE_URL in prisma/.env",
  },
  {
    name: "a schema in several files",
    files: {
      "prisma/schema/main.prisma": schema(`url = env("OTHER")`),
      "prisma/schema/a.prisma": "model A {\n  id Int @id\n}\n",
      "prisma/schema/.env": `OTHER=${urlOf("several")}`,
    },
    asks: "several",
    from: "OTHER in prisma/schema/.env",
  },
  {
    name: "a .env in prisma/, for a schema elsewhere",
    files: {
      "package.json": { prisma: { schema: "db/schema.prisma" } },
      "db/schema.prisma": schema(`url = env("DATABASE_URL")`),
      "prisma/.env": `DATABASE_URL=${urlOf("there")}`,
    },
    asks: "there",
    from: "DATABASE_URL in prisma/.env",
  },
  {
    name: "prisma.config.ts",
    files: { "prisma.config.ts": prismaConfig(`url: env("OTHER")`), "prisma/schema.prisma": schema(""), ".env": `OTHER=${urlOf("seven")}` },
    asks: "seven",
    from: "OTHER in .env, as prisma.config.ts says",
  },
  {
    name: "process.env in it, the first that is set",
    files: { "prisma.config.ts": prismaConfig(`url: process.env["FIRST"] ?? process.env.SECOND!`), "prisma/schema.prisma": schema("") },
    env: { SECOND: urlOf("second") },
    asks: "second",
    from: "SECOND of the environment, as prisma.config.ts says",
  },
  {
    name: "a .env that it names",
    files: {
      "app/prisma.config.ts": prismaConfig(`url: env("DATABASE_URL")`).replace(
        `import "dotenv/config"`,
        `import { config } from "dotenv";\nconfig({ path: "../shared/.env" })`,
      ),
      "app/prisma/schema.prisma": schema(""),
      "shared/.env": `DATABASE_URL=${urlOf("named")}`,
    },
    cwd: "app",
    asks: "named",
    from: "DATABASE_URL in ../shared/.env",
  },
  {
    name: "a .env at the root of the workspace",
    files: {
      "pnpm-workspace.yaml": "",
      ".env": `DATABASE_URL=${urlOf("root")}`,
      "packages/db/prisma/schema.prisma": schema(`url = env("DATABASE_URL")`),
    },
    cwd: "packages/db",
    asks: "root",
    from: "DATABASE_URL in ../../.env",
  },
  {
    name: "what prisma.config.ts makes of parts, without Prisma and dotenv",
    files: {
      "prisma.config.ts": prismaConfig("url: `postgresql://${env('WHO')}:s3cr3t@127.0.0.1:1/${name.toLowerCase()}`").replace(
        "export default",
        'const name: string = "Made";\n\nexport default',
      ),
      "prisma/schema.prisma": schema(""),
      ".env": "WHO=ada",
    },
    asks: "made",
    from: "prisma.config.ts",
  },
  {
    name: "what prisma.config.ts imports, the direct one first",
    files: {
      "prisma.config.ts": `import { datasource } from "./settings";\n\nexport default { schema: "prisma/schema.prisma", datasource };\n`,
      "settings.ts": `export const datasource = { url: "${urlOf("pooled")}", directUrl: "${urlOf("imported")}" };\n`,
      "prisma/schema.prisma": schema(""),
    },
    asks: "imported",
    from: "prisma.config.ts",
  },
  {
    name: "its text, where prisma.config.ts does not run",
    files: {
      "prisma.config.ts": `import { secret } from "nowhere-at-all";\n\nexport default { ...secret, datasource: { url: process.env.OTHER } };\n`,
      "prisma/schema.prisma": schema(""),
    },
    env: { OTHER: urlOf("read") },
    asks: "read",
    from: "OTHER of the environment, as prisma.config.ts says",
  },
  {
    name: "the schema's before DATABASE_URL",
    files: { "prisma/schema.prisma": schema(`url = env("OTHER")`) },
    env: { OTHER: urlOf("other"), DATABASE_URL: urlOf("usual") },
    asks: "other",
    from: "OTHER",
  },
  {
    name: "DATABASE_URL, where the schema's is not set",
    files: { "prisma/schema.prisma": schema(`url = env("OTHER")`) },
    env: { DATABASE_URL: urlOf("usual") },
    asks: "usual",
    from: "DATABASE_URL of the environment",
  },
  {
    name: "--url before all",
    files: { "prisma/schema.prisma": schema(`url = env("OTHER")`) },
    env: { OTHER: urlOf("other") },
    args: ["--url", urlOf("option")],
    asks: "option",
    from: "--url",
  },
];

test.each(told)("the URL: $name", async ({ files, env = {}, asks, from, cwd = ".", args = [] }) => {
  const project = await tempProject({ [`${cwd}/mig.config.json`]: "{}", ...files });
  const { code, stderr } = await runMig(["current", ...args], { cwd: `${project.path}/${cwd}`, env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`127.0.0.1:1/${asks} (${from}`) as string });
  expect(stderr).not.toContain("s3cr3t");
  await project.remove();
});

test("paths that prisma.config.ts makes", async () => {
  const project = await tempProject({
    "prisma.config.ts": `import "dotenv/config";\nimport { join } from "node:path";\nimport { defineConfig } from "prisma/config";\n\nconst at = (...parts: string[]) => join("db", ...parts);\n\nexport default defineConfig({ schema: at("shop.prisma"), migrations: { path: at("steps") } });\n`,
    "db/shop.prisma": `${schema("")}model A {\n  id Int @id\n}\n`,
    "db/steps/20240101000000_init/migration.sql": 'create table "A" (id int primary key);',
  });
  const { stderr } = await runMig(["init"], { cwd: project.path });
  expect(stderr).toContain("Models: db/shop.prisma");
  expect((await runMig(["adopt"], { cwd: project.path })).stdout).toContain("Prisma Migrate: 1 migration in db/steps");
  await project.remove();
});

test("without a URL, where it was looked for", async () => {
  const project = await tempProject({
    "mig.config.ts": `export default { url: process.env["A"] };\n`,
    "prisma/schema.prisma": schema(`url = env("OTHER")`),
    ".env": "X=1\n",
  });
  const { code, stderr } = await runMig(["current"], { cwd: project.path });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(
      "No database URL is set. mig looked here: url in mig.config.ts, OTHER and DATABASE_URL in the environment, .env.",
    ) as string,
  });
  await project.remove();
});
