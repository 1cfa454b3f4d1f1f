import { MigError, isMigError } from "../../../errors.ts";
import type { MigTableNames } from "../../../runtime/tables/mig-tables.ts";
import type { Caller } from "../../caller.ts";
import { withSession } from "../../project/database.ts";
import type { Project } from "../../project/project.ts";
import { alembicOf, alembicRevisions } from "./files.ts";
import { isSameTable, tableIn, toldTable, usual, type AlembicTable } from "./version-table.ts";

/** A database that does not answer is not waited for any longer. */
const patienceSeconds = 5;

interface Found {
  /** As env.py says. Absent: it computes it. */
  readonly told?: AlembicTable;
  /** As the rows in the database say. Absent: none fits, or it could not be asked. */
  readonly seen?: AlembicTable;
}

/** The table in which a project's Alembic records its heads. Undefined: the project has no Alembic. */
export async function tableOfAlembic(project: Project, { advise }: Caller): Promise<AlembicTable | undefined> {
  const found = await findTable(project);
  if (found === undefined) return undefined;
  const { told, seen } = found;
  if (told === undefined && seen === undefined)
    advise(
      "Alembic's env.py computes the name of its version table, and the database has none yet. Set the same in versionTable in mig.config.ts.",
    );
  return seen ?? told ?? usual;
}

/**
 * Sees to it that mig's version table is Alembic's: with another one, mig would run again what Alembic has run.
 * @throws MigError ALEMBIC_TABLE_ELSEWHERE
 */
export async function refuseOtherTable(project: Project): Promise<void> {
  const found = await findTable(project);
  const table = found?.seen ?? found?.told;
  if (table !== undefined && !isSameTable(table, project.tables.version))
    throw new MigError("ALEMBIC_TABLE_ELSEWHERE", { alembics: table, migs: project.tables.version });
}

/** What a configuration says of a table. Nothing where it is the usual one. */
export const namesOf = ({ schema, name }: AlembicTable): MigTableNames => ({
  ...(name === usual.name ? {} : { name }),
  ...(schema === usual.schema ? {} : { schema }),
});

async function findTable(project: Project): Promise<Found | undefined> {
  const { settings } = alembicOf(project);
  if (settings === undefined) return undefined;
  const told = toldTable(settings);
  const seen = await seenTable(project, told);
  return { ...(told === undefined ? {} : { told }), ...(seen === undefined ? {} : { seen }) };
}

async function seenTable(project: Project, told: AlembicTable | undefined): Promise<AlembicTable | undefined> {
  const revisions = alembicRevisions(project);
  if (project.url === undefined || revisions.length === 0) return undefined;
  try {
    return await withSession(project, (session) => tableIn(session, revisions, told), { timeoutSeconds: patienceSeconds });
  } catch (error) {
    if (!isMigError(error)) throw error;
    return undefined; // whoever needs the database says so
  }
}
