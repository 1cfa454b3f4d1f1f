// Runs commands as a shell would, on any system.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const programs = {
  node: [],
  mig: [path.join(path.dirname(createRequire(import.meta.url).resolve("@migts/cli/package.json")), "bin/mig.js")],
};

const ignore = () => {}; // the terminal interrupts the child too; it decides

/** Runs `mig` or a Node program to its end and gives its exit code. Signals are handed on. */
export async function run(program, args, { cwd, env }) {
  const known = Object.hasOwn(programs, program);
  const [command, first] = known ? [process.execPath, programs[program]] : [program, []];
  const child = spawn(command, [...first, ...args], { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
  const terminate = () => child.kill("SIGTERM");
  process.on("SIGINT", ignore).on("SIGTERM", terminate);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
    });
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", terminate);
  }
}
