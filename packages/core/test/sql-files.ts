import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { tempProject, type ProjectFiles, type ScratchDatabase } from "@migts/testkit";
import type { ModelSource } from "../src/adapter.ts";
import {
  compare,
  connect,
  databaseSide,
  loadSources,
  modelsSide,
  planOperations,
  sql,
  statementsOf,
  type Adapter,
  type Comparison,
  type MigConfig,
  type SqlOptions,
} from "../src/index.ts";

// What the tests of SQL sources share: files in a folder, read beside a database.

export interface Files {
  readonly write: (files: ProjectFiles) => Promise<void>;
  /** Reads `db/**` of the folder, after earlier sources. */
  readonly load: (options?: LoadOptions) => Promise<ModelSource>;
  readonly path: string;
}

export interface LoadOptions extends SqlOptions {
  readonly before?: readonly Adapter[];
  readonly patterns?: string | readonly string[];
  readonly config?: MigConfig;
  /** Absent: that of the database. */
  readonly url?: string | null;
}

/** A folder with files, removed afterwards. What is remembered of results is in a folder of its own. */
export async function withFiles(
  files: ProjectFiles,
  { url: home }: Pick<ScratchDatabase, "url">,
  use: (files: Files) => Promise<void>,
): Promise<void> {
  const [project, cache] = [await tempProject(files), await mkdtemp(path.join(os.tmpdir(), "mig-cache-"))];
  process.env["XDG_CACHE_HOME"] = cache;
  try {
    await use({
      path: project.path,
      write: project.write,
      load: ({ before = [], patterns = "db/**/*.sql", config = {}, url = home, ...options } = {}) =>
        loadSources([...before, sql(patterns, options)], {
          config,
          root: project.path,
          env: {},
          ...(url === null ? {} : { url }),
          urlSource: "the test",
        }),
    });
  } finally {
    await project.remove();
    await rm(cache, { recursive: true, force: true });
  }
}

export async function compared(source: ModelSource, { url }: Pick<ScratchDatabase, "url">): Promise<Comparison> {
  const session = await connect(url);
  try {
    return await compare(await databaseSide(session, []), modelsSide(source));
  } finally {
    await session.close();
  }
}

export const textsOf = (operations: Comparison["upgrade"], before: Comparison["before"]): readonly string[] =>
  statementsOf(planOperations(operations, before)).map(({ sql: text }) => text);

const run = async (texts: readonly string[], { query }: ScratchDatabase): Promise<readonly string[]> => {
  if (texts.length > 0) await query(["begin", ...texts, "commit"].join(";\n"));
  return texts;
};

export interface Brought {
  readonly texts: readonly string[];
  readonly revert: () => Promise<readonly string[]>;
}

/** Makes the database as the files say, after which nothing differs. Gives the statements, and how to revert them. */
export async function brought(source: ModelSource, database: ScratchDatabase): Promise<Brought> {
  const { upgrade, before, downgrade, after } = await compared(source, database);
  const texts = await run(textsOf(upgrade, before), database);
  const again = await compared(source, database);
  const left = [textsOf(again.upgrade, again.before), textsOf(again.downgrade, again.after), again.notCompared];
  if (left.some((list) => list.length > 0)) throw new Error(`The second comparison is not empty: ${JSON.stringify(left)}`);
  return { texts, revert: () => run(textsOf(downgrade, after), database) };
}
