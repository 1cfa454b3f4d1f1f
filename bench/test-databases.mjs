import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { serverPid, withServer } from "./server-busy.mjs";

const tables = 20;
const files = 10;
const testsInFile = 10;

const revision = `export const revision = "aa11";
export const downRevision = null;
export function upgrade(op) {
${Array.from({ length: tables }, (_, at) => `  op.execute("create table t${at} (id serial primary key, email text not null unique, made timestamptz not null default now(), other int${at === 0 ? "" : ` references t${at - 1}`})");\n  op.execute("create index on t${at} (other)");`).join("\n")}
}
export function downgrade(op) {
${Array.from({ length: tables }, (_, at) => `  op.execute("drop table t${tables - 1 - at}");`).join("\n")}
}
`;

/** Tests that write a row and count: each finds its database as the template is. */
const suites = {
  "no database: what vitest and the import take": (test) => `test("${test}", async () => {
  expect(typeof testDatabase).toBe("function");
});`,
  "a database per test": (test) => `test("${test}", async () => {
  const db = await testDatabase();
  try {
    await db.query("insert into t0 (email) values ('a')");
    expect(await db.query("select id from t0")).toEqual([{ id: 1 }]);
  } finally {
    await db.close();
  }
});`,
  "a database per file, reset() before each test": (test) => `test("${test}", async () => {
  await shared.reset();
  await shared.query("insert into t0 (email) values ('a')");
  expect(await shared.query("select id from t0")).toEqual([{ id: 1 }]);
});`,
};

const shared = `let shared;
beforeAll(async () => { shared = await testDatabase(); });
afterAll(() => shared.close());`;

const packageFolder = (name) => path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** As a user has it: of a package that is linked from elsewhere, vitest translates each file anew for each test file. */
function install(name, modules) {
  const [from, to] = [packageFolder(name), path.join(modules, name)];
  for (const part of ["package.json", "dist"]) cpSync(path.join(from, part), path.join(to, part), { recursive: true });
  symlinkSync(path.join(from, "node_modules"), path.join(to, "node_modules"));
}

/** A user's own vitest project of 100 tests with databases of their own, run once to build the template and then measured. */
export async function testDatabasesOf({ node, cwd, env, url, rounds, run }) {
  const modules = path.join(cwd, "node_modules");
  mkdirSync(path.join(modules, "@migts"), { recursive: true });
  for (const name of ["@migts/core", "pg", "vitest"]) symlinkSync(packageFolder(name), path.join(modules, name));
  install("@migts/test", modules);
  mkdirSync(path.join(cwd, "mig/versions"), { recursive: true });
  writeFileSync(path.join(cwd, "package.json"), '{ "private": true, "type": "module" }');
  writeFileSync(path.join(cwd, "mig.config.json"), "{}");
  writeFileSync(path.join(cwd, "mig/versions/aa11.js"), revision);
  const pid = await serverPid(url);
  const results = [];
  for (const [name, test] of Object.entries(suites)) {
    const folder = path.join(cwd, name.replaceAll(/\W+/g, "-"));
    mkdirSync(folder);
    for (let file = 0; file < files; file += 1) {
      const tests = Array.from({ length: testsInFile }, (_, at) => test(`${file}.${at}`)).join("\n");
      writeFileSync(
        path.join(folder, `f${file}.test.js`),
        `import { afterAll, beforeAll, expect, test } from "vitest";\nimport { testDatabase } from "@migts/test";\n${name.includes("per file") ? shared : ""}\n${tests}\n`,
      );
    }
    writeFileSync(
      path.join(folder, "vitest.config.js"),
      `export default { test: { globalSetup: ["@migts/test/global-setup"], pool: "threads", maxWorkers: 2, root: ${JSON.stringify(folder)} } };\n`,
    );
    const vitest = path.join(packageFolder("vitest"), "vitest.mjs");
    const once = () => withServer(pid, () => run(node, [vitest, "run", "--config", path.join(folder, "vitest.config.js")], { cwd, env }));
    await once();
    const took = [];
    for (let round = 0; round < rounds; round += 1) took.push(await once());
    results.push({ name, took });
  }
  return results;
}
