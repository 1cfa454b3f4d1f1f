import { existsSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import type { Session } from "../../runtime/session.ts";
import type { Project } from "../project/project.ts";
import { tools } from "./tools/index.ts";
import type { MigrationFile, MigrationTool } from "./tools/tool.ts";

/** A tool's history in a project. */
export interface FoundTool {
  readonly tool: MigrationTool;
  /** Absolute. Absent: its files are not here. */
  readonly folder?: string;
  readonly files: readonly MigrationFile[];
  /** Keys of those that mig itself wrote for the tool. */
  readonly migs: ReadonlySet<string>;
}

export interface ToolOptions {
  /** Id of the tool. Absent: the one that has files here. */
  readonly from: string | undefined;
  /** Folder of its migrations, from where the command was called. Absent: where it usually has them. */
  readonly migrations: string | undefined;
  readonly cwd: string;
}

/**
 * The tool whose history a project has. Undefined: there is none.
 * @throws MigError ADOPT_WHICH, ADOPT_FOLDER_MISSING
 */
export function findTool(project: Project, { from, migrations, cwd }: ToolOptions): FoundTool | undefined {
  const named = migrations === undefined ? undefined : path.resolve(cwd, migrations);
  if (named !== undefined && !existsSync(named)) throw new MigError("ADOPT_FOLDER_MISSING", { folder: project.shown(named) });
  const found = tools
    .filter(({ id }) => from === undefined || id === from)
    .map((tool) => ({ tool, folder: tool.findFolder(project.root) }))
    .filter(({ folder }) => from !== undefined || folder !== undefined);
  const fitting = named === undefined ? found : from === undefined ? found.filter(({ folder }) => folder === named) : found;
  const [first, second] = fitting;
  if (first !== undefined && second !== undefined)
    throw new MigError("ADOPT_WHICH", {
      tools: fitting.map(({ tool, folder = "" }) => ({ id: tool.id, name: tool.name, folder: project.shown(folder) })),
    });
  if (first === undefined && named !== undefined) throw new MigError("ADOPT_WHICH", { tools: [] });
  if (first === undefined) return undefined;
  return withFiles(first.tool, named ?? first.folder);
}

/** A tool with what it has in a folder. */
export function withFiles(tool: MigrationTool, folder: string | undefined): FoundTool {
  const all = folder === undefined || !existsSync(folder) ? [] : tool.readFolder(folder);
  const migs = new Set(all.flatMap(({ isMigs, key }) => (isMigs === true ? [key] : [])));
  return { tool, ...(folder === undefined ? {} : { folder }), files: all.filter(({ key }) => !migs.has(key)), migs };
}

/** A tool whose files are elsewhere, by its table. */
export async function findToolByTable(session: Session, project: Project): Promise<FoundTool | undefined> {
  const [first] = await toolsIn(session);
  return first === undefined ? undefined : withFiles(first.tool, first.tool.findFolder(project.root));
}

/** The tools that have a table in a database, and the rules that leave all of theirs alone. */
export async function toolsIn(session: Session): Promise<readonly { readonly tool: MigrationTool; readonly rules: readonly string[] }[]> {
  const named = tools.filter(({ table, id }) => table !== undefined && id !== "typeorm"); // a table "migrations" may be anybody's
  const names = named.flatMap(({ table = "", alsoTables = [] }) => [table, ...alsoTables]);
  const rows = await session.query(
    `select n.nspname::text as schema, c.relname::text as name from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relname = any($1::pg_catalog.name[]) and c.relkind in ('r', 'p') order by 1, 2`,
    [names],
  );
  return named.flatMap((tool) => {
    const own = rows.filter(({ name }) => name === tool.table || tool.alsoTables?.includes(String(name)) === true);
    const rules = own.flatMap(({ schema, name }) => {
      const [place, table] = [String(schema), String(name)];
      return place === tool.schema ? [`schema:${place}`, `${place}.*`] : [`table:${place}.${table}`];
    });
    return own.some(({ name }) => name === tool.table) ? [{ tool, rules: [...new Set(rules)] }] : [];
  });
}
