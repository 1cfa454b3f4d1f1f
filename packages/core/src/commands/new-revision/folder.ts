import path from "node:path";
import { MigError } from "../../errors.ts";
import type { GraphNode } from "../../revision/graph.ts";
import type { Project } from "../project/project.ts";

/** The folder for a new revision: the one that is asked for, else that of its parent, else the only one there is. */
export function folderFor(
  { folders, root, shown }: Project,
  parents: readonly GraphNode[],
  { cwd, versionPath }: { readonly cwd: string; readonly versionPath: string | undefined },
): string {
  const all = folders.map(shown);
  if (versionPath !== undefined) {
    const asked = [path.resolve(cwd, versionPath), path.resolve(root, versionPath)];
    const found = folders.find((folder) => asked.includes(folder));
    if (found === undefined) throw new MigError("VERSION_FOLDER_UNKNOWN", { folder: versionPath, folders: all });
    return found;
  }
  const [first = root, second] = folders;
  if (second === undefined) return first;
  const files = parents.flatMap(({ revision }) => revision.file ?? []);
  const beside = folders.find((folder) => files.some((file) => file.startsWith(folder + path.sep)));
  if (beside === undefined) throw new MigError("VERSION_FOLDER_NEEDED", { folders: all });
  return beside;
}
