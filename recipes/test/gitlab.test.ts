import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { ProcessResult } from "@migts/testkit";
import { changeModels, withShop, type Shop } from "./shop.ts";

const file = path.join(import.meta.dirname, "../gitlab-ci/.gitlab-ci.yml");

test("the file is what GitLab's schema allows", { timeout: 120_000 }, () =>
  withShop(async (shop) => {
    await copyFile(file, path.join(shop.path, ".gitlab-ci.yml"));
    const program = path.join(path.dirname(createRequire(import.meta.url).resolve("gitlab-ci-local/package.json")), "src/index.js");
    const { code, stdout, stderr } = await shop.run(process.execPath, [program, "--list", "--no-color"]);
    expect({ code, text: stdout + stderr }).toEqual({
      code: 0,
      text: expect.stringContaining("json schema validated") as string,
    });
  }),
);

interface Job {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
}

/** Runs a job as a runner's shell does: all lines in one bash, which ends at the first failure. `npm ci` has run. */
async function runJob(shop: Shop, name: string, variables: Readonly<Record<string, string>>): Promise<ProcessResult> {
  const pipeline = parse(await readFile(file, "utf8")) as Readonly<Record<string, Job>> & { default: { before_script: readonly string[] } };
  const { script = [], variables: own = {} } = pipeline[name] ?? {};
  const stubs = await mkdtemp(path.join(os.tmpdir(), "mig-gitlab-"));
  try {
    await writeFile(path.join(stubs, "npm"), `#!/bin/sh\n[ "$1" = ci ]\n`, { mode: 0o755 });
    const env = { ...own, ...variables, DATABASE_URL: shop.url, PATH: `${stubs}${path.delimiter}${process.env["PATH"]}` };
    return await shop.run("bash", ["--norc", "-eo", "pipefail", "-c", [...pipeline.default.before_script, ...script].join("\n")], env);
  } finally {
    await rm(stubs, { recursive: true, force: true });
  }
}

const check = (shop: Shop): Promise<ProcessResult> => runJob(shop, "check migrations", { CI_MERGE_REQUEST_DIFF_BASE_SHA: shop.base });

test("a merge request is planned, applied, reverted, applied again and compared", { timeout: 180_000 }, () =>
  withShop(async (shop) => {
    const { code, stdout, stderr } = await check(shop);
    const text = expect.stringMatching(/add column price[^]*The database and the models agree/u) as string;
    expect({ code, text: stdout + stderr }).toEqual({ code: 0, text });
    expect(await shop.read("migration-plan.sql")).toContain("add column price integer");
  }),
);

test("a merge request without a revision for its change fails", { timeout: 180_000 }, () =>
  withShop(async (shop) => {
    await changeModels(shop);
    const { code, stdout, stderr } = await check(shop);
    expect({ code, text: stdout + stderr }).toEqual({ code: 4, text: expect.stringContaining("stock") as string });
  }),
);

test("the default branch applies the revisions", { timeout: 180_000 }, () =>
  withShop(async (shop) => {
    const { code, stdout, stderr } = await runJob(shop, "migrate production", {});
    expect({ code, text: stdout + stderr }).toEqual({ code: 0, text: expect.stringMatching(/upgraded 2 revisions[^]*agree/u) as string });
  }),
);
