import { ok, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";

/** Whether there is a configuration. One that cannot be read is told by whoever reads it. */
export async function checkConfiguration({ project }: With<"project">): Promise<readonly Finding[]> {
  const { file, environments, shown } = project;
  if (file === undefined) return [warning("config", "There is no configuration; the defaults hold.", "mig init")];
  const names = environments === undefined ? "" : `, environments: ${environments.join(", ")}`;
  return [ok("config", `${shown(file)}${names}`)];
}
