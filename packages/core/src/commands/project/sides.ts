import { existsSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import { databaseSide, emptySide, modelsSide, type Side } from "../../runtime/compare/side.ts";
import { connectOptionsOf, requireUrl } from "../../runtime/environment/environment.ts";
import { loadSources } from "../../runtime/models/load-sources.ts";
import { sql } from "../../runtime/models/sql/sql.ts";
import type { Session } from "../../runtime/session.ts";
import { openSession } from "./database.ts";
import { configuredModels, isFolderOfSql, isSql, modelsAt } from "./models.ts";
import type { Project } from "./project.ts";

/** What a word on the command line names as one side of a comparison. */
type SideName =
  | { readonly kind: "database"; readonly url: string; readonly isConfigured?: true }
  | { readonly kind: "configuredModels" }
  | { readonly kind: "modelsAt"; readonly file: string }
  | { readonly kind: "sqlAt"; readonly paths: string }
  | { readonly kind: "empty" };

function parseSide(text: string, project: Project, cwd: string): SideName {
  if (text === "db") return { kind: "database", url: requireUrl(project), isConfigured: true };
  if (text === "models") return { kind: "configuredModels" };
  if (text === "empty") return { kind: "empty" };
  if (/^(?:postgres(?:ql)?:\/\/|pglite:)/u.test(text)) return { kind: "database", url: text };
  const file = path.resolve(cwd, text);
  if (isSql(text) || isFolderOfSql(file)) return { kind: "sqlAt", paths: text };
  if (existsSync(file) || text.endsWith(".prisma")) return { kind: "modelsAt", file };
  throw new MigError("SIDE_INVALID", { side: text });
}

/** Opens both sides, hands them over, and closes what was opened. Catalogs are asked before models are read. */
export async function withSides<Result>(
  { texts, project, cwd }: { readonly texts: readonly [string, string]; readonly project: Project; readonly cwd: string },
  use: (from: Side, to: Side) => Promise<Result>,
): Promise<Result> {
  const names = texts.map((text) => parseSide(text, project, cwd));
  const sessions: (Session | undefined)[] = [];
  try {
    for (const name of names)
      sessions.push(
        name.kind === "database"
          ? await openSession(
              project,
              name.url,
              name.isConfigured === true ? connectOptionsOf(project) : { env: project.env, onNewer: project.onNewer },
            )
          : undefined,
      );
    const databases = sessions.map((session) => (session === undefined ? undefined : askCatalog(session, project)));
    // Where no database is configured, scratch databases are created beside the one that is compared.
    const scratchBeside = project.url ?? names.find((name) => name.kind === "database")?.url;
    const models = await Promise.all(names.map((name) => readModels(name, { project, cwd, scratchBeside })));
    return await use((await databases[0]) ?? models[0] ?? emptySide, (await databases[1]) ?? models[1] ?? emptySide);
  } finally {
    await Promise.all(sessions.map(async (session) => session?.close()));
  }
}

/** A database as a side, asked at once. Its failure is not lost when the models fail first. */
export function askCatalog(session: Session, { tables }: Project): ReturnType<typeof databaseSide> {
  const side = databaseSide(session, [tables.version, tables.log]);
  side.catch(() => {});
  return side;
}

interface ReadOptions {
  readonly project: Project;
  readonly cwd: string;
  /** The database beside which scratch databases are created. Absent: none is named. */
  readonly scratchBeside: string | undefined;
}

async function readModels(name: SideName, { project, cwd, scratchBeside }: ReadOptions): Promise<Side | undefined> {
  const place = scratchBeside === undefined ? project : { ...project, url: scratchBeside };
  if (name.kind === "configuredModels") return configuredModels(project, "diff", scratchBeside);
  if (name.kind === "modelsAt") return modelsSide(await loadSources([await modelsAt(name.file, project)], project, project));
  // What is compared is the whole of what the files say.
  if (name.kind === "sqlAt") return modelsSide(await loadSources([sql(name.paths, { cwd, owns: "database" })], place, project));
  return undefined;
}
