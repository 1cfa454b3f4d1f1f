import { some } from "../../errors/some.ts";
import type { Caller } from "../caller.ts";
import type { Project } from "../project/project.ts";
import { counted } from "../words/counted.ts";
import { namesText } from "../words/remarks.ts";
import type { FoundTool } from "./find-tool.ts";
import type { Look } from "./look-around.ts";
import { placeOfFailure } from "./prepare.ts";
import type { AdoptResult } from "./results.ts";

/** What to do about a history that is there. */
export function adviceOn({ found, database, standing, form }: Look): readonly string[] {
  if (database === undefined) return ["Set DATABASE_URL to see what ran there."];
  if (form !== undefined)
    return [`next: mig adopt --${form === "migration" ? "history" : form}, to record in this database what of it ran here`];
  const [failed] = standing?.failed ?? [];
  if (found !== undefined && failed !== undefined)
    return [`Settle ${failed} first${found.tool.settle === undefined ? "" : `: ${found.tool.settle(failed)}`}`];
  const baseline = `mig adopt --baseline  one revision that makes all that the database has, with views, functions and all else`;
  if (found === undefined || found.files.length === 0) return database.isEmpty ? ['next: mig revision -m "first"'] : [`next: ${baseline}`];
  const isSql = found.files.every(({ sql }) => sql !== undefined);
  const each = counted(found.files.length, "revision");
  return [
    [
      "Ways to take it over (mig adopt --undo takes each of them back):",
      ...(database.isEmpty ? [] : [`  ${baseline}`]),
      ...(isSql
        ? [
            `  mig adopt --history   ${each} with the SQL of the migrations`,
            `  mig adopt --link      ${each} that ${found.files.length === 1 ? "runs its file where it is" : "run the files where they are"}`,
          ]
        : ["  no --history, no --link: these migrations are code, and what SQL they run cannot be read from it"]),
    ].join("\n"),
  ];
}

/** What is to be known of a history that was taken over. */
export function warnOfAdopted(
  { form, edited = [], missing = [], pending = [], drift, failure, notRebuilt, wroteRows, recorded }: AdoptResult,
  { found, project }: { readonly found: FoundTool | undefined; readonly project: Project },
  { warn }: Caller,
): void {
  if (edited.length > 0)
    warn(
      `These files are not what ran in this database: ${namesText(edited)}. ` +
        (form === "baseline" ? "The baseline is made from the database." : "An empty database gets what the files say now."),
    );
  if (missing.length > 0) warn(`These ran here and have no files: ${namesText(missing)}. The baseline holds what they made.`);
  const code = pendingCode(pending, found);
  if (form === "baseline" && code.length > 0)
    warn(
      `These have not run in this database, and are code: ${namesText(code)}. ` +
        `The baseline does not hold what they make, and mig cannot copy it. ` +
        `Write it as revisions, and remove them. Or take the adoption back, run ${found?.tool.deploy ?? "them"}, and adopt then.`,
    );
  if (drift.length > 0)
    warn(
      `The database is not what its migrations make. It has otherwise: ${some(drift, "; ", 10)}. ` +
        `"mig check" says what of it the models know; an empty database will not have the rest. ` +
        `To have all of it, take over the database as it is: mig adopt --undo, then mig adopt --baseline.`,
    );
  if (failure !== undefined)
    warn(
      `${placeOfFailure(failure, found?.files ?? [], project.shown)} does not run in an empty database: ${failure.problem}. ` +
        `So these revisions cannot build one, and from there on they have no way back. mig adopt --baseline can.`,
    );
  if (wroteRows.length > 0)
    warn(
      `These migrations may also have written rows, and a baseline holds none: ${namesText(wroteRows)}. ` +
        `If an empty database needs such rows, add them to the baseline with op.execute("insert ...").`,
    );
  if (notRebuilt.length > 0)
    warn(
      `mig does not model these, and the baseline does not make them: ${namesText(notRebuilt.map(({ what, name }) => `${what} ${name}`))}.`,
    );
  if (recorded.how === "stamped" && recorded.below.length > 0)
    warn(`Later migrations ran here without these: ${namesText(recorded.below)}. Apply them with: mig upgrade --missing`);
}

/** Names of migrations whose SQL is not known. */
const pendingCode = (pending: readonly string[], found: FoundTool | undefined): readonly string[] =>
  pending.filter((name) => found?.files.some((file) => file.name === name && file.sql === undefined));
