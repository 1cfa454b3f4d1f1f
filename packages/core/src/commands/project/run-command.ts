import path from "node:path";
import type { AfterWrite } from "../../runtime/config/config.ts";
import type { Project } from "./project.ts";

/** How a command line of the configuration ended. */
export interface CommandRun {
  /** As it was run. */
  readonly command: string;
  readonly output: string;
  /** How it failed. Absent: it ended well. */
  readonly problem?: string;
}

/** Runs a command line of the configuration by the shell, in its folder, with the project's own programs on the path. */
export async function runCommand(
  hook: AfterWrite,
  { root, env }: Pick<Project, "root" | "env">,
  fill: (command: string) => string = (command) => command,
): Promise<CommandRun> {
  const { command, cwd = "." } = typeof hook === "string" ? { command: hook } : hook;
  const folder = path.resolve(root, cwd);
  const bins = [folder, root].map((one) => path.join(one, "node_modules", ".bin"));
  const ran = await runShell(fill(command), { cwd: folder, env: { ...env, PATH: [...bins, env["PATH"] ?? ""].join(path.delimiter) } });
  return { command, ...ran };
}

interface Shell {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs a command line to its end; `problem` says how it failed. */
function runShell(command: string, { cwd, env }: Shell): Promise<{ readonly problem?: string; readonly output: string }> {
  return new Promise((resolve) => {
    const child = process
      .getBuiltinModule("node:child_process")
      .spawn(command, { cwd, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", (error) => resolve({ problem: error.message, output }));
    child.once("close", (code, signal) =>
      resolve(code === 0 ? { output } : { problem: code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`, output }),
    );
  });
}
