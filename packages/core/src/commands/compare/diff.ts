import type { RenameGuess } from "../../diff/renames/answers.ts";
import { planOperations } from "../../plan/plan.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { compare } from "../../runtime/compare/compare.ts";
import { differencesOf } from "../../runtime/compare/differences.ts";
import { operationsText } from "../../source/revision-file.ts";
import type { Caller } from "../caller.ts";
import { readProject } from "../project/project.ts";
import { withSides } from "../project/sides.ts";
import { givenAnswers, type RenameRequest } from "../renames/answers.ts";
import { compareWith } from "../renames/decide.ts";
import { warnAbout } from "../reports/diagnostic.ts";
import { formatVersion, reportDifferences, type DifferenceReport } from "../reports/differences.ts";
import { operationSummary, remarksOn, reportOperations, type OperationReport } from "../reports/operation.ts";
import { planReport, type TransactionReport } from "../reports/plan.ts";
import { leftAloneJson, leftByConfigJson, refuseHindered, tellLeftAlone, tellLeftByConfig, type LeftOut } from "../reports/remarks.ts";
import { adviseRenames } from "../reports/renames.ts";
import { planScript } from "../words/plan.ts";
import { notComparedText } from "../words/remarks.ts";
import { sideWords } from "../words/sides.ts";
import type { TellRequest } from "./check.ts";

export interface DiffRequest extends RenameRequest, TellRequest {
  /**
   * A schema: "db" (the configured database), "models" (the configured ones), "empty", a database URL, a .prisma or .sql file, a folder of
   * them, or a pattern such as "db/**\/*.sql".
   */
  readonly from: string;
  /** The schema after the changes: the same kinds of values. */
  readonly to: string;
  /** Also write the changes: "sql" for psql, "ts" as in a revision file. Absent: neither. */
  readonly script?: "sql" | "ts";
}

export interface DiffResult extends Omit<LeftOut, "beforeWrite"> {
  /** Version of the shape of results of `check` and `diff`. */
  readonly formatVersion: number;
  readonly operations: readonly OperationReport[];
  readonly differences: readonly DifferenceReport[];
  readonly plan: readonly TransactionReport[];
  /** What may be the same under another name, and has no answer. */
  readonly renames: readonly RenameGuess[];
  /** Absent: it was not asked for. */
  readonly script?: string;
}

export async function diff(caller: Caller, request: DiffRequest): Promise<DiffResult> {
  const { from, to, script, differences: isExplained = true, verbose = false } = request;
  const project = await readProject(caller);
  const given = givenAnswers(request, project);
  const texts = [from, to] as const;
  const comparison = await withSides({ texts, project, cwd: caller.cwd }, (before, after) =>
    compareWith((answered) => compare(before, after, { ...answered, configuration: project }), given),
  );
  if (given.rest !== "no") adviseRenames(comparison.openRenames, caller);
  warnAbout(comparison.warnings, caller);
  const plan = planOperations(comparison.upgrade, kinds, comparison.before);
  const operations = reportOperations(comparison.upgrade, comparison.before, plan, comparison.hindered);
  const unknown = notComparedText(comparison.notCompared);
  if (unknown !== undefined) caller.warn(unknown);
  tellLeftAlone(comparison.leftAlone, caller);
  tellLeftByConfig(comparison.leftByConfig, caller, { names: verbose });
  if (operations.length === 0)
    caller.progress(unknown === undefined ? "No differences." : "What was compared agrees; not everything was compared.");
  if (script !== undefined) refuseHindered(comparison.hindered, operationSummary);
  return {
    formatVersion,
    operations,
    differences: isExplained ? reportDifferences(differencesOf(comparison), operations, sideWords(texts)) : [],
    plan: planReport(plan),
    notCompared: comparison.notCompared,
    renames: comparison.openRenames,
    ...leftAloneJson(comparison.leftAlone),
    ...leftByConfigJson(comparison.leftByConfig),
    ...(script === undefined
      ? {}
      : { script: script === "sql" ? planScript(plan) : operationsText(comparison.upgrade, remarksOn(operations)).trimEnd() }),
  };
}
