import { MigError } from "../../errors.ts";
import type { GraphNode, RevisionGraph } from "../../revision/graph.ts";
import { resolveRevision } from "../../revision/resolve.ts";
import { compare } from "../../runtime/compare/compare.ts";
import { emptySide } from "../../runtime/compare/side.ts";
import type { Caller } from "../caller.ts";
import { folderFor } from "../new-revision/folder.ts";
import { newHeader, type HeaderRequest, type NewHeader } from "../new-revision/header.ts";
import { warnOfMissing } from "../new-revision/not-in-baseline.ts";
import { writeRevision } from "../new-revision/write.ts";
import { compareModels, hooked, type Compared } from "../project/compare-models.ts";
import { mirrorNew, requireMirror } from "../project/mirror.ts";
import { configuredModels } from "../project/models.ts";
import { openProject, readGraph, type Project } from "../project/project.ts";
import { givenAnswers, type RenameRequest } from "../renames/answers.ts";
import { compareAnswered } from "../renames/decide.ts";
import { warnAbout } from "../reports/diagnostic.ts";
import { operationSummary, remarksOn, reportOperations, type OperationReport } from "../reports/operation.ts";
import {
  leftByConfigJson,
  refuseHindered,
  rewrittenJson,
  tellLeftAlone,
  tellLeftByConfig,
  tellRewritten,
  type LeftOut,
} from "../reports/remarks.ts";
import { notComparedText } from "../words/remarks.ts";

export interface RevisionRequest extends HeaderRequest, RenameRequest {
  /** Absent: the first thing that happens. */
  readonly message?: string;
  /** Write an empty revision to fill in by hand. */
  readonly empty?: boolean;
  /** Compare the models with the database. Absent: if models are configured. */
  readonly autogenerate?: boolean;
  /** "empty": write everything in the models, for a database that already has it. Absent: compare with the database. */
  readonly from?: "empty";
  /** Parent revision: an id, label@head, or "base" for a new base. Absent: "head". */
  readonly head?: string;
  /** The configured folder to write to. Absent: that of the parent. */
  readonly versionPath?: string;
  /** Name what the configuration leaves alone, in a note. Absent: its count. */
  readonly verbose?: boolean;
}

export type RevisionResult = (WrittenRevision | { /** There was nothing to write. */ readonly file: null }) &
  Omit<LeftOut, "leftAlone"> & {
    readonly operations: readonly OperationReport[];
  };

export interface WrittenRevision extends NewHeader {
  readonly message: string;
  readonly file: string;
  /** Files for the tool that `mirror` names. Absent: none. */
  readonly mirrored?: readonly string[];
}

export async function revision(caller: Caller, request: RevisionRequest): Promise<RevisionResult> {
  refuseContradiction(request);
  const project = await openProject(caller);
  const graph = readGraph(project);
  if (project.config.mirror !== undefined) requireMirror(project, graph);
  const parents = parentsOf(graph, request.head ?? "head");
  const header = newHeader(graph, parents, request);
  const folder = folderFor(project, parents, { cwd: caller.cwd, versionPath: request.versionPath });
  const changes = await changesOf(project, graph, request, caller);
  const notCompared = changes?.notCompared ?? [];
  const unknown = notComparedText(notCompared);
  if (changes !== undefined) warnAbout(changes.warnings, caller);
  if (unknown !== undefined) caller.warn(unknown);
  tellLeftAlone(changes?.leftAlone ?? [], caller);
  tellLeftByConfig(changes?.leftByConfig ?? [], caller, { names: request.verbose === true });
  tellRewritten(changes?.rewritten, caller, operationSummary);
  const configured = { ...leftByConfigJson(changes?.leftByConfig ?? []), ...rewrittenJson(changes?.rewritten) };
  if (changes?.upgrade.length === 0) return { file: null, operations: [], notCompared, ...configured };
  refuseHindered(changes?.hindered ?? [], operationSummary);
  const operations = changes === undefined ? [] : reportOperations(changes.upgrade, changes.before);
  const message = request.message ?? messageFor(operations);
  const bodies =
    changes === undefined
      ? { upgrade: [], downgrade: [], blank: true as const }
      : {
          upgrade: changes.upgrade,
          downgrade: changes.downgrade,
          remarksOf: remarksOn([...operations, ...reportOperations(changes.downgrade, changes.after)]),
        };
  const file = project.shown(await writeRevision({ ...header, message, ...bodies }, folder, project, caller));
  const mirrored = project.config.mirror === undefined ? [] : await mirrorNew(project, readGraph(project));
  return { ...header, message, file, operations, notCompared, ...(mirrored.length === 0 ? {} : { mirrored }), ...configured };
}

/** @throws MigError OPTIONS_CONTRADICT */
function refuseContradiction({ empty, from, autogenerate }: RevisionRequest): void {
  if (empty === true && from !== undefined) throw new MigError("OPTIONS_CONTRADICT", { options: ["--empty", "--from"] });
  if (empty === true && autogenerate === true) throw new MigError("OPTIONS_CONTRADICT", { options: ["--empty", "--autogenerate"] });
}

/** The revision to build on; none for a new base. */
function parentsOf(graph: RevisionGraph, head: string): readonly GraphNode[] {
  const found = resolveRevision(graph, head);
  const node = found === undefined ? undefined : graph.byId.get(found.id);
  return node === undefined ? [] : [node];
}

/** What changed in the models. Undefined: nothing is compared, the revision will be blank. */
async function changesOf(project: Project, graph: RevisionGraph, request: RevisionRequest, caller: Caller): Promise<Changes | undefined> {
  const { empty = false, autogenerate = false, from } = request;
  if (from === "empty") return baseline(project, caller);
  if (empty || (project.config.models === undefined && !autogenerate)) return undefined;
  const given = givenAnswers(request, project);
  const found = await compareModels({ project, graph, command: "revision --autogenerate" }, (comparing) =>
    compareAnswered(comparing, given, caller),
  );
  const missing = found.problems.filter(({ problem }) => problem === "neverRun").map(({ revision: id }) => id);
  if (missing.length > 0) throw new MigError("REVISION_NEVER_RUN", { revisions: missing, rows: found.rows });
  if ("pending" in found) throw new MigError("DATABASE_BEHIND", { current: found.rows, heads: found.heads });
  return found;
}

type Changes = Omit<Compared, "rows" | "problems">;

async function baseline(project: Project, caller: Caller): Promise<Changes> {
  const models = await configuredModels(project, "revision --from empty");
  await warnOfMissing(project, models, caller);
  return hooked(await compare(emptySide, models, { configuration: project }), project);
}

/** A message where none is given: the first thing that happens. */
function messageFor([first, ...more]: readonly OperationReport[]): string {
  if (first === undefined) return "empty";
  return more.length === 0 ? first.summary : `${first.summary} and ${more.length} more`;
}
