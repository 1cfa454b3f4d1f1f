// `pnpm test`: builds, runs the tests of all packages in one go, and ends with the line "N passed, M failed".
// Arguments go to vitest: `pnpm test packages/core -t "name"`.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { closingLine } from "./summary-reporter.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a tool of the workspace with our output, and gives its exit code. */
function run(tool, args, env = {}) {
  const bin = path.join(root, "node_modules", ".bin", tool);
  const windows = process.platform === "win32";
  const child = spawn(windows ? `"${bin}.cmd"` : bin, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
    shell: windows,
  });
  return new Promise((resolve, reject) => child.once("error", reject).once("close", (code) => resolve(code ?? 1)));
}

const built = await run("turbo", ["run", "build", "--output-logs=errors-only"], { TURBO_TELEMETRY_DISABLED: "1" });
if (built !== 0) {
  console.log("The build failed: no test ran.");
  console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exit(1);
}

const folder = await mkdtemp(path.join(os.tmpdir(), "mig-test-"));
const summaryFile = path.join(folder, "summary.json");
const reporter = path.join(root, "scripts", "summary-reporter.mjs");
const args = process.argv.slice(2).filter((arg) => arg !== "--");
const code = await run("vitest", ["run", "--reporter=default", `--reporter=${reporter}`, ...args], { MIG_TEST_SUMMARY: summaryFile });
const written = await readFile(summaryFile, "utf8").catch(() => undefined);
await rm(folder, { recursive: true, force: true });

const summary = written === undefined ? { passed: 0, failed: 0, skipped: 0 } : JSON.parse(written);
// vitest may fail though no test did: its set-up threw, or it was ended
if (code !== 0 && summary.failed === 0) {
  console.log(`The test run itself failed (exit code ${code}).`);
  summary.failed = 1;
} else if (summary.passed === 0 && summary.failed === 0) {
  console.log("No test ran.");
  summary.failed = 1;
}
console.log(closingLine(summary));
process.exit(summary.failed === 0 ? 0 : 1);
