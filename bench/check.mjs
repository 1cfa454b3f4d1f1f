// What a comparison costs beside its floor: processor time of the process (busy) and of the server, time on the clock, peak memory.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, run } from "./measure.mjs";
import { changedText, modelsText } from "./models.mjs";
import { serverPid, withServer } from "./server-busy.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const scratch = () => mkdtempSync(join(tmpdir(), "mig-bench-check-"));
const floor = "floor: connect, raw catalog query, read the schema";

/** `cwd`: a project of `size` models whose database is empty. */
export async function checkOf(size, { node, bin, rounds, cwd, env }) {
  const remembered = await brought({ node, bin, cwd, env });
  const models = join(cwd, "prisma/schema.prisma");
  const changed = join(cwd, "changed.prisma");
  writeFileSync(changed, changedText(modelsText(size), 20));
  const pid = await serverPid(env.DATABASE_URL);
  const mig = (args, own = remembered) => measured(node, [bin, ...args], { cwd, env: own, pid });
  const commands = {
    [floor]: () => measured(node, [join(here, "raw-catalog.mjs"), models], { env, pid }),
    "mig check": () => mig(["check"]),
    "mig check, models not remembered": () => mig(["check"], { ...env, XDG_CACHE_HOME: scratch() }),
    "mig diff db models": () => mig(["diff", "db", models]),
    "mig diff db models, 20 changes": () => mig(["diff", "db", changed]),
    "mig diff empty models": () => mig(["diff", "empty", models]),
  };
  return report(`Comparison, ${size} tables`, await inTurns(commands, rounds));
}

/** The same for a project whose models are files of SQL, in the folder `db`. */
export async function checkSqlOf(size, { node, bin, rounds, cwd, env }) {
  const remembered = await brought({ node, bin, cwd, env });
  const pid = await serverPid(env.DATABASE_URL);
  const commands = {
    [floor]: () => measured(node, [join(here, "raw-catalog.mjs"), join(cwd, "db/tables/table0.sql")], { env, pid }),
    "mig check": () => measured(node, [bin, "check"], { cwd, env: remembered, pid }),
  };
  const title = `Comparison with files of SQL, ${size} tables, ${size * 4} indexes, ${size * 1.5} foreign keys, ${size * 0.3} views and functions`;
  return report(title, await inTurns(commands, rounds));
}

/** Brings the database to the models. Gives the environment in which mig remembers them. */
async function brought({ node, bin, cwd, env }) {
  const remembered = { ...env, XDG_CACHE_HOME: scratch() };
  await run(node, [bin, "revision", "-m", "everything"], { cwd, env: remembered });
  await run(node, [bin, "upgrade", "head"], { cwd, env: remembered });
  return remembered;
}

/** Runs the commands in turn, `rounds` times after a warm-up, and gives all that each used. */
async function inTurns(commands, rounds) {
  const found = Object.keys(commands).map((name) => ({ name, runs: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, runs } of found) {
      const used = await commands[name]();
      if (round > 0) runs.push(used);
    }
  }
  return found;
}

function report(title, found) {
  const medians = found.map(({ name, runs }) => ({
    name,
    ...Object.fromEntries(["busy", "server", "wall", "peak"].map((key) => [key, median(runs.map((used) => used[key]))])),
  }));
  const base = medians[0];
  const width = Math.max(...medians.map(({ name }) => name.length));
  const time = (one, key) => `${one[key].toFixed(0).padStart(7)} ms ${(one[key] / base[key]).toFixed(2).padStart(5)} x`;
  const lines = medians.map(
    (one) =>
      `  ${one.name.padEnd(width)} ${time(one, "busy")} ${time(one, "wall")} ${one.server.toFixed(0).padStart(6)} ms ${one.peak.toFixed(0).padStart(6)} MB`,
  );
  return [
    `${title} (x = ratio to the floor, medians)`,
    `  ${"".padEnd(width)} ${"busy".padStart(18)} ${"wall".padStart(18)} ${"server".padStart(9)} ${"peak".padStart(9)}`,
    ...lines,
    "",
  ].join("\n");
}

/** Runs a command and gives what it used, the server's part apart. */
async function measured(command, args, { env, cwd, pid }) {
  const { busy: all, server, ...used } = await withServer(pid, () => run(command, args, { cwd, env }));
  return { ...used, server, busy: Number.isNaN(server) ? all : all - server };
}
