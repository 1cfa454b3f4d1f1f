import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import path from "node:path";
import type { NotCompared } from "../../diff/not-compared.ts";
import { MigError } from "../../errors.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import { rowChangesIn } from "../../postgres/sql/row-changes.ts";
import { transactionControl, withoutTransactionMarks } from "../../postgres/sql/transaction-control.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { compare } from "../../runtime/compare/compare.ts";
import { createEnvironment } from "../../runtime/environment/environment.ts";
import { rebuild } from "../../runtime/replay/rebuild.ts";
import { replay, type ReplayFailure, type Replayed } from "../../runtime/replay/replay.ts";
import { inOrder } from "../../revision/lineage.ts";
import { schemaOfUrl } from "../../runtime/connection/url-schema.ts";
import { stopping, type Caller } from "../caller.ts";
import type { Project } from "../project/project.ts";
import { remarksOn, reportOperations, operationSummary } from "../reports/operation.ts";
import { baselineDraft, migrationDraft, type AdoptDraft, type AdoptForm, type WayBack } from "./drafts.ts";
import type { FoundTool } from "./find-tool.ts";
import type { DatabaseHistory } from "./standing.ts";
import { noTool, type MigrationFile } from "./tools/tool.ts";

/** The revisions for a history, worked out and tried, and not written yet. */
export interface Prepared {
  readonly drafts: readonly AdoptDraft[];
  /** What the database has otherwise than its history makes it, a line each. */
  readonly drift: readonly string[];
  /** A migration that does not run in an empty database. Absent: all do, or none was tried. */
  readonly failure?: ReplayFailure;
  /** Migrations that wrote rows, which the baseline does not hold. */
  readonly wroteRows: readonly string[];
  /** What no kind models and the baseline does not make. */
  readonly notRebuilt: readonly NotCompared[];
}

export interface PrepareOptions {
  readonly found: FoundTool | undefined;
  readonly form: AdoptForm;
  /** What ran in the database, in order. */
  readonly applied: readonly { readonly key: string; readonly name: string }[];
  /** What gets a revision of its own, in order: of a baseline what is pending, else all. */
  readonly migrations: readonly MigrationFile[];
  readonly database: DatabaseHistory;
  /** Folder of the new revisions. */
  readonly folder: string;
  /** What is there already, which they are put on. */
  readonly graph: RevisionGraph;
  /** Nothing of the history is adopted yet. */
  readonly isFirst: boolean;
}

export async function prepare(project: Project, options: PrepareOptions, caller: Caller): Promise<Prepared> {
  const { found, form, applied, migrations, isFirst } = options;
  for (const migration of migrations) refuseUnrunnable(migration, project);
  const base = form === "baseline" && isFirst ? await baselineOf(project, options, caller) : undefined;
  const wroteRows = base === undefined ? [] : rowsWrittenBy(found, applied);
  if (found === undefined || migrations.length === 0)
    return { drafts: base === undefined ? [] : [base.draft], drift: [], wroteRows, notRebuilt: base?.notRebuilt ?? [] };
  const { steps, drift, failure, notBegun } = await replayed(project, options, base?.draft.upgrade ?? [], caller);
  const byName = new Map(steps.map((step) => [step.name, step]));
  const own = schemaOf(project);
  const drafts = migrations.map((migration, at) =>
    migrationDraft(migration, {
      tool: found.tool,
      ...(form === "link" && migration.isPart !== true ? { folder: options.folder } : {}),
      back: wayBackOf(byName.get(migration.name), notBegun),
      first:
        at === 0 && isFirst && base === undefined && own !== "public"
          ? [{ kind: "execute", sql: `create schema if not exists ${quoteIdentifier(own)}` }]
          : [],
    }),
  );
  const isWhole = migrations.length > 0 && applied.length > 0;
  return {
    drafts: [...(base === undefined ? [] : [base.draft]), ...drafts],
    drift: isWhole ? drift : [],
    wroteRows,
    notRebuilt: base?.notRebuilt ?? [],
    ...(failure === undefined ? {} : { failure }),
  };
}

/**
 * Of what ran, the migrations that inserted rows: tables of roles, countries and the like are not there in a database that a baseline
 * builds.
 */
