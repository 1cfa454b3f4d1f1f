import { existsSync } from "node:fs";
import { some } from "../../../errors/some.ts";
import { headsOf } from "../../../revision/resolve.ts";
import { headsSideBySide } from "../../project/side-by-side.ts";
import { ok, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";
import { counted } from "../../words/counted.ts";

/** The folders of revisions. */
export async function checkFolders({ project: { folders, shown } }: With<"project">): Promise<readonly Finding[]> {
  return folders.map((folder) =>
    existsSync(folder)
      ? ok("versions", `The folder ${shown(folder)} is there.`)
      : warning("versions", `The folder ${shown(folder)} does not exist.`, "mig init, or correct `versions` in the configuration"),
  );
}

/** The graph of the revisions. One that cannot be built is told by whoever reads it. */
export async function checkGraph({ graph }: With<"graph">): Promise<readonly Finding[]> {
  const heads = headsOf(graph).map(({ id }) => id);
  const sideBySide = headsSideBySide(graph);
  if (sideBySide.length > 0)
    return [
      warning("revisions", `${sideBySide.length} heads branch from a common revision: ${some(sideBySide)}.`, "mig merge, or mig rebase"),
    ];
  const count = graph.nodes.length;
  if (count === 0) return [ok("revisions", "There are none yet.")];
  return [ok("revisions", `${counted(count, "revision")}, ${heads.length === 1 ? "head" : "heads"} ${some(heads)}.`)];
}
