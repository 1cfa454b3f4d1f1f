import { eject as ejectTo, type Ejected } from "../adopt/eject.ts";
import type { Caller } from "../caller.ts";
import { openProject } from "../project/project.ts";

export interface EjectRequest {
  /** The tool that goes on. */
  readonly to: "prisma";
  /** Also remove the revisions and the configuration; do this in the last environment. */
  readonly removeFiles?: boolean;
}

export async function eject(caller: Caller, { removeFiles = false }: EjectRequest): Promise<Ejected> {
  const ejected = await ejectTo(await openProject(caller), { removesFiles: removeFiles }, caller);
  if (ejected.removed.length === 0)
    caller.advise("Run the same in each other environment. Then remove mig's files: mig eject --to prisma --remove-files");
  return ejected;
}