function rowsWrittenBy(found: FoundTool | undefined, applied: PrepareOptions["applied"]): readonly string[] {
  const ran = new Set(applied.map(({ key }) => key));
  const inserts = (sql: string): boolean => rowChangesIn(sql).some(({ text }) => /^(?:insert|copy|merge|with|do|select)\b/u.test(text));
  return (found?.files ?? []).filter(({ key, sql = "" }) => ran.has(key) && inserts(sql)).map(({ name }) => name);
}

const schemaOf = ({ url }: Project): string => (url === undefined ? undefined : schemaOfUrl(url)) ?? "public";

function wayBackOf(step: Replayed | undefined, notBegun: string | undefined): WayBack {
  if (notBegun !== undefined) return { downgrade: [], irreversible: `Its way back was not worked out, because ${notBegun}.` };
  if (step === undefined) return { downgrade: [], irreversible: "It did not run in an empty database, so its way back is not known." };
  const { downgrade, irreversible, after } = step;
  if (irreversible !== undefined) return { downgrade: [], irreversible };
  return { downgrade, remarksOf: remarksOn(reportOperations(downgrade, after)) };
}

/** @throws MigError ADOPT_UNRUNNABLE for what mig would refuse to run */
function refuseUnrunnable({ name, file, sql = "" }: MigrationFile, { shown }: Project): void {
  const statement = transactionControl(withoutTransactionMarks(sql));
  if (statement !== undefined) throw new MigError("ADOPT_UNRUNNABLE", { name, statement }, { place: { file: shown(file) } });
}

async function baselineOf(
  project: Project,
  { found, database, applied }: PrepareOptions,
  caller: Caller,
): Promise<{ readonly draft: AdoptDraft; readonly notRebuilt: readonly NotCompared[] }> {
  caller.progress("building the baseline in a scratch database, to see that it makes the same design");
  const { comparison, differences, notRebuilt, failure } = await rebuild(database.side, project, stopping(caller));
  if (failure !== undefined) throw new MigError("ADOPT_BASELINE_FAILED", failure);
  if (differences.length > 0) throw new MigError("ADOPT_BASELINE_DIFFERS", { steps: differences.map(operationSummary) });
  const { upgrade, downgrade, before, after } = comparison;
  const reports = [...reportOperations(upgrade, before), ...reportOperations(downgrade, after)];
  return { draft: baselineDraft(applied, { tool: found?.tool ?? noTool, upgrade, downgrade, remarksOf: remarksOn(reports) }), notRebuilt };
}

/** Runs the migrations in a scratch database, and sees on the way how the live one differs from what its history makes. */
async function replayed(
  project: Project,
  { applied, migrations, database, form, graph }: PrepareOptions,
  start: readonly Operation[],
  caller: Caller,
): Promise<{
  readonly steps: readonly Replayed[];
  readonly drift: readonly string[];
  readonly failure?: ReplayFailure;
  readonly notBegun?: string;
}> {
  const withSql = migrations.filter(({ sql }) => sql !== undefined);
  const last = form === "baseline" ? undefined : applied.at(-1)?.name;
  let drift: readonly string[] = [];
  const options = {
    defaultSchema: schemaOf(project),
    start,
    after: {
      environment: createEnvironment(project, { graph }),
      revisions: inOrder(graph.nodes).map(({ revision }) => revision),
    },
    ...stopping(caller),
    tell: (name: string, at: number) => {
      if (at % 25 === 0) caller.progress(`running ${name} in a scratch database (${at + 1} of ${withSql.length})`);
    },
    see: async (name: string, side: DatabaseHistory["side"]) => {
      if (name !== last) return;
      const { upgrade, notCompared } = await compare(side, database.side);
      drift = [...upgrade.map(operationSummary), ...notCompared.map(({ what, name: object }) => `${what} ${object}`)];
    },
  };
  return replay(
    withSql.map(({ name, sql = "" }) => ({ name, sql })),
    project,
    options,
    async ({ steps, failure, notBegun }) => ({
      steps,
      drift,
      ...(failure === undefined ? {} : { failure }),
      ...(notBegun === undefined ? {} : { notBegun }),
    }),
  );
}

/** Where a statement of a migration stands. */
export const placeOfFailure = (
  { name, line }: ReplayFailure,
  migrations: readonly MigrationFile[],
  shown: (file: string) => string,
): string => {
  const file = migrations.find((migration) => migration.name === name)?.file;
  return file === undefined ? name : `${shown(file)}${line === undefined ? "" : `:${line}`}`;
};

/** The folder that new revisions go to. */
export const folderOf = ({ folders, root }: Project): string => folders[0] ?? path.join(root, "mig/versions");
