import type { Command, Outcome } from "../command.ts";
import { compareModels, type Behind } from "../project/compare-models.ts";
import { openProject, readGraph } from "../project/project.ts";
import { warnAbout } from "../report/diagnostic.ts";
import { operationLine, reportOperations } from "../report/operation.ts";

export const check: Command = {
  options: [],
  examples: ["mig check", "mig check --json"],
  run: async (context) => {
    const project = await openProject(context);
    const found = await compareModels(project, readGraph(project), "check");
    if ("pending" in found) return behind(found);
    warnAbout(found.warnings, context);
    const operations = reportOperations(found.upgrade, found.before);
    if (operations.length === 0) return { data: { inSync: true, pending: [], operations }, text: "The database and the models agree." };
    const count = `${operations.length} ${operations.length === 1 ? "difference" : "differences"}`;
    context.progress(`${count} between the database and the models. Write a revision with: mig revision -m "..."`);
    return { data: { inSync: false, pending: [], operations }, text: operations.map(operationLine).join("\n"), exitCode: 4 };
  },
};

function behind({ pending }: Behind): Outcome {
  const count = `${pending.length} ${pending.length === 1 ? "revision is" : "revisions are"}`;
  return {
    data: { inSync: false, pending, operations: [] },
    text: `${count} not applied: ${pending.join(", ")}. Run "mig upgrade head".`,
    exitCode: 4,
  };
}
