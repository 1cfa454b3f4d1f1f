// pnpm bench [cold] [check] [sql] [graph] [apply] [stall] [test]: prints ratios to a floor that is measured in the same run. Without words:
// all of them. BENCH_ROUNDS, BENCH_MAJOR, BENCH_TABLES=15,1000,3000, BENCH_REVISIONS=100,1000,10000 and BENCH_PENDING=1000 change what is
// measured. Wall times are of a quiet machine only; processor time (busy) holds on a busy one as well.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "@migts/testkit/server";
import pg from "pg";
import { checkOf, checkSqlOf } from "./check.mjs";
import { median, race, run, table } from "./measure.mjs";
import { modelsText } from "./models.mjs";
import { writePending } from "./pending.mjs";
import { writeRevisions } from "./revisions.mjs";
import { serverPid, withServer } from "./server-busy.mjs";
import { writeSqlFiles } from "./sql-files.mjs";
import { stallOf, stallText } from "./stall.mjs";
import { testDatabasesOf } from "./test-databases.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(dirname(createRequire(import.meta.url).resolve("@migts/cli/package.json")), "bin/mig.js");
const wanted = process.argv.slice(2);
const numbers = (name, otherwise) => (process.env[name] ?? otherwise).split(",").map(Number);
const isWanted = (part) => wanted.length === 0 || wanted.includes(part);
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const node = process.execPath;

// One revision that makes thousands of tables takes a lock for each of them and of their indexes.
const settings = { max_locks_per_transaction: "4096" };
const server = await startServer({ major: Number(process.env.BENCH_MAJOR ?? 18), settings });
const root = mkdtempSync(join(tmpdir(), "mig-bench-"));
try {
  console.log(`PostgreSQL ${server.version}, Node ${process.version}, ${rounds} rounds\n`);
  if (isWanted("cold")) await coldStart();
  if (isWanted("check")) {
    for (const size of numbers("BENCH_TABLES", "15,1000,3000")) {
      const few = size >= 1000 ? Math.min(rounds, 5) : rounds;
      console.log(await checkOf(size, { node, bin, rounds: few, ...(await project(`check_${size}`, size)) }));
    }
  }
  if (isWanted("sql")) console.log(await checkSqlOf(1000, { node, bin, rounds: Math.min(rounds, 5), ...(await sqlProject(1000)) }));
  if (isWanted("graph")) for (const size of numbers("BENCH_REVISIONS", "100,1000,10000")) await graphOf(size);
  if (isWanted("apply")) for (const size of numbers("BENCH_PENDING", "1000")) await applyOf(size);
  if (isWanted("test")) console.log(await testDatabases());
  if (isWanted("stall")) console.log(stallText(await stallOf({ node, bin, ...(await project("stall", 1)) })));
} finally {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
}

async function coldStart() {
  const { cwd, env } = await project("cold", 15);
  const connect = "node, pg connect, one query";
  const medians = await race(
    {
      "node -e 0": () => run(node, ["-e", "0"]),
      [connect]: () => run(node, [join(here, "connect.mjs")], { env }),
      "mig --version": () => run(node, [bin, "--version"], { cwd, env }),
      "mig --help": () => run(node, [bin, "--help"], { cwd, env }),
      "mig heads": () => run(node, [bin, "heads"], { cwd, env }),
      "mig current": () => run(node, [bin, "current"], { cwd, env }),
      "mig upgrade, nothing to do": () => run(node, [bin, "upgrade", "heads"], { cwd, env }),
    },
    rounds,
  );
  const floors = { "mig current": connect, "mig upgrade, nothing to do": connect };
  console.log(table("Cold start", medians, { floors, goals: { "mig --version": 1.5, "mig --help": 1.5, "mig current": 1.3 } }));
}

