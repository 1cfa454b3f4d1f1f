import { rm } from "node:fs/promises";
import path from "node:path";
import { MigError } from "../../errors.ts";
import { resolveRevision } from "../../revision/resolve.ts";
import type { ToolReport } from "./tool-report.ts";
import type { Caller } from "../caller.ts";
import { writeRevision } from "../new-revision/write.ts";
import { withSession } from "../project/database.ts";
import { readState } from "../../runtime/tables/heads.ts";
import { readGraph, type Project } from "../project/project.ts";
import type { AdoptDraft, AdoptForm } from "./drafts.ts";
import { findToolByTable, type FoundTool } from "./find-tool.ts";
import { configured, tablesAfterwards } from "./own-config.ts";
import { folderOf, prepare, type Prepared } from "./prepare.ts";
import { record, type Recorded } from "./stamp.ts";
import { readHistory, standingOf, type Standing } from "./standing.ts";
import { toWriteOf } from "./to-write.ts";
import { noTool } from "./tools/tool.ts";

/** What `mig adopt` did. */
export interface Adopted {
  readonly tool: ToolReport;
  /** Absent: no tool had a history here. */
  readonly standing?: Standing;
  /** What was written and changed, as the user would write it. */
  readonly files: readonly string[];
  /** Absent: its revisions were there already. */
  readonly prepared?: Prepared;
  readonly recorded: Recorded;
}

/**
 * Takes over a history: writes its revisions, unless they are there, and records in the database which of them ran there. Nothing is
 * written before all is worked out and tried.
 * @throws MigError ADOPT_UNFINISHED, ADOPT_DRIFTED, APPLIED_REVISION_NOT_FOUND, and what `toWriteOf`, `prepare` and `record` throw
 */
export async function adopt(given: Project, inFiles: FoundTool | undefined, form: AdoptForm, caller: Caller): Promise<Adopted> {
  return withSession(given, async (session) => {
    const found = inFiles ?? (await findToolByTable(session, given));
    const tool = found?.tool ?? noTool;
    const database = await readHistory(session, given, found);
    const standing = found === undefined ? undefined : standingOf(found, database.rows);
    refuseUnfinished(found, standing);
    const written = readGraph(given);
    const toWrite = toWriteOf(written, form, { tool, found, database });
    const folder = folderOf(given);
    const prepared =
      toWrite === undefined ? undefined : await prepare(given, { ...toWrite, found, form, database, folder, graph: written }, caller);
    if (prepared !== undefined && found !== undefined && found.tool.table === undefined && prepared.drift.length > 0)
      throw new MigError("ADOPT_DRIFTED", { tool: tool.name, steps: prepared.drift });
    const afterwards = tablesAfterwards(given);
    const { heads } = afterwards === given.tables ? database.state : await readState(session, afterwards);
    refuseUnknownHeads(heads, [...written.nodes.map(({ id }) => id), ...(prepared?.drafts ?? []).map(({ revision }) => revision)]);
    const { project, files } = await configured(given, { hasTables: database.state.has.version }, caller);
    const revisions = prepared === undefined ? [] : await writeAll(prepared.drafts, project, caller);
    const graph = prepared === undefined ? written : readGraph(project);
    const recorded = await record({ project, graph, tool }, database, { isKnown: toWrite?.isFirst === true, caller });
    return {
      tool,
      ...(standing === undefined ? {} : { standing }),
      files: [...files, ...revisions],
      ...(prepared === undefined ? {} : { prepared }),
      recorded,
    };
  });
}

function refuseUnfinished(found: FoundTool | undefined, standing: Standing | undefined): void {
  const [first] = standing?.failed ?? [];
  if (found === undefined || first === undefined) return;
  const settle = found.tool.settle?.(first);
  throw new MigError("ADOPT_UNFINISHED", {
    tool: found.tool.name,
    names: standing?.failed ?? [],
    ...(settle === undefined ? {} : { settle }),
  });
}

/** A teammate may have taken the history over in another form, and recorded that in this database. */
function refuseUnknownHeads(heads: readonly string[], known: readonly string[]): void {
  const unknown = heads.find((head) => !known.includes(head));
  if (unknown !== undefined) throw new MigError("APPLIED_REVISION_NOT_FOUND", { revision: unknown });
}

/** Writes all files or none. They stand on what is there, one on the other. */
async function writeAll(drafts: readonly AdoptDraft[], project: Project, caller: Caller): Promise<readonly string[]> {
  const files: string[] = [];
  const top = resolveRevision(readGraph(project), "head");
  let parents = top === undefined ? [] : [top.id];
  try {
    for (const { createdAt, ...draft } of drafts) {
      const header = { downRevisions: parents, branchLabels: [], dependsOn: [] };
      const revision = { ...draft, ...header, ...(createdAt === undefined ? {} : { created: createdAt }) };
      files.push(await writeRevision(revision, folderOf(project), project, caller));
      parents = [draft.revision];
    }
  } catch (error) {
    for (const file of files) await rm(file, { force: true });
    throw error;
  }
  return files.map((file) => project.shown(path.resolve(file)));
}
