import { MigError } from "../../errors.ts";
import type { Caller } from "../caller.ts";
import { runCommand } from "../project/run-command.ts";
import type { Project } from "../project/project.ts";

/** Runs the configured commands over a new file, in order. What they print goes to stderr; the first that fails is an error. */
export async function runHooks(file: string, { config, root, env, shown }: Project, { progress }: Caller): Promise<void> {
  for (const hook of config.afterWrite ?? []) {
    const { command, problem, output } = await runCommand(hook, { root, env }, (text) => withFile(text, file));
    if (output !== "") progress(output.trimEnd());
    if (problem !== undefined) throw new MigError("HOOK_FAILED", { hook: command, file: shown(file), problem });
  }
}

/** The command line with the file in it, quoted for the shell. */
function withFile(command: string, file: string): string {
  const quoted = process.platform === "win32" ? `"${file}"` : `'${file.replaceAll("'", `'\\''`)}'`;
  return command.includes("{file}") ? command.replaceAll("{file}", () => quoted) : `${command} ${quoted}`;
}
