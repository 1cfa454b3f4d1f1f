import { MigError } from "../../errors.ts";
import type { Caller } from "../caller.ts";
import type { Project } from "./project.ts";
import { runCommand } from "./run-command.ts";

/**
 * Runs the commands of `afterUpgrade`, in order. What they print goes to stderr. The first that fails is an error; the upgrade is done all
 * the same.
 * @throws MigError AFTER_UPGRADE_FAILED
 */
export async function runAfterUpgrade(project: Project, { progress }: Caller): Promise<void> {
  for (const hook of project.config.afterUpgrade ?? []) {
    const { command, output, problem } = await runCommand(hook, project);
    if (output !== "") progress(output.trimEnd());
    if (problem !== undefined) throw new MigError("AFTER_UPGRADE_FAILED", { command, problem });
  }
}
