import { spawnSync } from "node:child_process";
import { createDatabase, migBin, migNode, newestServer, runProcess, tempProject } from "@migts/testkit";
import { expect, test } from "vitest";

const hasScript = spawnSync("script", ["--version"]).status === 0;

const files = {
  "mig/versions/a1.ts": `export const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) {\n  op.execute("select 'secret://u:pw12345@h', pg_sleep(2.4)");\n  op.execute("create table t (id int)");\n}\n`,
};

const [server] = newestServer();

/** What is on a terminal after all that was written to it: a line that is written again keeps its last text. */
const screenOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/\r$/u, "").split("\r\u001B[K").at(-1) ?? "")
    .filter((line) => line !== "");

test.skipIf(!hasScript).each([
  { args: "upgrade", isShown: true },
  { args: "upgrade --quiet", isShown: false },
  { args: "upgrade --json", isShown: false },
])("mig $args on a terminal (skipped: no script(1))", async ({ args, isShown }) => {
  const [project, db] = await Promise.all([tempProject(files), createDatabase({ major: server?.major ?? 18 })]);
  const { stdout } = await runProcess("script", ["-qec", `${migNode} ${migBin} ${args}`, "/dev/null"], {
    cwd: project.path,
    env: { DATABASE_URL: db.url, NO_COLOR: "1", TERM: "xterm", COLUMNS: "80" },
  });
  expect(stdout.includes("statement 1 of 2, 1 s")).toBe(isShown);
  expect(stdout).not.toContain("pw12345");
  if (isShown) expect(screenOf(stdout)).toEqual([expect.stringMatching(/^Running upgrade base -> a1/u), "upgraded 1 revision, now at a1"]);
  await Promise.all([project.remove(), db.drop()]);
});
