import { MigError } from "../../errors.ts";
import { buildGraph, type GraphNode, type RevisionGraph } from "../../revision/graph.ts";
import { resolveRevision } from "../../revision/resolve.ts";
import { newRevisionId } from "./draft.ts";

/** What a request says of a new revision's header. */
export interface HeaderRequest {
  /** Id of the revision. Absent: 12 random hexadecimal digits. */
  readonly id?: string;
  /** Labels of the branch that starts with it. Absent: none. */
  readonly branchLabels?: readonly string[];
  /** Revisions that must be applied first, without being parents. Absent: none. */
  readonly dependsOn?: readonly string[];
  /** Allows a parent that is no head. */
  readonly splice?: boolean;
}

/** The place of a new revision in the graph. */
export interface NewHeader {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
}

/** Makes the header of a revision on the given ones. Everything that a graph refuses is refused before a file is written. */
export function newHeader(graph: RevisionGraph, parents: readonly GraphNode[], request: HeaderRequest): NewHeader {
  const notHead = parents.find(({ up }) => up.length > 0);
  if (notHead !== undefined && request.splice !== true) throw new MigError("NOT_A_HEAD", { revision: notHead.id });
  const header: NewHeader = {
    revision: idOf(graph, request.id),
    downRevisions: parents.map(({ id }) => id),
    branchLabels: request.branchLabels ?? [],
    dependsOn: (request.dependsOn ?? []).map((name) => dependencyOf(graph, name)),
  };
  for (const label of header.branchLabels) refuseLabel(label);
  buildGraph([...graph.nodes.map(({ revision }) => revision), { ...header, id: header.revision }]);
  return header;
}

/** The id that is asked for, or a new one. It is to be a part of a file's name. */
function idOf(graph: RevisionGraph, id: string | undefined): string {
  if (id === undefined) return newRevisionId();
  refuseReserved("--rev-id", id);
  const there = graph.byId.get(id);
  if (there !== undefined)
    throw new MigError("DUPLICATE_REVISION", { revision: id, files: there.revision.file === undefined ? [] : [there.revision.file] });
  if (/[/\\\p{Cc}]/u.test(id))
    throw new MigError("OPTION_INVALID", { option: "--rev-id", value: id, expected: "letters, digits and underscores" });
  return id;
}

/** Words that stand for revisions: nobody could name one that is called so. */
const reserved: readonly string[] = ["head", "heads", "base", "current"];

/** As in Alembic, "rel-1" and "rel-1st" are what lies one below "rel", also where a label is called so: no new one is. */
function refuseLabel(label: string): void {
  refuseReserved("--branch-label", label);
  if (/^[\p{L}\p{N}_]*[+-]\d/u.test(label))
    throw new MigError("OPTION_INVALID", {
      option: "--branch-label",
      value: label,
      expected: 'a name that does not read as a distance, such as "rel_1"',
    });
}

function refuseReserved(option: string, value: string): void {
  if (reserved.includes(value))
    throw new MigError("OPTION_INVALID", { option, value, expected: `a name other than ${reserved.join(", ")}` });
}

/** A label stays one, and follows its branch; anything else becomes the whole id. */
function dependencyOf(graph: RevisionGraph, name: string): string {
  if (graph.byLabel.has(name)) return name;
  const found = resolveRevision(graph, name);
  if (found === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: name });
  return found.id;
}
