import { buildGraph, type RevisionGraph } from "../src/revision/graph.ts";
import type { Revision } from "../src/revision/revision.ts";

const pattern = /^(?<id>\S+)(?: \[(?<labels>.*)\])?(?: < (?<down>[^~]+?))?(?: ~ (?<dependencies>.+))?$/;

/** A revision written short: `id [labels] < downRevisions ~ dependsOn`, lists separated by spaces. */
export function revisionOf(text: string): Revision {
  const { id = "", labels, down, dependencies } = pattern.exec(text)?.groups ?? {};
  return { id, downRevisions: list(down), branchLabels: list(labels), dependsOn: list(dependencies), file: `${id}.ts` };
}

const list = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.trim().split(/ +/));

/** A graph from revisions written short, separated by commas. */
export const graphOf = (text: string): RevisionGraph => buildGraph(text.split(",").map((one) => revisionOf(one.trim())));

/** The codes and details of a MigError; other failures are thrown on. */
export function failureOf(run: () => unknown): { readonly code: string; readonly details: unknown; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && "code" in error && "details" in error)
      return { code: String(error.code), details: error.details, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}
