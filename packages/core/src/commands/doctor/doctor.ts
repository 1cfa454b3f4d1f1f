import { MigError } from "../../errors.ts";
import { connectOptionsOf, requireUrl } from "../../runtime/environment/environment.ts";
import { loadSources } from "../../runtime/models/load-sources.ts";
import type { Adapter, ModelSource } from "../../schema/model-source.ts";
import { modelsSide } from "../../runtime/compare/side.ts";
import type { Caller } from "../caller.ts";
import { openSession } from "../project/database.ts";
import { configuredAdapters } from "../project/models.ts";
import { readGraph, readProject, type Project } from "../project/project.ts";
import { checkConfiguration } from "./checks/config.ts";
import { checkClock, checkEncryption, checkPooler, checkServer } from "./checks/connection.ts";
import { checkGit } from "./checks/git.ts";
import { checkExtensions, checkModels } from "./checks/models.ts";
import { checkNode, checkPackages } from "./checks/packages.ts";
import { checkRights } from "./checks/rights.ts";
import { checkFolders, checkGraph } from "./checks/versions.ts";
import { ok, problemOf, type Finding } from "./finding.ts";
import type { Subject } from "./subject.ts";

export interface DoctorResult {
  /** Whether there is no problem. */
  readonly isWell: boolean;
  readonly findings: readonly Finding[];
}

/** A check, and what must be there for it. */
interface Check {
  readonly needs: readonly (keyof Subject)[];
  readonly run: (subject: never) => Promise<readonly Finding[]>;
}

const check = <Part extends keyof Subject>(
  needs: readonly Part[],
  run: (subject: Subject & { readonly [K in Part]-?: NonNullable<Subject[K]> }) => Promise<readonly Finding[]>,
): Check => ({ needs, run });

/** All checks. None writes anything. */
const checks: readonly Check[] = [
  check([], checkNode),
  check(["project"], checkPackages),
  check(["project"], checkConfiguration),
  check(["project"], checkModels),
  check(["project"], checkFolders),
  check(["graph"], checkGraph),
  check(["project"], checkGit),
  check(["project", "session"], checkServer),
  check(["session"], checkEncryption),
  check(["session"], checkPooler),
  check(["session"], checkClock),
  check(["project", "session"], checkRights),
  check(["models", "session"], checkExtensions),
];

/** What findings are about, in the order in which they are told. */
const order = [
  "node",
  "packages",
  "config",
  "models",
  "versions",
  "revisions",
  "git",
  "database",
  "encryption",
  "pooler",
  "clock",
  "role",
  "rights",
  "scratch",
  "extensions",
];

/** Looks at all that mig needs, from Node to the rights of the role. */
export async function doctor(caller: Caller): Promise<DoctorResult> {
  const findings: Finding[] = [];
  /** What a part of the subject is, or why it cannot be had. */
  const having = async <Part>(about: string, find: () => Promise<Part>): Promise<Part | undefined> => {
    try {
      return await find();
    } catch (error) {
      findings.push(error instanceof NeedsScratch ? ok(about, error.message) : problemOf(about, error));
      return undefined;
    }
  };
  const project = await having("config", () => readProject(caller));
  const graph = project === undefined ? undefined : await having("revisions", async () => readGraph(project));
  const models = project?.config.models === undefined ? undefined : await having("models", () => modelsOf(project));
  const session =
    project === undefined
      ? undefined
      : await having("database", () => openSession(project, requireUrl(project), connectOptionsOf(project)));
  const subject: Subject = {
    ...(project === undefined ? {} : { project }),
    ...(graph === undefined ? {} : { graph }),
    ...(models === undefined ? {} : { models }),
    ...(session === undefined ? {} : { session }),
  };
  try {
    for (const { needs, run } of checks) {
      if (needs.some((part) => subject[part] === undefined)) continue;
      findings.push(...((await having(needs.includes("session") ? "database" : "config", () => run(subject as never))) ?? [])); // as `needs` says
    }
  } finally {
    await session?.close();
  }
  const inOrder = findings.toSorted((left, right) => order.indexOf(left.about) - order.indexOf(right.about));
  return { isWell: findings.every(({ state }) => state !== "problem"), findings: inOrder };
}

/** Models that can be read only with a scratch database, which would be created. */
class NeedsScratch extends Error {
  override readonly name = "NeedsScratch";
}

async function modelsOf(project: Project): Promise<ModelSource> {
  const refuse = async (): Promise<never> => {
    throw new NeedsScratch("They are read with the help of a scratch database, which is not created here. `mig check` reads them.");
  };
  const adapters = await configuredAdapters(project, "doctor");
  const quiet = adapters.map((adapter): Adapter => ({
    ...adapter,
    load: (given) => adapter.load({ ...given, scratch: refuse, scratchServer: refuse }),
  }));
  const side = modelsSide(await loadSources(quiet, project));
  if (side.kind !== "models") throw new MigError("NO_MODELS", { command: "doctor" });
  return side.source;
}
