import { shown } from "./shown.ts";
import type { ErrorRows } from "./row.ts";
import { some } from "./some.ts";

/** A revision in a message, and the file that it was read from (absent: it did not come from a file). */
export interface RevisionPlace {
  readonly revision: string;
  readonly file?: string;
}

/** A branch label that reads as a distance, such as `rel-1`: its revision, and the name that the distance counts from. */
export interface LabelReadAsDistance {
  readonly name: string;
  readonly revision: string;
  readonly reads: string;
}

/** Errors of the revision graph: reading it, naming revisions, walking it. */
export interface GraphErrorDetails {
  /** `role` "branch": the name stood before an `@`. `label`: what was given is one, and was read as a distance. */
  readonly REVISION_NOT_FOUND: { readonly revision: string; readonly role?: "branch"; readonly label?: LabelReadAsDistance };
  readonly APPLIED_REVISION_NOT_FOUND: { readonly revision: string };
  readonly AMBIGUOUS_PREFIX: { readonly prefix: string; readonly candidates: readonly string[] };
  readonly MULTIPLE_HEADS: { readonly target: string; readonly heads: readonly string[] };
  /** `order`: the ends of a range, which stand the other way round. */
  readonly NOT_AN_ANCESTOR: { readonly target: string; readonly from: readonly string[]; readonly order?: "reversed" };
  /** `wrongWay`: a distance that points away from where the command goes. */
  readonly WALKED_TOO_FAR: { readonly target: string; readonly wrongWay?: "upgrade" | "downgrade"; readonly label?: LabelReadAsDistance };
  readonly AMBIGUOUS_WALK: { readonly target: string; readonly choices: readonly string[] };
  readonly NOT_IN_BRANCH: { readonly revision: string; readonly branch: string };
  readonly OVERLAPPING_REVISIONS: { readonly revision: string; readonly overlaps: readonly string[]; readonly among: "targets" | "rows" };
  /** `reason`: `distances` that count from the same place, or `base`, to which no upgrade leads, beside another target. */
  readonly TARGETS_CONTRADICT: { readonly targets: readonly string[]; readonly reason: "distances" | "base" };
  readonly BAD_RANGE: { readonly range: string; readonly reason: "noColon" | "twoColons" | "notAllowed" | "notAlone" };
  readonly REVISION_CYCLE: { readonly revisions: readonly RevisionPlace[] };
  readonly DEPENDENCY_CYCLE: { readonly revisions: readonly RevisionPlace[] };
  readonly SELF_LOOP: { readonly revision: string; readonly file?: string; readonly header: "downRevision" | "dependsOn" };
  readonly MISSING_DOWN_REVISION: { readonly revision: string; readonly file?: string; readonly missing: string };
  readonly MISSING_DEPENDENCY: { readonly revision: string; readonly file?: string; readonly missing: string };
  readonly DUPLICATE_REVISION: { readonly revision: string; readonly files: readonly string[] };
  readonly DUPLICATE_LABEL: { readonly label: string; readonly revisions: readonly RevisionPlace[] };
  readonly LABEL_IS_REVISION: { readonly label: string; readonly revisions: readonly RevisionPlace[] };
  readonly ILLEGAL_REVISION_ID: {
    readonly text: string;
    readonly what: "revision" | "branch label";
    readonly characters: readonly string[];
    readonly file?: string;
  };
  readonly RESERVED_NAME: { readonly name: string; readonly what: "revision" | "branch label"; readonly file?: string };
  readonly REVISION_ID_TOO_LONG: { readonly revision: string; readonly length: number; readonly longest: number; readonly file?: string };
  readonly NO_REVISION_HEADER: { readonly file: string; readonly missing: "revision" | "downRevision" };
  readonly TWO_REVISION_HEADERS: { readonly file: string; readonly name: string; readonly lines: readonly number[] };
  readonly CONFLICT_MARKERS: { readonly file: string; readonly line: number };
  readonly HEADER_NOT_LITERAL: { readonly file: string; readonly name: string; readonly expected: string };
}

const inFile = (file: string | undefined): string => (file === undefined ? "" : ` (${file})`);
const place = ({ revision, file }: RevisionPlace): string => revision + inFile(file);

