import type { RenameGuess } from "../../diff/renames/answers.ts";
import { differencesOf } from "../../runtime/compare/differences.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";
import { someProblems } from "../../runtime/run/report.ts";
import type { Caller } from "../caller.ts";
import { compareModels, type Behind, type Compared } from "../project/compare-models.ts";
import { openProject, readGraphWithTexts, type Project } from "../project/project.ts";
import { givenAnswers, type RenameRequest } from "../renames/answers.ts";
import { compareWith } from "../renames/decide.ts";
import { warnAbout } from "../reports/diagnostic.ts";
import { formatVersion, reportDifferences, type DifferenceReport } from "../reports/differences.ts";
import { operationSummary, reportOperations, type OperationReport } from "../reports/operation.ts";
import {
  leftAloneJson,
  leftByConfigJson,
  rewrittenJson,
  tellLeftAlone,
  tellLeftByConfig,
  tellRewritten,
  type LeftOut,
} from "../reports/remarks.ts";
import { adviseRenames } from "../reports/renames.ts";
import { counted } from "../words/counted.ts";
import { notComparedText } from "../words/remarks.ts";
import { sideWords } from "../words/sides.ts";

/** How a comparison is told. */
export interface TellRequest {
  /** Whether the result has the differences behind the operations. Absent: yes; false saves their work. */
  readonly differences?: boolean;
  /** Name what the configuration leaves alone, in a note. Absent: its count. */
  readonly verbose?: boolean;
}

export interface CheckRequest extends RenameRequest, TellRequest {}

export interface CheckResult extends LeftOut {
  /** Version of the shape of results of `check` and `diff`. */
  readonly formatVersion: number;
  /** Everything was compared and agrees, and every revision is applied. */
  readonly inSync: boolean;
  /** Revisions that are not applied. If there are any, nothing was compared. */
  readonly pending: readonly string[];
  /** What would make the database as the models are. */
  readonly operations: readonly OperationReport[];
  readonly differences: readonly DifferenceReport[];
  /** What may be the same under another name, and has no answer. Absent: nothing was compared. */
  readonly renames?: readonly RenameGuess[];
  /** Where the log, the rows and the files do not agree. Absent: nowhere. */
  readonly problems?: readonly RevisionProblem[];
  /** The rows of the version table. */
  readonly rows: readonly string[];
  /** The heads of the revision files. Absent: nothing was compared for another reason than pending revisions. */
  readonly heads?: readonly string[];
}

export const check = async (caller: Caller, request: CheckRequest): Promise<CheckResult> =>
  checkOf(await openProject(caller), caller, request);

/** The same for a project that is open already. */
export async function checkOf(project: Project, caller: Caller, request: CheckRequest): Promise<CheckResult> {
  const { differences: isExplained = true, verbose = false } = request;
  const graph = readGraphWithTexts(project);
  const given = givenAnswers(request, project);
  const found = await compareModels({ project, graph, command: "check" }, (comparing) => compareWith(comparing, given));
  if ("pending" in found) return behind(found);
  warnAbout(found.warnings, caller);
  const unknown = notComparedText(found.notCompared);
  if (unknown !== undefined) caller.warn(unknown);
  tellLeftAlone(found.leftAlone, caller);
  tellLeftByConfig(found.leftByConfig, caller, { names: verbose });
  tellRewritten(found.rewritten, caller, operationSummary);
  if (given.rest !== "no") adviseRenames(found.openRenames, caller);
  const operations = reportOperations(found.upgrade, found.before, undefined, found.hindered);
  if (operations.length === 0) return agreement(found);
  caller.advise(
    `${counted(operations.length, "difference")} between the database and the models. Write a revision with: mig revision -m "..."`,
  );
  return {
    formatVersion,
    inSync: false,
    pending: [],
    operations,
    differences: isExplained ? reportDifferences(differencesOf(found), operations, sideWords(["db", "models"])) : [],
    notCompared: found.notCompared,
    renames: found.openRenames,
    ...leftOutOf(found),
    ...someProblems(found.problems),
    rows: found.rows,
  };
}

/** Nothing that was compared differs. */
const agreement = (found: Compared): CheckResult => ({
  formatVersion,
  inSync: found.notCompared.length === 0 && found.problems.length === 0,
  pending: [],
  operations: [],
  differences: [],
  notCompared: found.notCompared,
  ...leftOutOf(found),
  ...someProblems(found.problems),
  rows: found.rows,
});

const leftOutOf = ({ leftAlone, leftByConfig, rewritten }: Compared): Omit<LeftOut, "notCompared"> => ({
  ...leftAloneJson(leftAlone),
  ...leftByConfigJson(leftByConfig),
  ...rewrittenJson(rewritten),
});

const behind = ({ pending, problems, rows, heads }: Behind): CheckResult => ({
  formatVersion,
  inSync: false,
  pending,
  operations: [],
  differences: [],
  notCompared: [],
  ...someProblems(problems),
  rows,
  heads,
});
