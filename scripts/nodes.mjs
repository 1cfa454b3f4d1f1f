// Other majors of Node for the command's smoke tests: MIG_TEST_NODES="$(node scripts/nodes.mjs)" pnpm test
// They come from npm and are kept in node_modules/.cache/nodes. One that cannot be had is said on standard error and left out.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const majors = [20, 22, 24, 26].filter((major) => major !== Number.parseInt(process.versions.node, 10));
const windows = process.platform === "win32";
const source = `node-${windows ? "win" : process.platform}-${process.arch}`;
const cache = fileURLToPath(new URL("../node_modules/.cache/nodes", import.meta.url));

/** The program of a major, installed if it is not there yet; undefined if it cannot be had. */
function nodeOf(major) {
  const folder = path.join(cache, String(major));
  const program = path.join(folder, "node_modules", source, "bin", windows ? "node.exe" : "node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", `${source}@${major}`];
    const installed = spawnSync("npm", args, { cwd: folder, shell: windows, encoding: "utf8", timeout: 180_000 });
    if (installed.status !== 0) return leftOut(major, (installed.stderr || installed.error?.message || "npm failed").trim().split("\n")[0]);
  }
  const { status, stdout, stderr, error } = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (status !== 0) return leftOut(major, (error?.message ?? stderr).trim().split("\n")[0]);
  console.error(`Node ${stdout.trim()}`);
  return program;
}

function leftOut(major, why) {
  console.error(`Node ${major} cannot be had, its smoke tests are left out: ${why}`);
  return undefined;
}

console.log(
  majors
    .map(nodeOf)
    .filter((program) => program !== undefined)
    .join(path.delimiter),
);