const nameOf = (what: "revision" | "branch label"): string => (what === "revision" ? "revision id" : what);
const places = (revisions: readonly RevisionPlace[]): string => some(revisions.map(place));
const cycle = (revisions: readonly RevisionPlace[]): string => some([...revisions, ...revisions.slice(0, 1)].map(place), " -> ");

const labelHint = ({ name, reads, revision }: LabelReadAsDistance): string =>
  `For the branch label "${name}", give its revision instead: "${revision}". As in Alembic, "${name}" reads as a distance from "${reads}".`;

const cycleHint = (): string => `Break the cycle: edit the header of one of these files.`;

const notFound: ErrorRows<Pick<GraphErrorDetails, "REVISION_NOT_FOUND" | "APPLIED_REVISION_NOT_FOUND">> = {
  REVISION_NOT_FOUND: {
    exit: 1,
    say: ({ revision, role }) =>
      role === "branch" ? `No branch label or revision matches "${revision}".` : `No revision matches "${revision}".`,
    hint: ({ revision, role, label }) => {
      if (label !== undefined) return labelHint(label);
      const where =
        role === "branch" ? `Run "mig heads" to list the branches and their labels.` : `Run "mig history" to list the revisions.`;
      return revision.length < 4 ? `${where} Ids shorter than four characters must be written in full.` : where;
    },
  },
  APPLIED_REVISION_NOT_FOUND: {
    exit: 1,
    say: ({ revision }) => `The database is at revision "${shown(revision)}", but no file has that revision.`,
    hint: () =>
      `Look for its file on your other git branches. ` +
      `Switch to that branch, run "mig downgrade" to the revision below it, and switch back. ` +
      `"mig stamp --purge <revision>" only changes what is recorded: it does not revert what that revision did.`,
  },
};

const naming: ErrorRows<Pick<GraphErrorDetails, "AMBIGUOUS_PREFIX" | "MULTIPLE_HEADS" | "NOT_IN_BRANCH" | "BAD_RANGE">> = {
  AMBIGUOUS_PREFIX: {
    exit: 3,
    say: ({ prefix, candidates }) => `"${prefix}" is ambiguous: it matches ${some(candidates)}.`,
    hint: () => `Use more characters.`,
  },
  MULTIPLE_HEADS: {
    exit: 3,
    say: ({ target, heads }) => `"${target}" is ambiguous: there are ${heads.length} heads: ${some(heads)}.`,
    hint: () => `Name one of them or <branch>@head, use "heads" for all, or merge them: mig merge heads -m "..."`,
  },
  NOT_IN_BRANCH: {
    exit: 1,
    say: ({ revision, branch }) => `Revision "${revision}" is not in branch "${branch}".`,
    hint: ({ branch }) => `Run "mig history -r ${branch}@base:" to see that branch.`,
  },
  BAD_RANGE: {
    exit: 2,
    say: ({ range, reason }) => {
      if (reason === "notAllowed") return `"${range}" is a range, which is not allowed here.`;
      if (reason === "notAlone") return `"${range}" is a range, so it must be the only target.`;
      return reason === "noColon"
        ? `"${range}" is not a range: it has no colon.`
        : `"${range}" is not a range: it has more than one colon.`;
    },
    hint: ({ reason }) =>
      reason === "notAlone"
        ? `Write a script for each range. Without a start, several targets are allowed: mig upgrade <id> <id> --sql`
        : reason === "notAllowed"
          ? `Ranges are for "mig history -r", and for upgrade and downgrade with --sql.`
          : `Write <from>:<to>, <from>: or :<to>.`,
  },
};

const walking: ErrorRows<
  Pick<GraphErrorDetails, "NOT_AN_ANCESTOR" | "WALKED_TOO_FAR" | "AMBIGUOUS_WALK" | "OVERLAPPING_REVISIONS" | "TARGETS_CONTRADICT">
