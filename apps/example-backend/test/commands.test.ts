import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runProcess, type ProcessResult } from "@migts/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

// `pnpm mig ...` does in the application, and at the root of the workspace, what make does: without DATABASE_URL, too.

const app = path.resolve(import.meta.dirname, "..");
const root = path.resolve(app, "../..");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "example-commands-"));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The scripts of package.json, as a package manager runs them. */
async function pnpmMig(cwd: string, ...args: readonly string[]): Promise<ProcessResult> {
  const { scripts } = (await import(path.join(cwd, "package.json"), { with: { type: "json" } })) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [program = "", ...words] = (scripts["mig"] ?? "").split(" ");
  return runProcess(program, [...words, ...args], { cwd, env: { EXAMPLE_DATA: folder } });
}

test("pnpm mig, at the root and in the application", { timeout: 120_000 }, async () => {
  expect(await pnpmMig(root, "upgrade", "head")).toMatchObject({ code: 0, stderr: expect.stringContaining("database: ") as string });
  expect(await pnpmMig(app, "current")).toMatchObject({ code: 0, stdout: expect.stringContaining("(head)") as string });
  expect(await pnpmMig(root, "revision")).toMatchObject({ code: 0, stderr: expect.not.stringContaining("error") as string });
  expect(await pnpmMig(app, "upgrade", "head")).toMatchObject({ code: 0 });
});

test.each([["--help"], ["upgrade", "--help"], ["--version"]])("pnpm mig %s %s starts no database", async (...args) => {
  expect(await pnpmMig(root, ...args)).toMatchObject({ code: 0, stderr: "" });
});
