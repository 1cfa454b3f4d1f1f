import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createDatabase, runMig, runProcess, tempProject, type ProcessResult, type ScratchDatabase } from "@migts/testkit";
import { revisionFile, type RevisionParts } from "./shop.ts";

// The same files, the same commands: mig and Alembic's own command line leave the same rows, and each goes on from the rows of the other.

const python = process.env["MIG_ALEMBIC_PYTHON"] ?? "/usr/bin/python3";
const isThere = spawnSync(python, ["-c", "import alembic, psycopg2"]).status === 0;
if (!isThere)
  console.info(`Not compared with Alembic's command line: ${python} lacks it, or its driver (apt-get install alembic python3-psycopg2).`);

const graph: Readonly<Record<string, RevisionParts>> = {
  aaaa1: {},
  bbbb1: { down: "aaaa1" },
  bbbb2: { down: "bbbb1" },
  cccc1: { down: "aaaa1", labels: ["side"] },
  cccc2: { down: "cccc1" },
  dddd1: { down: ["bbbb2", "cccc2"] },
  eeee1: { down: "dddd1" },
  xxxx1: { labels: ["other"] },
  xxxx2: { down: "xxxx1", dependsOn: "cccc1" },
};

const pythonLiteral = (value: unknown): string =>
  value === null || value === undefined
    ? "None"
    : Array.isArray(value)
      ? `(${value.map((item) => `${JSON.stringify(item)},`).join(" ")})`
      : JSON.stringify(value);

const alembicFiles = {
  "alembic.ini": "[alembic]\nscript_location = peer\n",
  "peer/script.py.mako": "",
  "peer/env.py": `import os
from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["PEER_URL"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  ...Object.fromEntries(
    Object.entries(graph).map(([id, { down, labels, dependsOn }]) => [
      `peer/versions/${id}.py`,
      `revision = "${id}"\ndown_revision = ${pythonLiteral(down)}\nbranch_labels = ${pythonLiteral(labels)}\ndepends_on = ${pythonLiteral(dependsOn)}\ndef upgrade(): pass\ndef downgrade(): pass\n`,
    ]),
  ),
};

const walk: readonly (readonly string[])[] = [
  ["upgrade", "bbbb1"],
  ["upgrade", "side@head"],
  ["upgrade", "other@head"],
  ["upgrade", "head"], // refused: two heads
  ["upgrade", "heads"],
  ["downgrade", "dddd1"],
  ["downgrade", "side@cccc1"],
  ["upgrade", "dddd"],
  ["downgrade", "other@base"],
  ["upgrade", "+1"],
  ["upgrade", "+1"], // refused: too far
  ["downgrade", "eeee1-2"], // refused: a merge
  ["downgrade", "bbbb2"],
  ["stamp", "other@head"],
  ["stamp", "bbbb1"],
  ["upgrade", "heads"],
  ["stamp", "dddd1", "xxxx2"],
  ["downgrade", "zzzz"], // refused
  ["downgrade", "base"],
];

test.skipIf(!isThere)("mig and alembic leave the same rows, alone and by turns", { timeout: 180_000 }, async () => {
  const project = await tempProject({
    "mig.config.ts": "export default {};\n",
    ...Object.assign({}, ...Object.entries(graph).map(([id, parts]) => revisionFile(id, parts))),
    ...alembicFiles,
  });
  const [ofMig, ofAlembic, ofBoth] = await Promise.all([createDatabase(), createDatabase(), createDatabase()]);
  const mig = (args: readonly string[], { url }: ScratchDatabase): Promise<ProcessResult> =>
    runMig(args, { cwd: project.path, env: { DATABASE_URL: url } });
  const alembic = (args: readonly string[], { url }: ScratchDatabase): Promise<ProcessResult> =>
    runProcess(python, ["-m", "alembic", ...args], { cwd: project.path, env: { PEER_URL: url } });
  const rows = async (database: ScratchDatabase): Promise<readonly string[]> =>
    (await database.query<{ row: string }>("select version_num as row from alembic_version order by 1")).map(({ row }) => row);

  for (const [turn, args] of walk.entries()) {
    const results = await Promise.all([mig(args, ofMig), alembic(args, ofAlembic), (turn % 2 === 0 ? mig : alembic)(args, ofBoth)]);
    const [left, right, both] = await Promise.all([ofMig, ofAlembic, ofBoth].map(rows));
    const said = `${args.join(" ")}\n${results.map(({ code, stderr }) => `${code}: ${stderr}`).join("\n")}`;
    expect({ mig: left, both, ok: results[0].code === 0 }, said).toEqual({ mig: right, both: right, ok: results[1].code === 0 });
  }
  await Promise.all([project.remove(), ...[ofMig, ofAlembic, ofBoth].map((database) => database.drop())]);
});
