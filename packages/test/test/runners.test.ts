import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess, type ProcessResult } from "@migts/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { execute, revision, shop, withRole } from "./project.ts";

// Users' own projects, with the packages as they are published, run by real vitest, jest and node:test.

const workspace = fileURLToPath(new URL("../../../", import.meta.url));
const minutes = 60_000;

/** The settings that lead npm to its registry, which a process of a test does not get otherwise. */
const networkSettings = Object.fromEntries(
  Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      /^(npm_config_(registry|cafile|strict_ssl|cache|userconfig)|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i.test(
        entry[0],
      ),
  ),
);

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "mig-runners-")));
  const { packageManager } = JSON.parse(await readFile(path.join(workspace, "package.json"), "utf8")) as {
    readonly packageManager: string;
  };
  for (const name of ["core", "test"])
    await succeeds("npx", ["-y", packageManager, "pack", "--pack-destination", folder], path.join(workspace, "packages", name));
  await write({ "package.json": '{ "name": "user", "private": true }\n', ...(shop as Readonly<Record<string, string>>) });
  const tarballs = ["core", "test"].map((name) => path.join(folder, `migts-${name}-0.0.0.tgz`));
  await succeeds("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...tarballs, "vitest@4.1.12", "jest@30.0.5"], folder);
}, 6 * minutes);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

async function succeeds(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await runProcess(command, args, { cwd, env: networkSettings, timeout: 3 * minutes });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
}

/** Runs a test runner on a server, and says which databases it has left. */
async function runTests(args: readonly string[]): Promise<ProcessResult & { readonly left: readonly string[] }> {
  return withRole(async ({ url, databases }) => {
    const env = { DATABASE_URL: url, NODE_NO_WARNINGS: "1" };
    const result = await runProcess(process.execPath, args, { cwd: folder, env, timeout: 3 * minutes });
    return { ...result, left: await databases() };
  });
}

const oneTemplate = [expect.stringMatching(/^mig_test_template_/u) as string];

const body = `
  await db.query("insert into users (email) values ('a')");
  expect(await db.query("select id, email from users")).toEqual([{ id: 1, email: "a" }]);`;

const suite = (from: string): string => `${from}
let db;
beforeAll(async () => { db = await testDatabase(); });
beforeEach(() => db.reset());
afterAll(() => db.close());
test("a row", async () => {${body}
});
test("the same row again", async () => {${body}
});
`;

test(
  "vitest: a file has its database; a fixture gives one to each test; what a test leaves open is dropped at the end",
  { timeout: 4 * minutes },
  async () => {
    await write({
      "vitest.config.mjs": `export default { test: { globalSetup: ["@migts/test/global-setup"], include: ["v/*.test.mjs"], maxWorkers: 2 } };\n`,
      "v/one.test.mjs": suite(
        `import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";\nimport { testDatabase } from "@migts/test";`,
      ),
      "v/two.test.mjs": `import { expect, test as base } from "vitest";
import { databaseFixture, testDatabase } from "@migts/test";
const test = base.extend(databaseFixture());
test("a row", async ({ db }) => {${body}
});
test.concurrent("at the same time", async ({ db }) => {${body}
});
test("nobody closes it", async () => { await testDatabase(); });
test("no database", () => {});
`,
    });
    const { code, stdout, stderr, left } = await runTests([path.join(folder, "node_modules/vitest/vitest.mjs"), "run"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/Tests .*6 passed/u);
    expect(left).toEqual(oneTemplate);
  },
);

test("jest: with and without a global setup", { timeout: 4 * minutes }, async () => {
  await write({
    "jest.config.json": JSON.stringify({ testMatch: ["<rootDir>/j/*.test.js"], globalSetup: "@migts/test/global-setup" }),
    "jest.plain.json": JSON.stringify({ testMatch: ["<rootDir>/j/*.test.js"] }),
    "j/one.test.js": suite(`const { testDatabase } = require("@migts/test");`),
    "j/two.test.js": suite(`const { testDatabase } = require("@migts/test");`),
    "j/migrations.test.js": `const { testMigrations } = require("@migts/test");
test("migrations", async () => { expect(await testMigrations()).toMatchObject([{ revision: "aa11", problems: [] }]); }, 60000);\n`,
  });
  for (const config of ["jest.config.json", "jest.plain.json"]) {
    const { code, stderr, left } = await runTests([path.join(folder, "node_modules/jest/bin/jest.js"), "--config", config]);
    expect(stderr).toMatch(/Tests: +5 passed/u);
    expect({ code, left }).toEqual({ code: 0, left: oneTemplate });
  }
});

test("node:test: a file has its database, and each revision is a test; a broken downgrade is found", { timeout: 4 * minutes }, async () => {
  await write({
    "n/one.test.mjs": `import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { migrationSteps, testDatabase } from "@migts/test";
let db;
before(async () => { db = await testDatabase(); });
beforeEach(() => db.reset());
after(() => db.close());
for (const name of ["a row", "the same row again"])
  test(name, async () => {
    await db.query("insert into users (email) values ('a')");
    assert.deepEqual(await db.query("select id, email from users"), [{ id: 1, email: "a" }]);
  });
for (const step of await migrationSteps()) test(step.name, step.run);
`,
    "mig/versions/bb22_nick.js": `// add a nickname\n${revision("bb22", "aa11", execute("alter table users add nick text", "create index users_nick on users (lower(email))"), execute("alter table users drop nick"))}`,
  });
  const { code, stdout, left } = await runTests(["--test", "--test-reporter=tap", "n/one.test.mjs"]);
  expect(stdout).toMatch(/^ *ok 1 - a row$/mu);
  expect(stdout).toMatch(/^ *ok 3 - aa11$/mu);
  expect(stdout).toMatch(/^ *not ok 4 - bb22 add a nickname$/mu);
  expect(stdout).toContain("The round trip of revision bb22 (add a nickname) failed.");
  expect(stdout).toContain("+ index public.users_nick: CREATE INDEX users_nick ON public.users USING btree (lower(email))");
  expect({ code, left }).toEqual({ code: 1, left: oneTemplate });
});
