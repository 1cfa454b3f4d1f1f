import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess, tempProject } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import * as adapterDoor from "@migts/core/adapter";
import * as mainDoor from "@migts/core";
import * as cliDoor from "../src/index.ts";

// What is built of the packages: each is bundled by itself, and what they share exists once.

/** Evaluates an expression in a project that has the packages installed, and gives its value. */
async function evaluated(expression: string, type = "module"): Promise<unknown> {
  const project = await tempProject();
  try {
    const code = `(async () => { console.log(JSON.stringify(await (${expression}))); })();`;
    const { code: exit, stdout, stderr } = await runProcess(process.execPath, [`--input-type=${type}`, "-e", code], { cwd: project.path });
    if (exit !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as unknown;
  } finally {
    await project.remove();
  }
}

test.each([
  { door: "@migts/core", source: mainDoor },
  { door: "@migts/core/adapter", source: adapterDoor },
  { door: "@migts/core/op", source: {} },
  { door: "@migts/cli", source: cliDoor },
  { door: "@migts/cli/op", source: {} },
])("$door exports what its source does", async ({ door, source }) => {
  expect(await evaluated(`import("${door}").then(Object.keys)`)).toEqual(Object.keys(source).toSorted());
});

test.each(["@migts/core/adapter", "@migts/core/project"])("an error of %s is one of the main door's", async (door) => {
  const made = `new (await import("${door}")).MigError("NO_MODELS", { command: "check" })`;
  expect(await evaluated(`(async () => ${made} instanceof (await import("@migts/core")).MigError)()`)).toBe(true);
});

test("a password that one door was told is hidden by the others", async () => {
  const told = `(await import("@migts/core/mask")).rememberSecret("hunter2hunter2")`;
  expect(await evaluated(`(async () => (${told}, (await import("@migts/core")).maskText("it is hunter2hunter2")))()`)).not.toContain(
    "hunter2",
  );
});

test("require() and import() of core give one module", async () => {
  const both = `[require("@migts/core").MigError === (await import("@migts/core")).MigError]`;
  expect(await evaluated(`(async () => ${both})()`, "commonjs")).toEqual([true]);
});

describe("files", () => {
  const built = (name: string): string => fileURLToPath(new URL(`../../${name}/dist/`, import.meta.url));

  test.each(["core", "cli", "adapter-prisma"])("of %s: no module of its own, no import that leads out", async (name) => {
    const files = (await readdir(built(name), { recursive: true })).filter((file) => file.endsWith(".js"));
    expect(files.filter((file) => file.includes(path.sep) && !file.startsWith("types"))).toEqual([]);
    expect(files.length).toBeLessThan(40);
  });
});
