import path from "node:path";
import type { PlanResult, RunEvent, RunResult, ScriptResult, StepReport } from "@migts/core";
import { counted, encounterRemarks, planText, shown, shownLines, some } from "@migts/core/report";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { oneLine, tellStatement } from "./statement.ts";

/** Tells people how far a run is, a line an event. What loses data is a warning, before it runs. */
export function tellRun(context: Context): (event: RunEvent) => void {
  const statement = tellStatement(context);
  return (event) => {
    if (event.kind === "progress") return statement.runs(event);
    statement.ends();
    tellEvent(event, context);
  };
}

function tellEvent(event: Exclude<RunEvent, { kind: "progress" }>, { progress, warn, cwd }: Context): void {
  if (event.kind === "losing") return warn(`the ${event.direction} of ${event.revision} loses data: ${lossesText(event.losses)}`);
  if (event.kind === "notice") return isWarning(event) ? warn(noticeText(event, cwd)) : progress(`  ${noticeText(event, cwd)}`);
  if (event.kind !== "stepDone") return progress(eventLine(event));
  if (event.noticesLeftOut !== undefined) progress(`  ${event.noticesLeftOut} more notices of PostgreSQL are not shown`);
}

type NoticeEvent = Extract<RunEvent, { kind: "notice" }>;

/** A notice with a code of its own: a warning, or a statement that did nothing because its object exists already. */
const isWarning = ({ sqlState }: NoticeEvent): boolean => sqlState !== "00000";

/** `PostgreSQL at mig/versions/ae10.ts:7: relation "ix" already exists, skipping (create index if not exists ix on b (id))`. */
function noticeText({ revision, place, statement, message, detail, hint }: NoticeEvent, cwd: string): string {
  const where =
    place === undefined ? revision : `${place.file.replace(cwd + path.sep, "")}${place.line === undefined ? "" : `:${place.line}`}`;
  const said = [message, detail, hint].filter((text) => text !== undefined).map((text) => shownLines(text));
  return `PostgreSQL at ${where}: ${said.join(". ")} (${oneLine(statement)})`;
}

type Losses = StepReport["losses"];

/** `drop table public.users (all rows of table users)`, the first few. */
function lossesText(losses: Losses): string {
  const texts = losses.map(
    ({ statement, what, alsoDrops }) =>
      `${oneLine(statement)} (${[what, ...encounterRemarks(alsoDrops === undefined ? {} : { alsoDrops })].join("; ")})`,
  );
  return some(texts, "; ", 6);
}

function eventLine(event: Exclude<RunEvent, { kind: "stepDone" | "losing" | "notice" | "progress" }>): string {
  if (event.kind === "stepStarted") return stepLine(event);
  if (event.kind === "stepResumed") return `  continues after ${event.done} statements that an earlier run completed`;
  if (event.kind === "waiting")
    return `waiting for another run${event.holder === undefined ? "" : ` (${event.holder})`}, ${event.seconds} s`;
  if (event.kind === "slow") return slowLine(event);
  if (event.kind === "mirrored") return `${event.tool} has run ${some(event.revisions)}: recorded, and not run again`;
  if (event.kind === "slowFile")
    return `still loading ${event.file} after ${event.seconds} s: an "await" at its top level has not finished`;
  return (
    `  ${event.table === undefined ? "a table" : `table ${event.table}`} is in use` +
    `${event.blockers.length === 0 ? "" : ` by ${event.blockers.join(", ")}`}; trying again when it is free`
  );
}

/** What a revision waits for that is not the database. */
function slowLine({ direction, revision, seconds, isOpen, lastRead }: Extract<RunEvent, { kind: "slow" }>): string {
  const after = lastRead === undefined ? "" : `, after op.query("${oneLine(lastRead)}")`;
  return (
    `  the ${direction} of ${revision} has waited ${seconds} s for a promise of its own, ` +
    `not for the database${after}${isOpen ? "; its transaction keeps its locks" : ""}`
  );
}

/** `Running upgrade ae10 -> 27c6, add orders`. */
function stepLine({ direction, revision, rowsOnly, inPlace, message, downRevisions }: AnyStep): string {
  const below = downRevisions.join(", ") || "base";
  const note =
    rowsOnly === true
      ? direction === "upgrade"
        ? " (it ran here before: nothing to run)"
        : " (it never ran here: nothing to revert)"
      : inPlace === true
        ? " (below revisions that are already applied)"
        : "";
  const way = direction === "upgrade" ? `${below} -> ${revision}` : `${revision} -> ${below}`;
  return `Running ${direction} ${way}${message === undefined || message === null ? "" : `, ${message}`}${note}`;
}

export const headsText = (heads: readonly string[]): string => (heads.length === 0 ? "base" : some(heads.map(shown)));

interface AnyStep {
  readonly direction: "upgrade" | "downgrade";
  readonly revision: string;
  readonly message?: string | null;
  readonly downRevisions: readonly string[];
  readonly rowsOnly?: true;
  readonly inPlace?: true;
}

const nothingToDo = ({ revisions, after }: RunResult | PlanResult): string =>
  revisions === 0 ? "Nothing to do: there are no revisions yet." : `Nothing to do: the database is at ${headsText(after)}.`;

/** What a run did, or would do, as the outcome of its command. */
export function outcomeOf(result: RunResult | PlanResult | ScriptResult, verb: "upgraded" | "downgraded"): Outcome {
  if ("sql" in result) return scriptOutcome(result);
  return { data: result, text: result.steps.length === 0 ? nothingToDo(result) : "dryRun" in result ? planned(result) : ran(result, verb) };
}

function ran({ after, steps, older }: RunResult, verb: "upgraded" | "downgraded"): string {
  const losing = steps.filter(({ losses }) => losses.length > 0).map(({ revision }) => revision);
  return [
    `${verb} ${counted(steps.length, "revision")}, now at ${headsText(after)}`,
    ...(older.length === 0 ? [] : [`older than revisions that were already applied: ${some(older)}`]),
    ...(losing.length === 0 ? [] : [`lost data: ${some(losing)}`]),
  ].join("\n");
}

function planned({ steps, resumes, older }: PlanResult): string {
  const texts = steps.map(({ transactions, read, ...step }) => {
    const done = resumes[step.revision];
    return [
      `-- ${stepLine(step)
        .replace("Running ", "")
        .replaceAll(/[\r\n]+/gu, " ")}`,
      ...(older.includes(step.revision) ? ["-- older than applied revisions"] : []),
      ...(done === undefined ? [] : [`-- an earlier run completed ${done} statements`]),
      planText(transactions),
      ...(read === undefined
        ? []
        : [`-- then it reads: ${read.replaceAll(/\s+/gu, " ")}`, "-- the statements after this read are known only when it runs"]),
    ].filter((line) => line !== "");
  });
  return texts.map((lines) => lines.join("\n")).join("\n\n");
}

export const scriptOutcome = (result: ScriptResult): Outcome => ({ data: result, text: result.sql.trimEnd(), isScript: true });
