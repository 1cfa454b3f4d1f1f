import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { withFile } from "../files/file-error.ts";

export type Environ = Readonly<Record<string, string | undefined>>;

/** The environment, completed from a file. */
export interface EnvWithFile {
  readonly env: Environ;
  /** Absent: there is none. */
  readonly file?: string;
}

/** Adds the `.env` file of a folder to the environment; what the environment has wins. */
export function withEnvFile(folder: string, env: Environ): EnvWithFile {
  const file = path.join(folder, ".env");
  if (!existsSync(file)) return { env };
  const set = Object.entries(env).filter(([, value]) => value !== undefined);
  return { env: { ...parseEnv(withFile(file, "read", () => readFileSync(file, "utf8"))), ...Object.fromEntries(set) }, file };
}
