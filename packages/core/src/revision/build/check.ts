import { MigError } from "../../errors.ts";
import type { RevisionPlace } from "../../errors/graph-errors.ts";
import { illegalCharacters, illegalInLabel, isReserved, lengthOf, longestRevisionId, type Revision } from "../revision.ts";

const fileOf = (revision: Revision): { readonly file?: string } => (revision.file === undefined ? {} : { file: revision.file });

/** How an error names a revision. */
export const placeOf = (revision: Revision): RevisionPlace => ({ revision: revision.id, ...fileOf(revision) });

/** Refuses ids, labels and references that cannot stand, before anything is tied together. Takes revisions sorted by id. */
export function checkRevisions(revisions: readonly Revision[]): void {
  for (const revision of revisions) checkHeader(revision);
  const ids = checkUnique(revisions);
  checkReferences(revisions, ids, checkLabels(revisions, ids));
}

/** What most ids are: nothing in them can be wrong. */
const plainId = /^[\w.]{1,32}$/u;

function checkHeader(revision: Revision): void {
  if (revision.downRevisions.includes(revision.id)) throw selfLoop(revision, "downRevision");
  if (revision.dependsOn.includes(revision.id)) throw selfLoop(revision, "dependsOn");
  if (!plainId.test(revision.id)) checkId(revision);
  refuseReserved(revision.id, "revision", revision);
  for (const label of revision.branchLabels) {
    checkCharacters(label, "branch label", revision);
    refuseReserved(label, "branch label", revision);
  }
}

function checkId(revision: Revision): void {
  checkCharacters(revision.id, "revision", revision);
  const length = lengthOf(revision.id);
  if (length <= longestRevisionId) return;
  throw new MigError("REVISION_ID_TOO_LONG", { ...placeOf(revision), length, longest: longestRevisionId });
}

const selfLoop = (revision: Revision, header: "downRevision" | "dependsOn"): MigError<"SELF_LOOP"> =>
  new MigError("SELF_LOOP", { ...placeOf(revision), header });

function checkCharacters(text: string, what: "revision" | "branch label", revision: Revision): void {
  const characters = what === "revision" ? illegalCharacters(text) : illegalInLabel(text);
  if (text !== "" && characters.length === 0) return;
  throw new MigError("ILLEGAL_REVISION_ID", { text, what, characters, ...fileOf(revision) });
}

function refuseReserved(name: string, what: "revision" | "branch label", revision: Revision): void {
  if (isReserved(name)) throw new MigError("RESERVED_NAME", { name, what, ...fileOf(revision) });
}

function checkUnique(revisions: readonly Revision[]): ReadonlyMap<string, Revision> {
  const ids = new Map<string, Revision>();
  for (const revision of revisions) {
    if (ids.has(revision.id)) {
      const files = revisions.filter(({ id }) => id === revision.id).flatMap(({ file }) => file ?? []);
      throw new MigError("DUPLICATE_REVISION", { revision: revision.id, files });
    }
    ids.set(revision.id, revision);
  }
  return ids;
}

function checkLabels(revisions: readonly Revision[], ids: ReadonlyMap<string, Revision>): ReadonlyMap<string, Revision> {
  const labels = new Map<string, Revision>();
  for (const revision of revisions) {
    for (const label of revision.branchLabels) {
      const named = ids.get(label);
      if (named !== undefined) throw new MigError("LABEL_IS_REVISION", { label, revisions: [placeOf(named), placeOf(revision)] });
      const other = labels.get(label);
      if (other !== undefined) throw new MigError("DUPLICATE_LABEL", { label, revisions: [placeOf(other), placeOf(revision)] });
      labels.set(label, revision);
    }
  }
  return labels;
}

function checkReferences(revisions: readonly Revision[], ids: ReadonlyMap<string, Revision>, labels: ReadonlyMap<string, Revision>): void {
  for (const revision of revisions) {
    for (const name of revision.dependsOn) {
      if (labels.get(name) === revision) throw new MigError("DEPENDENCY_CYCLE", { revisions: [placeOf(revision)] });
      if (!ids.has(name) && !labels.has(name)) throw new MigError("MISSING_DEPENDENCY", { ...placeOf(revision), missing: name });
    }
    for (const id of revision.downRevisions) {
      if (!ids.has(id)) throw new MigError("MISSING_DOWN_REVISION", { ...placeOf(revision), missing: id });
    }
  }
}
