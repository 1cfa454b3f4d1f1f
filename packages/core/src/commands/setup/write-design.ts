import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import type { MigConfig } from "../../runtime/config/config.ts";
import { designFiles, type DesignFiles } from "../../runtime/models/sql/design-files.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { readProject } from "../project/project.ts";
import { askCatalog } from "../project/sides.ts";
import { writeNew } from "./write-new.ts";

/** What was written, as the user would write it. */
export interface WrittenDesign {
  /** What the configuration calls the files: a pattern. */
  readonly pattern: string;
  readonly files: readonly string[];
}

/** All files of SQL in a folder. */
export const patternIn = (folder: string): string => `${folder.split(path.sep).join("/").replace(/\/+$/u, "")}/**/*.sql`;

/** What is to be left alone beside what the configuration says. */
export type LeftBeside = Required<Pick<MigConfig, "exclude" | "presets">>;

/**
 * Writes the design of the project's database as files of SQL into a folder that has none, without what is left alone.
 * @throws MigError DESIGN_EXISTS
 */
export async function writeDesign(folder: string, beside: LeftBeside, caller: Caller): Promise<WrittenDesign> {
  const root = path.resolve(caller.cwd, folder);
  const there = existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(".sql"))
    : undefined;
  if (there !== undefined) throw new MigError("DESIGN_EXISTS", { file: path.join(folder, there) });
  const project = await readProject(caller);
  const { files, notWritten } = await withSession(project, async (session): Promise<DesignFiles> => {
    const side = await askCatalog(session, project);
    const { config, file: from = "mig.config.ts" } = project;
    const exclude = [...(config.exclude ?? []), ...beside.exclude];
    const presets = [...new Set([...(config.presets ?? []), ...beside.presets])];
    return designFiles(side, { configuration: { config: { ...config, exclude, presets }, file: from } });
  });
  for (const { path: file, text } of files) await writeNew(path.join(root, file), text);
  if (notWritten.length > 0)
    caller.warn(
      `mig does not model these, and wrote them to no file: ${notWritten.map(({ what, name }) => `${what} ${name}`).join(", ")}.`,
    );
  return { pattern: patternIn(folder), files: files.map(({ path: file }) => path.join(folder, file)) };
}
