import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { loadConfig } from "./load-config.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((made) => rmSync(made, { recursive: true, force: true })));

function folder(files: Readonly<Record<string, string>>): string {
  const made = realpathSync(mkdtempSync(path.join(os.tmpdir(), "mig-config-")));
  folders.push(made);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
    writeFileSync(path.join(made, name), text);
  }
  return made;
}

const typed = `import { defineConfig } from "@migts/core";\nconst versions: string = "v";\nexport default defineConfig({ versions });\n`;

describe("finding and reading", () => {
  test.each([
    { name: "mig.config.ts", text: typed },
    { name: "mig.config.mts", text: typed },
    { name: "mig.config.js", text: `export default { versions: "v" };` },
    { name: "mig.config.mjs", text: `import { defineConfig } from "@migts/core";\nexport default defineConfig({ versions: "v" });` },
    { name: "mig.config.json", text: `{ "versions": "v" }` },
    {
      name: "mig.config.ts",
      text: `export default async ({ env, x }: { env: Record<string, string>; x: Record<string, string> }) => ({ versions: env["FOLDER"] + (x["more"] ?? "") });`,
    },
  ])("$name, found upwards", async ({ name, text }) => {
    const root = folder({ [name]: text, "package.json": `{ "type": "module" }`, "src/deep/x.txt": "" });
    const loaded = await loadConfig({ cwd: path.join(root, "src", "deep"), env: { FOLDER: "v" } });
    expect(loaded).toEqual({
      config: { versions: "v" },
      root,
      file: path.join(root, name),
      env: { FOLDER: "v" },
      urlSource: `url in ${name}, DATABASE_URL in the environment`,
    });
  });

  test("in a package without type: module", async () => {
    const root = folder({ "mig.config.ts": typed, "package.json": "{}" });
    expect((await loadConfig({ cwd: root, env: {} })).config).toEqual({ versions: "v" });
  });

  test("a file that was edited is read anew", async () => {
    const root = folder({ "mig.config.ts": `export default { versions: "one" };` });
    expect((await loadConfig({ cwd: root, env: {} })).config.versions).toBe("one");
    writeFileSync(path.join(root, "mig.config.ts"), `export default { versions: "two" };`);
    expect((await loadConfig({ cwd: root, env: {} })).config.versions).toBe("two");
  });

  test("none at all: defaults, from where one is", async () => {
    const root = folder({});
    expect(await loadConfig({ cwd: root, env: {} })).toEqual({ config: {}, root, env: {}, urlSource: "DATABASE_URL in the environment" });
  });
});

describe("the URL and where it is from", () => {
  const config = `export default { url: "postgresql://config/db" };`;
  test.each([
    {
      name: "option first",
      files: { "mig.config.mjs": config },
      url: "postgresql://option/db",
      env: { DATABASE_URL: "postgresql://env/db" },
      gives: ["postgresql://option/db", "option"],
    },
    {
      name: "configuration",
      files: { "mig.config.mjs": config },
      env: { DATABASE_URL: "postgresql://env/db" },
      gives: ["postgresql://config/db", "config"],
    },
    {
      name: "environment over .env",
      files: { ".env": `DATABASE_URL="postgresql://file/db"` },
      env: { DATABASE_URL: "postgresql://env/db" },
      gives: ["postgresql://env/db", "env"],
    },
    {
      name: ".env",
      files: { ".env": `# x\nexport DATABASE_URL="postgresql://file/db?a=b#c"` },
      env: {},
      gives: ["postgresql://file/db?a=b#c", "envFile"],
    },
    {
      name: "a function of the environment with .env",
      files: { "mig.config.mjs": "export default ({ env }) => ({ url: env.OTHER });", ".env": "OTHER=postgresql://other/db" },
      env: {},
      gives: ["postgresql://other/db", "config"],
    },
    { name: "nowhere", files: {}, env: { DATABASE_URL: "" }, gives: [undefined, undefined] },
  ])("$name", async ({ files, url, env, gives }) => {
    const root = folder(files);
    const loaded = await loadConfig({ cwd: root, env, ...(url === undefined ? {} : { url }) });
    expect([loaded.url, loaded.urlFrom]).toEqual(gives);
    expect(loaded.envFiles).toEqual(".env" in files ? [path.join(root, ".env")] : undefined);
  });
});