> = {
  NOT_AN_ANCESTOR: {
    exit: 1,
    say: ({ target, from, order }) =>
      order === "reversed"
        ? `The range "${target}" is reversed: its second revision is below its first.`
        : `"${target}" is not below ${from.length === 0 ? "the empty database" : some(from)}.`,
    hint: ({ target, order }) =>
      order === "reversed"
        ? `Write the older revision first: ${target.split(":").toReversed().join(":")}`
        : `Run "mig current" to see where the database is, and "mig history" to see what is below that.`,
  },
  WALKED_TOO_FAR: {
    exit: 1,
    say: ({ target, wrongWay }) => {
      if (wrongWay !== undefined)
        return Number.parseInt(target, 10) === 0
          ? `"${target}" is not a number of steps.`
          : `"${target}" points ${wrongWay === "upgrade" ? "down, but an upgrade goes up" : "up, but a downgrade goes down"}.`;
      return /-\d/u.test(target) ? `"${target}" goes back further than the history.` : `"${target}" goes beyond the end of the history.`;
    },
    hint: ({ target, wrongWay, label }) => {
      if (label !== undefined) return labelHint(label);
      if (wrongWay === undefined) return `Run "mig history" to see how many steps there are; "mig current" shows where the database is.`;
      const distance = Math.abs(Number.parseInt(target, 10)) || 1;
      return wrongWay === "upgrade"
        ? `To revert, run "mig downgrade -${distance}"; to stop below the newest revision, "mig upgrade head-${distance}".`
        : `To apply, run "mig upgrade +${distance}"; to revert, "mig downgrade -${distance}".`;
    },
  },
  AMBIGUOUS_WALK: {
    exit: 3,
    say: ({ target, choices }) => `"${target}" is ambiguous: it can lead to ${some(choices)}.`,
    hint: () => `Name the revision to stop at, or the branch: <branch>@+1, <branch>@-1.`,
  },
  OVERLAPPING_REVISIONS: {
    exit: 1,
    say: ({ revision, overlaps, among }) =>
      among === "targets"
        ? `"${revision}" already includes ${some(overlaps)}: they cannot be given together.`
        : `The version table contains "${revision}" and also ${some(overlaps)}, which is below it.`,
    hint: ({ revision, among }) =>
      among === "targets"
        ? `Give only "${revision}".`
        : `Record where the database is: mig stamp --purge ${revision} (add the revisions of other branches that are applied).`,
  },
  TARGETS_CONTRADICT: {
    exit: 1,
    say: ({ targets, reason }) =>
      reason === "base"
        ? `An upgrade cannot lead to "base" and to ${some(targets.filter((target) => !isBase(target)))} at once.`
        : `${some(targets)} count from the same place, so they do not add up.`,
    hint: ({ targets, reason }) =>
      reason === "base"
        ? `To revert everything first, run "mig downgrade base".`
        : `Give one distance: ${targets[0]?.replace(/\d+$/u, "")}${sumOf(targets)}`,
  },
};

const isBase = (target: string): boolean => target === "base" || target.endsWith("@base");

const sumOf = (targets: readonly string[]): number => targets.reduce((sum, target) => sum + Number(/\d+$/u.exec(target)?.[0] ?? 0), 0);

const cycles: ErrorRows<Pick<GraphErrorDetails, "REVISION_CYCLE" | "DEPENDENCY_CYCLE" | "SELF_LOOP">> = {
  REVISION_CYCLE: { exit: 1, say: ({ revisions }) => `Revisions form a cycle: ${cycle(revisions)}.`, hint: cycleHint },
  DEPENDENCY_CYCLE: { exit: 1, say: ({ revisions }) => `Dependencies form a cycle: ${cycle(revisions)}.`, hint: cycleHint },
  SELF_LOOP: {
    exit: 1,
    say: ({ revision, file, header }) =>
      `Revision ${place({ revision, ...(file === undefined ? {} : { file }) })} names itself in ${header}.`,
    hint: ({ header }) => `Edit ${header} in that file.`,
  },
};

