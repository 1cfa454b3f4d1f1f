import { readFileSync } from "node:fs";
import { fileError } from "../files/file-error.ts";
import { checksumOf, effectOf } from "../files/checksums.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import type { Checksums } from "../../revision/record.ts";
import type { Revision } from "../../revision/revision.ts";
import { keptText } from "../files/kept-texts.ts";
import type { RecordedState } from "../tables/heads.ts";
import { compareLog, type Position } from "./position.ts";

/** A difference between what a database's rows imply and what ran there. */
export interface RevisionProblem {
  readonly revision: string;
  /**
   * "neverRun": the rows imply it, and it never ran here. "ranBefore": it ran here, and the rows do not imply it any more.
   * "edited": its file does something else than what ran here. "gone": it ran here, and its file is gone.
   */
  readonly problem: "neverRun" | "ranBefore" | "edited" | "gone";
}

/** Compares the log with the rows and the files. Reads the files of what ran here. */
export const problemsIn = (graph: RevisionGraph, state: Pick<RecordedState, "heads" | "log">): readonly RevisionProblem[] =>
  problemsAt(graph, compareLog(graph, state));

/** The same, where the log has been compared already. */
export function problemsAt(
  graph: RevisionGraph,
  { recorded: { neverRun, ranBefore, gone, ran } }: Pick<Position, "recorded">,
): readonly RevisionProblem[] {
  const edited = graph.nodes.filter(({ id, revision }) => isEdited(revision, ran.get(id))).map(({ id }) => id);
  const all = { neverRun, ranBefore, edited, gone };
  return (["neverRun", "ranBefore", "edited", "gone"] as const).flatMap((problem) =>
    all[problem].map((revision) => ({ revision, problem })),
  );
}

/** A change of only the header, comments or formatting does not count. */
function isEdited(revision: Revision, ran: Checksums | undefined): boolean {
  const { file } = revision;
  if (file === undefined || ran?.effect === undefined) return false;
  const text = keptText(revision) ?? textOf(file);
  return checksumOf(text) !== ran.checksum && effectOf(text) !== ran.effect;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(error, file, "read");
  }
}
