import { MigError } from "../../errors.ts";
import { adopt as adoptHistory } from "../adopt/adopt.ts";
import { alembicRevisions } from "../adopt/alembic/files.ts";
import { adoptAlembic, lookAtAlembic } from "../adopt/alembic/take-over.ts";
import { refuseOtherTable } from "../adopt/alembic/table-of-project.ts";
import type { AdoptForm } from "../adopt/drafts.ts";
import { findTool } from "../adopt/find-tool.ts";
import { lookAround } from "../adopt/look-around.ts";
import { adoptResult, alembicAdoptResult, alembicLookResult, lookResult, type AdoptResult, type LookResult } from "../adopt/results.ts";
import { adviceOn, warnOfAdopted } from "../adopt/tell.ts";
import { undoAdoption, type Undone } from "../adopt/undo.ts";
import type { Caller } from "../caller.ts";
import { readProject, requireProject, type Project } from "../project/project.ts";
import { namesText } from "../words/remarks.ts";

export interface AdoptRequest {
  /** How the history is taken over. Absent: nothing is; the result says what there is. */
  readonly form?: AdoptForm;
  /** Id of the tool whose history it is: prisma, drizzle, flyway, ... Absent: the one that has one here. */
  readonly from?: string;
  /** Folder of its migrations. Absent: where the tool has them. */
  readonly migrations?: string;
}

export async function adopt(caller: Caller, { form, from, migrations }: AdoptRequest): Promise<AdoptResult | LookResult> {
  const project = await readProject(caller);
  const found = from === "alembic" ? undefined : findTool(project, { from, migrations, cwd: caller.cwd });
  const isAlembics = from === "alembic" || (from === undefined && found === undefined && alembicRevisions(project).length > 0);
  if (isAlembics && form !== "baseline") return adoptFromAlembic(requireProject(project, caller), form, caller);
  if (form === undefined) {
    const look = await lookAround(project, found, caller);
    for (const advice of adviceOn(look)) caller.advise(advice);
    return lookResult(look, project);
  }
  const result = adoptResult(await adoptHistory(project, found, form, caller), form);
  warnOfAdopted(result, { found, project }, caller);
  caller.advise("next: mig check");
  return result;
}

/**
 * The files of Alembic stay, and its table is mig's: there are only stubs to write.
 * @throws MigError ADOPT_FILES_MISSING, ALEMBIC_TABLE_ELSEWHERE, CONFIG_NOT_FOUND
 */
async function adoptFromAlembic(
  project: Project,
  form: Exclude<AdoptForm, "baseline"> | undefined,
  caller: Caller,
): Promise<AdoptResult | LookResult> {
  const look = lookAtAlembic(project);
  const { revisions, refusing, missing } = look;
  if (revisions.length === 0) throw new MigError("NOTHING_TO_ADOPT", { tool: "Alembic" });
  await refuseOtherTable(project);
  if (form === "link")
    throw new MigError("ADOPT_FILES_MISSING", {
      tool: "Alembic",
      names: revisions.map(({ revision }) => revision),
      form,
      isCode: true,
    });
  if (form === undefined) {
    const more = "next: mig adopt --history, to write stubs for new revisions, with Alembic's SQL where Alembic can write it";
    caller.advise(missing.length + refusing.length === 0 ? "next: mig check" : more);
    return alembicLookResult(look);
  }
  const adopted = await adoptAlembic(project, caller);
  if (adopted.edited.length > 0)
    caller.warn(
      `Alembic's SQL for these is not what their stubs have: ${namesText(adopted.edited)}. ` +
        `The stubs stay as they are. To have the new SQL, delete them and run the command again.`,
    );
  caller.advise("next: mig check");
  return alembicAdoptResult(adopted);
}

export async function undoAdopt(caller: Caller): Promise<Undone> {
  return undoAdoption(await readProject(caller), caller);
}
