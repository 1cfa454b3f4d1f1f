import { existsSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import { checkConfig } from "../../runtime/config/check-config.ts";
import { installCommand } from "../../runtime/files/install-command.ts";
import { configText } from "../setup/config-text.ts";
import { findModels } from "../setup/find-models.ts";
import { patternIn, writeDesign, type LeftBeside } from "../setup/write-design.ts";
import { adapterName, findAdapter, isFolderOfSql, isSql, modelsAt } from "../project/models.ts";
import { namesOf, tableOfAlembic } from "../adopt/alembic/table-of-project.ts";
import { ownTables } from "../adopt/own-config.ts";
import { toolsIn } from "../adopt/find-tool.ts";
import { tools } from "../adopt/tools/index.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { addScripts } from "../setup/package-scripts.ts";
import { prisma8Advice, usesPrisma8 } from "../setup/prisma-8.ts";
import { readProject, runConfigOfPrisma } from "../project/project.ts";
import { writeNew } from "../setup/write-new.ts";
import { ownPackage } from "../setup/own-package.ts";

const configNames = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

export interface InitRequest {
  /** schema.prisma or its folder, or SQL files. Absent: mig searches for schema.prisma. */
  readonly models?: string;
  /** Write the design of the database as SQL files, into "db" or the folder of `models`. */
  readonly fromDatabase?: boolean;
  /** Rules for what to leave alone, such as "audit.*": no file has them, and the configuration says so. */
  readonly exclude?: readonly string[];
  /** Presets for what a service or an extension made. */
  readonly presets?: readonly string[];
  /** Folder for revisions. Absent: "mig/versions". */
  readonly versions?: string;
  /** Also write a template for new revisions. */
  readonly template?: boolean;
}

export interface InitResult {
  /** The configuration's file. */
  readonly config: string;
  /** Folder for revisions. */
  readonly versions: string;
  /** Null: none were found. */
  readonly models: string | null;
  /** What was written. */
  readonly files: readonly string[];
}

export async function init(caller: Caller, request: InitRequest): Promise<InitResult> {
  const { cwd, advise } = caller;
  const existing = configNames.find((name) => existsSync(path.join(cwd, name)));
  if (existing !== undefined) throw new MigError("CONFIG_EXISTS", { file: existing });
  await runConfigOfPrisma(cwd, caller);
  const isFromDatabase = request.fromDatabase === true;
  const ofTools = isFromDatabase ? await otherTools(caller) : [];
  const left = withRules(
    leftBeside(request),
    ofTools.flatMap(({ rules }) => rules),
  );
  const written = isFromDatabase ? await writeDesign(request.models ?? "db", left, caller) : undefined;
  const named = request.models ?? findModels(cwd);
  const models = written?.pattern ?? (named !== undefined && isFolderOfSql(path.resolve(cwd, named)) ? patternIn(named) : named);
  if (models !== undefined && !isSql(models) && !existsSync(path.resolve(cwd, models)))
    throw new MigError("MODELS_NOT_FOUND", { path: models });
  const versions = request.versions ?? "mig/versions";
  const template = request.template === true ? path.join(path.dirname(versions), "revision.ts.template") : undefined;
  const keep = path.join(versions, ".gitkeep");
  await writeNew(path.resolve(cwd, keep), "");
  const others = tools.filter((tool) => tool.findFolder(cwd) !== undefined || ofTools.some((one) => one.tool === tool));
  const isPrisma8 = usesPrisma8(cwd);
  const ofAlembic = await tableOfAlembic(await readProject(caller), caller);
  const versionTable = ofAlembic === undefined ? (others.length > 0 || isPrisma8 ? ownTables : {}) : namesOf(ofAlembic);
  const own = Object.keys(versionTable).length === 0 ? {} : { versionTable };
  await writeNew(path.join(cwd, "mig.config.ts"), configText({ models, versions, from: ownPackage(cwd), template, ...own, ...left }));
  const scripts = await addScripts(cwd);
  if (template !== undefined)
    await writeNew(path.resolve(cwd, template), (await import("../../source/revision-template.ts")).usualTemplate);
  const project = await readProject(caller);
  const hasAdapter = findAdapter(cwd, caller.resolveFrom) !== undefined;
  const isPrismas = models !== undefined && !isSql(models);
  const tool = isPrismas && hasAdapter ? (await modelsAt(path.resolve(cwd, models), project)).tool : undefined;
  const { stubs, isTools } = await (await import("../adopt/alembic/take-over.ts")).takeOver(project, caller, tool);
  advise(
    models === undefined ? 'No schema.prisma was found. Set "models" in mig.config.ts, or write revisions by hand.' : `Models: ${models}`,
  );
  if (isPrismas && !hasAdapter) advise(`next: ${installCommand(cwd, adapterName)}`);
  if (isPrisma8) advise(prisma8Advice);
  if (scripts.length > 0) advise(`Scripts in package.json: ${scripts.join(", ")}`);
  const hasHistory = isTools || others.length > 0;
  if (isTools && tool !== undefined) advise(`${tool.name} was used here before. mig does not change its table ${tool.tables.join(", ")}.`);
  else if (others.length > 0) advise(`There is a history of ${others.map(({ name }) => name).join(" and of ")} here.`);
  const first =
    stubs.length > 0
      ? "mig check"
      : hasHistory
        ? "mig adopt"
        : written !== undefined
          ? "mig adopt --baseline && mig check"
          : 'mig revision -m "first" && mig upgrade head';
  advise(project.url === undefined ? `next: set DATABASE_URL (in the environment or in .env), then run: ${first}` : `next: ${first}`);
  const files = ["mig.config.ts", keep, ...(template === undefined ? [] : [template]), ...stubs, ...(written?.files ?? [])];
  return { config: "mig.config.ts", versions, models: models ?? null, files };
}

/** Tools whose tables are in the database: no design holds these. */
const otherTools = async (caller: Caller): Promise<Awaited<ReturnType<typeof toolsIn>>> => withSession(await readProject(caller), toolsIn);

const withRules = (left: LeftBeside, rules: readonly string[]): LeftBeside => ({ ...left, exclude: [...left.exclude, ...rules] });

/**
 * What a request says to leave alone.
 * @throws MigError CONFIG_INVALID
 */
function leftBeside({ exclude: rules = [], presets: names = [] }: InitRequest): LeftBeside {
  const { exclude = [], presets = [] } = checkConfig({ exclude: rules, presets: names }, "mig.config.ts");
  return { exclude, presets };
}