describe("variables out of .env files", () => {
  const asks = `export default { url: process.env["OTHER_URL"], models: "db/schema.prisma" };`;
  const url = "postgresql://ada@host/db";
  test.each([
    { name: "beside the configuration", files: { ".env": `OTHER_URL=${url}` }, url },
    {
      name: "parts of other variables",
      files: { ".env": `WHO=ada\nOTHER_URL="postgresql://\${WHO}@\${PLACE}/db"\n`, "package.json": "{}" },
      env: { PLACE: "host" },
      url,
    },
    {
      name: "a dollar that begins none",
      files: { ".env": "OTHER_URL='postgresql://a:p$word@host/\u0024{db'" },
      url: "postgresql://a:p$word@host/${db",
    },
    { name: "at the root of the workspace", files: { "../pnpm-workspace.yaml": "", "../.env": `OTHER_URL=${url}` }, url },
    {
      name: "the nearer one",
      files: { "../package.json": `{ "workspaces": [] }`, "../.env": "OTHER_URL=postgresql://far/db", ".env": `OTHER_URL=${url}` },
      url,
    },
    { name: "above, and in no workspace", files: { "../.env": `OTHER_URL=${url}` }, url: undefined },
    { name: "the environment's own", files: { ".env": "OTHER_URL=postgresql://far/db" }, env: { OTHER_URL: url }, url },
  ])("$name", async ({ files, env = {}, url: wanted }) => {
    const root = folder(
      Object.fromEntries(Object.entries({ "mig.config.mjs": asks, ...files }).map(([name, text]) => [path.join("app", name), text])),
    );
    for (const [name, value] of Object.entries(env)) process.env[name] = value;
    const loaded = await loadConfig({ cwd: path.join(root, "app"), env });
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    expect(loaded.url).toBe(wanted);
    expect(process.env["OTHER_URL"]).toBeUndefined();
  });

  test("beside the models", async () => {
    const root = folder({ "mig.config.mjs": `export default { models: "db/schema.prisma" };`, "db/.env": `DATABASE_URL=${url}` });
    expect(await loadConfig({ cwd: root, env: {} })).toMatchObject({ url, urlFrom: "envFile", urlSource: "DATABASE_URL in db/.env" });
  });

  test("two files that disagree, as Prisma refuses them", async () => {
    const root = folder({
      "mig.config.mjs": `export default { models: "db/schema.prisma" };`,
      ".env": "DATABASE_URL=postgresql://a/a\nOTHER=1",
      "db/.env": "DATABASE_URL=postgresql://b/b\nOTHER=2",
    });
    await expect(loadConfig({ cwd: root, env: {} })).rejects.toMatchObject({
      code: "ENV_FILES_DISAGREE",
      exitCode: 2,
      details: { variable: "DATABASE_URL", files: [".env", "db/.env"] },
    });
    expect((await loadConfig({ cwd: root, env: { DATABASE_URL: url } })).url).toBe(url);
  });
});

describe("what is wrong", () => {
  test.each([
    {
      name: "unknown key",
      text: `export default { version: "x" };`,
      error: { code: "CONFIG_INVALID", exitCode: 2, details: { key: "version", nearest: "versions" } },
    },
    {
      name: "unknown key, far from all",
      text: `export default { colour: "x" };`,
      error: { code: "CONFIG_INVALID", details: { key: "colour", problem: "is not a setting of mig" } },
    },
    {
      name: "inner key",
      text: `export default { versionTable: { nam: "x" } };`,
      error: { code: "CONFIG_INVALID", details: { key: "versionTable.nam", nearest: "versionTable.name" } },
    },
    { name: "wrong type", text: `export default { versions: 7 };`, error: { code: "CONFIG_INVALID", details: { key: "versions" } } },
    {
      name: "template without id",
      text: `export default { fileTemplate: "{slug}" };`,
      error: { code: "CONFIG_INVALID", details: { key: "fileTemplate" } },
    },
    {
      name: "prototype key",
      text: `export default { constructor: 1 };`,
      error: { code: "CONFIG_INVALID", details: { key: "constructor" } },
    },
    { name: "no default", text: `export const config = {};`, error: { code: "CONFIG_BROKEN" } },
    { name: "syntax", text: `export default {\n  versions: ,\n};`, error: { code: "CONFIG_BROKEN", exitCode: 2, place: { line: 2 } } },
    {
      name: "throws",
      text: `\n\nthrow new Error("not today");`,
      error: { code: "CONFIG_BROKEN", details: { problem: "not today." }, place: { line: 3 } },
    },
    {
      name: "missing import",
      text: `import "no-such-package-at-all";`,
      error: { code: "CONFIG_BROKEN", details: { problem: expect.stringContaining("no-such-package-at-all") } },
    },
  ])("$name", async ({ text, error }) => {
    const root = folder({ "mig.config.ts": text });
    await expect(loadConfig({ cwd: root, env: {} })).rejects.toMatchObject(error);
  });

  test("a named file that is not there", async () => {
    const root = folder({});
    await expect(loadConfig({ cwd: root, configPath: "other.config.ts", env: {} })).rejects.toMatchObject({
      code: "CONFIG_NOT_FOUND",
      details: { file: path.join(root, "other.config.ts") },
    });
  });

  test("JSON that is none", async () => {
    const root = folder({ "mig.config.json": "{" });
    await expect(loadConfig({ cwd: root, env: {} })).rejects.toMatchObject({ code: "CONFIG_BROKEN" });
  });
});
