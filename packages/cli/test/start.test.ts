import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMig } from "@migts/testkit";
import { commandGroups } from "../src/command.ts";
import { commands } from "../src/commands/index.ts";
import { openShop, type Shop } from "./shop.ts";

// What a command loads and says before it does anything.

test.each(commands)("mig $name --help has an example", async ({ name, summary }) => {
  const { code, stdout, stderr } = await runMig([name, "--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`Usage: mig ${name}`);
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain(summary);
  expect(stdout).toMatch(new RegExp(`Examples:\n  (?:EDITOR='.*' )?mig ${name}\\b`, "u"));
  expect(stdout).toMatch(/\n\nGlobal options: mig --help\n$/u);
  for (const option of ["--json", "--url", "--config", "--help "]) expect(stdout).not.toMatch(new RegExp(`^ {2}(?:-., )?${option}`, "mu"));
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("mig --help lists every command", async () => {
  const { code, stdout } = await runMig(["--help"]);
  expect(code).toBe(0);
  const shown = stdout.match(/^ {2}\w[\w-]*(?= )/gmu) ?? [];
  expect(shown.map((word) => word.trim())).toEqual(commands.map(({ name }) => name));
  const groups = commands.map(({ group }) => group).filter((group, at, all) => group !== all[at - 1]);
  expect(groups).toEqual(commandGroups);
  for (const option of ["--config", "--json", "--url", "--verbose"]) expect(stdout).toContain(option);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("help for a command that is misspelt", async () => {
  expect(await runMig(["help", "upgrade"])).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: mig upgrade") as string });
});

describe("nothing is loaded that a command does not need", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.done("revision", "-m", "first");
    await shop.project.write({
      "probe.cjs": 'process.on("exit", () => console.error("loaded:" + Object.keys(require("node:module")._cache).join("\\n")));\n',
      "node.cjs":
        'process.on("exit", () => console.error("loaded:" + process.moduleLoadList.map((one) => one.replace("NativeModule ", "")).join("\\n")));\n',
      "files.mjs": `import { register } from "node:module";
import { writeFileSync } from "node:fs";
writeFileSync(new URL("files.txt", import.meta.url), "");
register("data:text/javascript," + encodeURIComponent(\`
  import { appendFileSync } from "node:fs";
  export const load = (url, context, next) => (url.includes("/packages/") && appendFileSync(new URL(\${JSON.stringify(new URL("files.txt", import.meta.url).href)}), url + "\\\\n"), next(url, context));
\`));
`,
    });
  });
  afterAll(() => shop.close());

  /** Packages of node_modules that the run has loaded, as far as they are CommonJS: the heavy ones are. */
  async function loaded(...args: readonly string[]): Promise<readonly string[]> {
    const probe = path.join(shop.project.path, "probe.cjs");
    const { stderr } = await runMig(args, {
      cwd: shop.project.path,
      env: { NODE_OPTIONS: `--require=${probe}`, DATABASE_URL: shop.database.url },
    });
    const files = stderr.slice(stderr.lastIndexOf("loaded:")).split("\n");
    const names = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/u.exec(file)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))];
  }

  /** The files of mig's own packages that the run has opened. */
  async function opened(...args: readonly string[]): Promise<readonly string[]> {
    const probe = path.join(shop.project.path, "files.mjs");
    await runMig(args, { cwd: shop.project.path, env: { NODE_OPTIONS: `--import=${probe}`, DATABASE_URL: shop.database.url } });
    const files = (await shop.project.read("files.txt")).split("\n").filter((file) => file !== "");
    // from Node 22 on
    return files.map((file) => /packages\/(.*)$/u.exec(file)?.[1] ?? file).filter((file) => !/compiling|private-folder/u.test(file));
  }

  const few = ["cli/bin/mig.js", "cli/dist/main.js", "core/dist/mask.js"];
  const reading = [...few, "cli/dist/program.js", "cli/dist/read.js", "core/dist/project.js", "core/dist/report.js"];

  test.each([
    { args: ["--version"], files: few },
    { args: ["--help"], files: [...few, "cli/dist/program.js"] },
    { args: ["heads"], files: reading },
    { args: ["history"], files: reading },
    { args: ["current"], files: [...reading, "core/dist/pg-session.js"] },
  ])("mig $args opens few files", async ({ args, files }) => {
    expect((await opened(...args)).toSorted()).toEqual(files.toSorted());
  });

  const heavy = ["pg", "jiti", "@prisma/prisma-schema-wasm"];

  test.each([
    { args: ["--version"], needs: [] },
    { args: ["--help"], needs: [] },
    { args: ["heads"], needs: [] },
    { args: ["history", "-v"], needs: [] },
    { args: ["show", "head"], needs: [] },
    { args: ["upgrade", "--sql"], needs: [] },
    { args: ["current"], needs: ["pg"] },
    { args: ["diff", "empty", "prisma/schema.prisma"], needs: ["@prisma/prisma-schema-wasm"] },
    { args: ["revision", "-m", "x"], needs: ["pg"] },
  ])("mig $args", async ({ args, needs }) => {
    const found = await loaded(...args);
    expect(heavy.filter((name) => found.includes(name))).toEqual(needs);
  });

  test("mig check loads what the connection needs of Node, and nothing that is slow to load beside", async () => {
    await shop.done("upgrade");
    const probe = path.join(shop.project.path, "node.cjs");
    const env = { NODE_OPTIONS: `--require=${probe}`, DATABASE_URL: shop.database.url };
    await runMig(["check"], { cwd: shop.project.path, env }); // what it says of the models is remembered
    const { code, stderr } = await runMig(["check"], { cwd: shop.project.path, env });
    const modules = stderr.slice(stderr.lastIndexOf("loaded:")).split("\n");
    expect(code).toBe(0);
    expect(modules).toContain("net");
    expect(modules.filter((name) => ["child_process", "worker_threads", "zlib", "internal/fs/streams", "https"].includes(name))).toEqual(
      [],
    );
  });

  test("mig upgrade with nothing to do opens few files, none of what runs revisions", async () => {
    await shop.done("upgrade");
    expect((await opened("upgrade")).toSorted()).toEqual(
      [...reading, "core/dist/pg-session.js", "core/dist/shared.js", "core/dist/upgrade.js", "cli/dist/upgrade.js"].toSorted(),
    );
  });
});
