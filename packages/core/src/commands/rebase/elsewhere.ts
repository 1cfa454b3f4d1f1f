import { isMigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { recordedIn } from "../../revision/record.ts";
import { appliedOf } from "../../revision/resolve.ts";
import type { Caller } from "../caller.ts";
import { databaseState } from "../project/database.ts";
import { readProject, type Project } from "../project/project.ts";
import { isDevelopmentDatabase } from "./development.ts";

/** What is applied in the databases of the configuration's other environments. */
export interface Elsewhere {
  /** Why a revision must stay, in words that follow its id. Undefined: no other environment has it. */
  readonly whyStays: (id: string) => string | undefined;
  /** Environments whose databases did not answer. */
  readonly unknown: readonly string[];
}

/** Asks the databases of all other environments that share revisions with this project. */
export async function appliedElsewhere(project: Project, graph: RevisionGraph, caller: Caller): Promise<Elsewhere> {
  const { environment } = caller.settings;
  const names = [...(environment === undefined ? [] : [undefined]), ...(project.environments ?? []).filter((name) => name !== environment)];
  const found = await Promise.all(names.map((name) => appliedInOne(project, graph, { caller, name })));
  const unknown = found.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, problem }]));
  for (const { name, problem } of unknown)
    caller.warn(`mig does not know whether these revisions are applied in ${calledOf(name)}: ${problem}`);
  return {
    unknown: unknown.map(({ name }) => calledOf(name)),
    whyStays: (id) => {
      const one = found.find(({ applied }) => applied.has(id));
      if (one === undefined) return undefined;
      const wayOn = one.isDevelopment ? `; revert it there first (mig downgrade${one.name === undefined ? "" : ` -n ${one.name}`})` : "";
      return `is applied in the database of ${calledOf(one.name)}${wayOn}`;
    },
  };
}

const calledOf = (name: string | undefined): string =>
  name === undefined ? "the configuration without -n" : `the environment ${JSON.stringify(name)}`;

interface Asked {
  readonly caller: Caller;
  /** Undefined: what stands outside of the environments. */
  readonly name: string | undefined;
}

interface AppliedInOne {
  readonly name: string | undefined;
  readonly applied: ReadonlySet<string>;
  readonly isDevelopment: boolean;
  /** Absent: it has answered, or there is nothing to ask. */
  readonly problem?: string;
}

async function appliedInOne(project: Project, graph: RevisionGraph, { caller, name }: Asked): Promise<AppliedInOne> {
  const nothing: AppliedInOne = { name, applied: new Set(), isDevelopment: false };
  try {
    const { url: _url, environment: _environment, ...rest } = caller.settings;
    const settings = name === undefined ? rest : { ...rest, environment: name };
    const other = await readProject({ ...caller, settings, progress: () => {} });
    if (!other.folders.some((folder) => project.folders.includes(folder))) return nothing;
    if (other.url === undefined) return { ...nothing, problem: "it has no database URL here" };
    const isSame = other.url === project.url && JSON.stringify(other.tables) === JSON.stringify(project.tables);
    return isSame ? nothing : { name, applied: await appliedIn(other, graph), isDevelopment: isDevelopmentDatabase(other) };
  } catch (error) {
    if (!isMigError(error)) throw error;
    return { ...nothing, problem: error.message };
  }
}

/**
 * What ran in a project's database, or began to.
 * @throws MigError APPLIED_REVISION_NOT_FOUND for a row that no file has: what it implies cannot be told
 */
export async function appliedIn(project: Project, graph: RevisionGraph): Promise<ReadonlySet<string>> {
  const { heads, log, unfinished } = await databaseState(project);
  const { neverRun, ranBefore } = recordedIn(graph, heads, log);
  const implied = appliedOf(graph, heads).map(({ id }) => id);
  return new Set([...implied.filter((id) => !neverRun.includes(id)), ...ranBefore, ...unfinished.map(({ revision }) => revision)]);
}