const references: ErrorRows<Pick<GraphErrorDetails, "MISSING_DOWN_REVISION" | "MISSING_DEPENDENCY">> = {
  MISSING_DOWN_REVISION: {
    exit: 1,
    say: ({ revision, file, missing }) => `Revision ${revision}${inFile(file)} builds on "${missing}", but no file has that revision.`,
    hint: () => `Restore the missing file, or edit downRevision.`,
  },
  MISSING_DEPENDENCY: {
    exit: 1,
    say: ({ revision, file, missing }) =>
      `Revision ${revision}${inFile(file)} depends on "${missing}", which is neither a revision nor a branch label.`,
    hint: () => `Restore the missing file, or edit dependsOn (full ids and branch labels only).`,
  },
};

const names: ErrorRows<
  Pick<
    GraphErrorDetails,
    "DUPLICATE_REVISION" | "DUPLICATE_LABEL" | "LABEL_IS_REVISION" | "ILLEGAL_REVISION_ID" | "RESERVED_NAME" | "REVISION_ID_TOO_LONG"
  >
> = {
  DUPLICATE_REVISION: {
    exit: 1,
    say: ({ revision, files }) => `Revision "${revision}" exists ${files.length === 0 ? "more than once" : `in ${some(files)}`}.`,
    hint: () => `Delete the copy, or give it another id.`,
  },
  DUPLICATE_LABEL: {
    exit: 1,
    say: ({ label, revisions }) => `Branch label "${label}" is used more than once: ${places(revisions)}.`,
    hint: () => `Remove it from all but one of these revisions. The rest of the branch inherits it.`,
  },
  LABEL_IS_REVISION: {
    exit: 1,
    say: ({ label, revisions }) => `"${label}" is a branch label and a revision id: ${places(revisions)}.`,
    hint: () => `Rename the branch label.`,
  },
  ILLEGAL_REVISION_ID: {
    exit: 1,
    say: ({ text, what, characters, file }) =>
      characters.length === 0
        ? `A ${nameOf(what)} is empty${inFile(file)}.`
        : `The ${nameOf(what)} "${text}"${inFile(file)} contains characters that are not allowed: ${characters.join(" ")}`,
    hint: ({ what }) =>
      `Use letters, digits and underscores. The characters ${what === "revision" ? "@ - + :" : "@ :"} have a special meaning in commands.`,
  },
  RESERVED_NAME: {
    exit: 1,
    say: ({ name, what, file }) => `A ${what} is called "${name}"${inFile(file)}, which is a reserved word.`,
    hint: ({ what }) => `Give the ${what} another name: head, heads, base and current are reserved.`,
  },
  REVISION_ID_TOO_LONG: {
    exit: 1,
    say: ({ revision, length, longest, file }) =>
      `Revision id "${revision}"${inFile(file)} has ${length} characters, but the version table holds at most ${longest}.`,
    hint: () => `Give the revision a shorter id.`,
  },
};

const headers: ErrorRows<
  Pick<GraphErrorDetails, "NO_REVISION_HEADER" | "TWO_REVISION_HEADERS" | "CONFLICT_MARKERS" | "HEADER_NOT_LITERAL">
> = {
  NO_REVISION_HEADER: {
    exit: 1,
    say: ({ file, missing }) => `${file} has no "export const ${missing} = ...".`,
    hint: ({ missing }) =>
      missing === "revision"
        ? `Add the header, or move the file elsewhere: every file in the revision folder is one revision.`
        : `Add it, with the id of the parent revision, or null if there is none.`,
  },
  TWO_REVISION_HEADERS: {
    exit: 1,
    say: ({ file, name, lines }) => `${file} declares ${name} more than once: lines ${lines.join(", ")}.`,
    hint: () => `Remove one of them, or split the file: each file is one revision.`,
  },
  CONFLICT_MARKERS: {
    exit: 1,
    say: ({ file, line }) => `${file} contains git conflict markers (the first is on line ${line}).`,
    hint: () =>
      `Resolve the conflict in that file: keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>. ` +
      `Put two revisions into two files.`,
  },
  HEADER_NOT_LITERAL: {
    exit: 1,
    say: ({ file, name, expected }) => `${name} in ${file} must be a literal: ${expected}.`,
    hint: () => `Write the value itself: mig reads the header without running the file.`,
  },
};

export const graphErrors: ErrorRows<GraphErrorDetails> = {
  ...notFound,
  ...naming,
  ...walking,
  ...cycles,
  ...references,
  ...names,
  ...headers,
};
