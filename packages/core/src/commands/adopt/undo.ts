import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import { inOrder } from "../../revision/lineage.ts";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { MigError } from "../../errors.ts";
import { appliedOf } from "../../revision/resolve.ts";
import type { Session } from "../../runtime/session.ts";
import { readState } from "../../runtime/tables/heads.ts";
import type { MigTables } from "../../runtime/tables/mig-tables.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { unconfigured } from "./own-config.ts";

/** What was taken back. */
export interface Undone {
  /** Removed or changed. */
  readonly files: readonly string[];
  /** mig's tables that were dropped. */
  readonly tables: readonly string[];
}

/**
 * Takes back an adoption: the rows and tables in the database, where mig only ever recorded there, then the files. The other tool's own
 * files and table were never touched.
 * @throws MigError ADOPT_UNDO_REFUSED
 */
export async function undoAdoption(project: Project, caller: Caller): Promise<Undone> {
  const graph = readGraph(project);
  const adopted = inOrder(graph.nodes).filter(({ revision }) => revision.adopts !== undefined);
  const above = adopted.flatMap(({ up }) => up).filter(({ revision }) => revision.adopts === undefined);
  if (above.length > 0)
    throw new MigError("ADOPT_UNDO_REFUSED", { why: "builds on it", revisions: [...new Set(above.map(({ id }) => id))] });
  const ids = new Set(adopted.map(({ id }) => id));
  const tables =
    project.url === undefined
      ? []
      : await withSession(project, async (session) => {
          const { log, heads, has } = await readState(session, project.tables);
          const ran = log.filter(({ direction }) => direction === "upgrade" || direction === "downgrade").map(({ revision }) => revision);
          const others = heads.filter((row) => graph.byId.has(row) && !appliedOf(graph, [row]).every(({ id }) => ids.has(id)));
          if (ran.length > 0 || others.length > 0)
            throw new MigError("ADOPT_UNDO_REFUSED", { why: "ran here", revisions: [...new Set([...ran, ...others])] });
          const isAlembics = adopted.some(({ revision }) => revision.adopts?.tool === "alembic");
          const { version, log: ownLog } = project.tables;
          return has.version && has.log ? dropTables(session, isAlembics ? [ownLog] : [version, ownLog]) : [];
        });
  const files = adopted.flatMap(({ revision: { file } }) => (file !== undefined && existsSync(file) ? [file] : []));
  for (const file of files) await rm(file);
  return { files: [...files.map(project.shown), ...(await unconfigured(project, caller.cwd))], tables };
}

/** And their schema, where nothing else is in it. The version table of a project of Alembic's is Alembic's. */
export async function dropTables(session: Session, tables: readonly MigTables["log"][]): Promise<readonly string[]> {
  const quoted = (...names: readonly string[]): string => names.map(quoteIdentifier).join(".");
  await session.batch(["begin", ...tables.map(({ schema, name }) => `drop table if exists ${quoted(schema, name)}`), "commit"]);
  for (const schema of new Set(tables.map((table) => table.schema)))
    if (schema !== "public") await session.simple(`drop schema if exists ${quoted(schema)} restrict`).catch(ignoreDependents);
  return tables.map(({ schema, name }) => `${schema}.${name}`);
}

const dependentObjects = "2BP01";

/** Something else is in it. */
function ignoreDependents(error: unknown): void {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  if (code !== dependentObjects) throw error;
}
