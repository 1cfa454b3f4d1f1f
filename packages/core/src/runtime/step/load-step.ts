import { MigError } from "../../errors.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import type { Environment } from "../environment/environment.ts";
import type { RevisionFunction, RevisionModule } from "../files/import-revision.ts";

/** A step with its loaded file. */
export interface LoadedStep {
  readonly step: Step;
  readonly revision: Revision;
  readonly module: RevisionModule;
  /** Does nothing if only the rows move. */
  readonly run: RevisionFunction;
}

export type LoadStep = (step: Step) => Promise<LoadedStep>;

type Files = Pick<Environment, "graph" | "importRevision">;

/** Loads the file of a step's revision. */
export async function loadStep({ graph, importRevision }: Files, step: Step): Promise<LoadedStep> {
  const revision = graph.byId.get(step.revision)?.revision;
  if (revision === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: step.revision });
  const module = await importRevision(revision);
  return { step, revision, module, run: functionOf(module, revision, step) };
}

/** Loads the files of all steps before the first one runs: a broken file stops the run while the database is as it was. */
export async function loadSteps(files: Files, steps: readonly Step[]): Promise<LoadStep> {
  const modules = new Map<string, RevisionModule>();
  for (const step of steps) modules.set(step.revision, (await loadStep(files, step)).module);
  const importRevision: Files["importRevision"] = async (revision) => modules.get(revision.id) ?? files.importRevision(revision);
  return (step) => loadStep({ ...files, importRevision }, step);
}

function functionOf(module: RevisionModule, { id, file }: Revision, { direction, rowsOnly }: Step): RevisionFunction {
  if (rowsOnly === true) return () => {};
  const run = module[direction];
  if (direction === "downgrade" && module.irreversible !== undefined)
    throw new MigError(
      "REVISION_IRREVERSIBLE",
      { revision: id, reason: module.irreversible },
      file === undefined ? {} : { place: { file } },
    );
  if (run !== undefined) return run;
  throw new MigError(
    "REVISION_FUNCTION_MISSING",
    { revision: id, file: file ?? "no file", name: direction },
    file === undefined ? {} : { place: { file } },
  );
}