async function graphOf(size) {
  const { cwd, env } = await project(`graph_${size}`, 1);
  const folder = join(cwd, "mig/versions");
  writeRevisions(folder, size);
  await run(node, [bin, "stamp", "head"], { cwd, env });
  const medians = await race(
    {
      "read all files": () => run(node, [join(here, "read-files.mjs"), folder]),
      "mig heads": () => run(node, [bin, "heads"], { cwd, env }),
      "mig history": () => run(node, [bin, "history"], { cwd, env }),
      "mig current": () => run(node, [bin, "current"], { cwd, env }),
      "mig upgrade head, nothing to do": () => run(node, [bin, "upgrade", "head"], { cwd, env }),
    },
    rounds,
  );
  console.log(table(`Graph commands, ${size} revisions`, medians, { goals: { "mig heads": size > 1000 ? 2 : 1.5 } }));
}

/** A user's 100 tests with databases of their own, by vitest with two workers. */
async function testDatabases() {
  await emptyDatabase("test");
  const cwd = join(root, "test");
  mkdirSync(cwd);
  const env = { DATABASE_URL: server.urlOf("test") };
  const results = await testDatabasesOf({ node, cwd, env, url: server.url, rounds: Math.min(rounds, 3), run });
  const medians = results.map(({ name, took }) => ({
    name,
    wall: median(took.map((one) => one.wall)),
    busy: median(took.map((one) => one.busy)),
  }));
  const [floor] = medians;
  const lines = medians.map(({ name, wall, busy }) => {
    const more = busy === floor.busy ? "" : `  (${((busy - floor.busy) / 100).toFixed(1)} ms busy a test above the first line)`;
    return `  ${name.padEnd(46)} ${wall.toFixed(0).padStart(6)} ms ${busy.toFixed(0).padStart(6)} ms${more}`;
  });
  return `100 tests of a user's in 10 files, 20 tables: wall (goal 10000 ms), busy with the server's\n${lines.join("\n")}\n`;
}

/** Each run begins with an empty database of its own. */
async function applyOf(size) {
  const { cwd, env } = await project(`apply_${size}`, 1);
  const list = writePending(cwd, size);
  const messages = join(cwd, "messages.json");
  await emptyDatabase(`apply_${size}`);
  await run(node, ["--require", join(here, "record-messages.cjs"), bin, "upgrade"], { cwd, env: { ...env, BENCH_MESSAGES: messages } });
  const pid = await serverPid(server.url);
  const medians = await race(
    {
      "bare loop": () => withServer(pid, () => run(node, [join(here, "apply-loop.mjs"), list], { env })),
      "what mig upgrade sends, in a bare loop": () => withServer(pid, () => run(node, [join(here, "replay.mjs"), messages], { env })),
      "mig upgrade": () => withServer(pid, () => run(node, [bin, "upgrade"], { cwd, env })),
    },
    Math.min(rounds, 5),
    () => emptyDatabase(`apply_${size}`),
  );
  console.log(table(`${size} pending revisions, busy with the server's`, medians, { goals: { "mig upgrade": 1.1 } }));
}

/** A project of `size` models with an empty database of its own. */
async function project(name, size) {
  const cwd = join(root, name);
  mkdirSync(join(cwd, "prisma"), { recursive: true });
  writeFileSync(join(cwd, "prisma/schema.prisma"), modelsText(size));
  writeFileSync(join(cwd, "mig.config.json"), JSON.stringify({ models: "prisma/schema.prisma" }));
  await emptyDatabase(name);
  return { cwd, env: { DATABASE_URL: server.urlOf(name) } };
}

/** The same with files of SQL. */
async function sqlProject(size) {
  const name = `sql_${size}`;
  const cwd = join(root, name);
  writeSqlFiles(join(cwd, "db"), size);
  writeFileSync(join(cwd, "mig.config.json"), JSON.stringify({ models: "db/**/*.sql" }));
  await emptyDatabase(name);
  return { cwd, env: { DATABASE_URL: server.urlOf(name) } };
}

async function emptyDatabase(name) {
  const admin = new pg.Client(server.url);
  await admin.connect();
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`create database ${name}`);
  await admin.end();
}
