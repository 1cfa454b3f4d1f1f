import { some } from "@migts/core/project";
import type { Adopted } from "../adopt/adopt.ts";
import type { AdoptForm } from "../adopt/drafts.ts";
import type { Ejected } from "../adopt/eject.ts";
import type { FoundTool } from "../adopt/find-tool.ts";
import type { Look } from "../adopt/look-around.ts";
import { placeOfFailure } from "../adopt/prepare.ts";
import type { Standing } from "../adopt/standing.ts";
import type { Undone } from "../adopt/undo.ts";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project/project.ts";
import { namesText } from "./remarks.ts";

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const namesOf = (files: readonly { readonly name: string }[]): readonly string[] => files.map(({ name }) => name);

/** What there is to take over, and how. */
export function lookOutcome(look: Look, project: Project, { advise }: Context): Outcome {
  const { found, database, standing, unread, form } = look;
  const data = {
    tool: found === undefined ? null : { id: found.tool.id, name: found.tool.name },
    folder: found?.folder === undefined ? null : project.shown(found.folder),
    files: found?.files.length ?? 0,
    database:
      database === undefined ? null : { isEmpty: database.isEmpty, table: database.table ?? null, managed: database.state.has.version },
    adopted: form ?? null,
    ...(standing === undefined ? {} : standingJson(standing)),
  };
  const lines = [
    found === undefined
      ? "No other migration tool has a history here."
      : `${found.tool.name}: ${counted(found.files.length, "migration")}${found.folder === undefined ? "" : ` in ${project.shown(found.folder)}`}`,
    ...(unread === undefined ? [] : [`  the database was not read: ${unread}`]),
    ...(standing === undefined || database === undefined ? [] : standingLines(standing, database.table !== undefined, found)),
    ...(form === undefined ? [] : [`  adopted already, with --${form === "migration" ? "history" : form}`]),
  ];
  for (const advice of adviceOn(look)) advise(advice);
  return { data, text: lines.join("\n") };
}

const standingJson = ({ applied, pending, failed, rolledBack, edited, missing }: Standing) => ({
  applied: namesOf(applied),
  pending: namesOf(pending),
  failed,
  rolledBack,
  edited: namesOf(edited),
  missing,
});

function standingLines(
  { applied, pending, failed, rolledBack, edited, missing }: Standing,
  hasTable: boolean,
  found: FoundTool | undefined,
): readonly string[] {
  if (!hasTable) return found?.tool.table === undefined ? [] : [`  the database has no table ${found.tool.table}`];
  const line = (what: string, names: readonly string[], note = ""): readonly string[] =>
    names.length === 0 ? [] : [`  ${what.padEnd(11)} ${String(names.length).padStart(4)}  ${namesText(names, 5)}${note}`];
  const first = applied[0]?.name;
  const last = applied.at(-1)?.name;
  return [
    `  ${"applied".padEnd(11)} ${String(applied.length).padStart(4)}${first === undefined ? "" : `  ${first === last ? first : `${first} ... ${last ?? ""}`}`}`,
    ...line("pending", namesOf(pending)),
    ...line("failed", failed, ": began and did not end"),
    ...line("edited", namesOf(edited), ": the file is not what ran here"),
    ...line("missing", missing, ": ran here, and has no file"),
    ...line("rolled back", rolledBack),
  ];
}

function adviceOn({ found, database, standing, form }: Look): readonly string[] {
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

/** What was taken over, and what is to be known of it. */
export function adoptedOutcome(
  { tool, standing, files, prepared, recorded }: Adopted,
  { form, found, project }: { readonly form: AdoptForm; readonly found: FoundTool | undefined; readonly project: Project },
  { warn, advise }: Context,
): Outcome {
  if (standing !== undefined) {
    if (standing.edited.length > 0)
      warn(
        `These files are not what ran in this database: ${namesText(namesOf(standing.edited))}. ${form === "baseline" ? "The baseline is made from the database." : "An empty database gets what the files say now."}`,
      );
    if (standing.missing.length > 0)
      warn(`These ran here and have no files: ${namesText(standing.missing)}. The baseline holds what they made.`);
  }
  const code = (standing?.pending ?? []).filter(({ sql }) => sql === undefined);
  if (form === "baseline" && found !== undefined && code.length > 0)
    warn(
      `These have not run in this database, and are code: ${namesText(namesOf(code))}. The baseline does not hold what they make, and mig cannot copy it. ` +
        `Write it as revisions, and remove them. Or take the adoption back, run ${found.tool.deploy ?? "them"}, and adopt then.`,
    );
  const { drift = [], failure, notRebuilt = [], wroteRows = [], drafts = [] } = prepared ?? {};
  if (drift.length > 0)
    warn(
      `The database is not what its migrations make. It has otherwise: ${some(drift, "; ", 10)}. "mig check" says what of it the models know; ` +
        `an empty database will not have the rest. To have all of it, take over the database as it is: mig adopt --undo, then mig adopt --baseline.`,
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
  const oneWay = drafts.filter(({ irreversible }) => irreversible !== undefined).length;
  const lines = [
    ...(drafts.length === 0
      ? []
      : [`${tool.name}: ${counted(drafts.length, "revision")} written${oneWay === 0 ? "" : `, ${oneWay} of them without a way back`}`]),
    ...(files.length > 12 ? [...files.slice(0, 5), `... ${files.length - 10} more`, ...files.slice(-5)] : files).map((file) => `  ${file}`),
    recorded.how === "stamped"
      ? `stamped ${recorded.revision}`
      : recorded.how === "built"
        ? `built the empty database: ${counted(recorded.revisions.length, "revision")}`
        : "Nothing to do: the revisions are there, and this database has them recorded.",
  ];
  advise("next: mig check");
  return {
    data: {
      tool,
      form,
      files,
      revisions: drafts.map(({ revision, message, irreversible }) => ({
        revision,
        message,
        ...(irreversible === undefined ? {} : { irreversible }),
      })),
      recorded,
      drift,
      ...(failure === undefined ? {} : { failure }),
      notRebuilt,
      wroteRows,
      ...(standing === undefined ? {} : standingJson(standing)),
    },
    text: lines.join("\n"),
  };
}

export function undoneOutcome({ files, tables }: Undone): Outcome {
  const lines = [...files.map((file) => `  ${file}`), ...(tables.length === 0 ? [] : [`dropped ${tables.join(" and ")}`])];
  return { data: { files, tables }, text: lines.length === 0 ? "Nothing to take back." : ["taken back", ...lines].join("\n") };
}

export function ejectedOutcome(ejected: Ejected, { advise }: Context): Outcome {
  const { tool, written, applied, pending, tables, removed } = ejected;
  const lines = [
    `${tool} goes on from here: ${counted(applied.length, "revision")} of mig applied${pending.length === 0 ? "" : `, ${pending.length} pending`}`,
    ...[...written, ...removed.map((file) => `removed ${file}`)].map((file) => `  ${file}`),
    ...(tables.length === 0 ? [] : [`dropped ${tables.join(" and ")}`]),
  ];
  if (removed.length === 0) advise("Run the same in each other environment. Then remove mig's files: mig eject --to prisma --remove-files");
  return { data: ejected, text: lines.join("\n") };
}
