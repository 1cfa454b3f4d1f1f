import { shown } from "../../errors/shown.ts";
import { firstFew } from "../../errors/some.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";

type Kind = RevisionProblem["problem"];

const says: { readonly [K in Kind]: string } = {
  neverRun: "never ran in this database, though the revisions above it did",
  ranBefore: "ran in this database, but its place in the history has changed and it counts as not applied",
  edited: "was edited after it ran in this database",
  gone: "ran in this database, and its file is gone",
};

/** One line: `c3: never ran in this database, though the revisions above it did`. */
export const problemLine = ({ revision, problem }: RevisionProblem): string => `${shown(revision)}: ${says[problem]}`;

/** As it follows a revision's id in a list: ` (never ran here)`. */
export const problemMark: { readonly [K in Kind]: string } = {
  neverRun: "never ran here",
  ranBefore: "ran here",
  edited: "edited since it ran here",
  gone: "file is gone",
};

/** The same as lines, the first few of each kind. */
export const problemLines = (problems: readonly RevisionProblem[]): readonly string[] =>
  (Object.keys(says) as readonly Kind[]).flatMap((kind) => firstFew(problems.filter(({ problem }) => problem === kind).map(problemLine)));

/** What leads out, as commands to type. */
export function waysOn(problems: readonly RevisionProblem[], rows: readonly string[]): string {
  const has = (...kinds: readonly Kind[]): boolean => problems.some(({ problem }) => kinds.includes(problem));
  const stamp = `mig stamp ${rows.length === 0 ? "base" : rows.map(shown).join(" ")}`;
  return [
    ...(has("neverRun")
      ? ["Apply what is missing: mig upgrade --missing (or mig downgrade to the revision below it, then mig upgrade)."]
      : []),
    ...(has("edited", "gone") ? ["Restore the file as it was when it ran, and make the change in a new revision."] : []),
    ...(has("ranBefore") ? ["mig upgrade records what ran before as applied, without running it again."] : []),
    ...(has("neverRun", "edited", "gone") ? [`If the database already matches the files, record that: ${stamp}`] : []),
  ].join(" ");
}

/** A line each, then the ways on. */
export const problemsText = (problems: readonly RevisionProblem[], rows: readonly string[]): string =>
  [...problemLines(problems), waysOn(problems, rows)].join("\n");
