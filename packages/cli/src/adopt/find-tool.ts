import { existsSync } from "node:fs";
import path from "node:path";
import { MigError, type Session } from "@migts/core";
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

/** A tool whose files are elsewhere, by its table. Names that many have mean nothing alone. */
export async function findToolByTable(session: Session, project: Project): Promise<FoundTool | undefined> {
  for (const tool of tools) {
    if (tool.table === undefined || tool.id === "typeorm") continue;
    const [row] = await session.query(
      "select 1 as there from pg_catalog.pg_class c where c.relname = $1 and c.relkind in ('r', 'p') limit 1",
      [tool.table],
    );
    if (row !== undefined) return withFiles(tool, tool.findFolder(project.root));
  }
  return undefined;
}
