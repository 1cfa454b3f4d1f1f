import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const app = path.resolve(import.meta.dirname, "..");
const mig = path.join(path.dirname(createRequire(import.meta.url).resolve("@migts/cli/package.json")), "bin/mig.js");

/** Runs `mig` in the application's folder against a database. @example await runMig(url, "upgrade", "head") */
export async function runMig(url: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [mig, ...args], { cwd: app, env: { ...process.env, DATABASE_URL: url } });
  return stdout;
}

/** Brings a database to the newest revision of the application. */
export const migrate = async (url: string): Promise<void> => void (await runMig(url, "upgrade", "head"));
