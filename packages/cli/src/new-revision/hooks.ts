import { spawn } from "node:child_process";
import path from "node:path";
import { MigError } from "@migts/core";
import type { Context } from "../context.ts";
import type { Project } from "../project/project.ts";

/** Runs the configured commands over a new file, in order. What they print goes to stderr; the first that fails is an error. */
export async function runHooks(file: string, { config, root, env, shown }: Project, { progress }: Context): Promise<void> {
  for (const hook of config.afterWrite ?? []) {
    const { command, cwd = "." } = typeof hook === "string" ? { command: hook } : hook;
    const folder = path.resolve(root, cwd);
    const bins = [folder, root].map((one) => path.join(one, "node_modules", ".bin"));
    const { problem, output } = await runShell(withFile(command, file), {
      cwd: folder,
      env: { ...env, PATH: [...bins, env["PATH"] ?? ""].join(path.delimiter) },
    });
    if (output !== "") progress(output.trimEnd());
    if (problem !== undefined) throw new MigError("HOOK_FAILED", { hook: command, file: shown(file), problem });
  }
}

/** The command line with the file in it, quoted for the shell. */
function withFile(command: string, file: string): string {
  const quoted = process.platform === "win32" ? `"${file}"` : `'${file.replaceAll("'", `'\\''`)}'`;
  return command.includes("{file}") ? command.replaceAll("{file}", () => quoted) : `${command} ${quoted}`;
}

interface Shell {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs a command line to its end; `problem` says how it failed. */
function runShell(command: string, { cwd, env }: Shell): Promise<{ readonly problem?: string; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, { cwd, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", (error) => resolve({ problem: error.message, output }));
    child.once("close", (code, signal) =>
      resolve(code === 0 ? { output } : { problem: code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`, output }),
    );
  });
}
