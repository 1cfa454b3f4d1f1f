// A project of somebody who installs the published packages: its files, and commands typed in it.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { npmSettings } from "./registry.mjs";

/** The environment of a shell: without what the script of a package manager adds, which would lead others astray. */
const plain = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:npm_(?!config_(?:registry|cafile|strict_ssl|cache|userconfig)$)|pnpm_|VITEST|INIT_CWD|NODE_ENV$|NODE_PATH$|NODE_OPTIONS$)/iu.test(
        name,
      ),
  ),
);

/** @typedef {{ readonly code: number, readonly stdout: string, readonly stderr: string }} Ended */

/**
 * Runs a command and gives what it printed. @param {readonly string[]} line @param {{ readonly cwd: string, readonly env?: Record<string,
 * string | undefined>, readonly timeout?: number }} options @returns {Promise<Ended>}
 */
export function run(line, { cwd, env = {}, timeout = 300_000 }) {
  const [command = "", ...args] = line;
  const child = spawn(command, args, { cwd, env: { ...plain, CI: "true", ...env }, stdio: ["ignore", "pipe", "pipe"], timeout });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) =>
    child.once("error", reject).once("close", (code) => resolve({ code: code ?? 1, stdout, stderr })),
  );
}

/**
 * As `run`, but a command that fails is an error that shows all that it printed. @param {readonly string[]} command @param
 * {Parameters<typeof run>[1]} options
 */
export async function succeeds(command, options) {
  const ended = await run(command, options);
  if (ended.code !== 0) throw new Error(`$ ${command.join(" ")}\nended with ${ended.code}\n${ended.stdout}${ended.stderr}`);
  return ended;
}

export function writeFiles(folder, files) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}

/** A design in SQL, a configuration, and a program that applies revisions when it starts. */
export const userFiles = {
  "db/schema.sql": "create table users (id bigint primary key, email text not null unique);\n",
  "mig.config.ts": `import { defineConfig, sql } from "@migts/core";\n\nexport default defineConfig({ models: sql("db"), versions: "mig/versions" });\n`,
  "src/start.ts": `import { isMigError, upgrade } from "@migts/core";
import type { Adapter } from "@migts/core/adapter";

export const adapter: Adapter | undefined = undefined;

async function start(): Promise<string> {
  try {
    const { steps } = await upgrade({ url: process.env["DATABASE_URL"], versions: process.argv[2] ?? "mig/versions" });
    return \`\${steps.length} steps\`;
  } catch (error) {
    if (isMigError(error)) return error.code;
    throw error;
  }
}

start().then(console.log, (error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
`,
};

const revision = (id, down, from) => `import type { Op } from "${from}";

export const revision = "${id}";
export const downRevision = ${down};

export function upgrade(op: Op): void {
  op.createTable({ schema: "public", name: "t_${id}", columns: [{ name: "a", type: "integer" }] });
}

export async function downgrade(op: Op): Promise<void> {
  const rows = await op.query<{ a: number }>("select 1 as a");
  if (rows[0]?.a === 1) op.dropTable({ schema: "public", name: "t_${id}" });
}
`;

/** Revisions that take their types from each door that has them, one of them CommonJS by its name. */
export const revisionFiles = {
  "mig/versions/aa11.ts": revision("aa11", "null", "@migts/core/op"),
  "mig/versions/bb22.ts": revision("bb22", '"aa11"', "@migts/cli"),
  "mig/versions/cc33.cts": revision("cc33", '"bb22"', "@migts/cli/op"),
};

/**
 * Makes the folder of a project that finds the packages in the registry. @param {{ folder: string, type: string, url: string, settings?:
 * (url: string) => Record<string, string> }} options
 */
export const makeProject = ({ folder, type, url, settings = npmSettings }) =>
  writeFiles(folder, { "package.json": `${JSON.stringify({ name: "user", private: true, type }, undefined, 2)}\n`, ...settings(url) });
