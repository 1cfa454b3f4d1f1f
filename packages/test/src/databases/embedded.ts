import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cacheBase, privateFolder } from "@migts/core/private-folder";
import { connect, createEnvironment, MigError, upgrade, type Session } from "@migts/core/project";
import type { TestProject } from "../project/test-project.ts";
import { readBaseline } from "./baseline.ts";
import { readKeptRows } from "./kept-rows.ts";
import type { TestDatabase } from "./handle.ts";
import { resetRows } from "./reset.ts";
import { ensureTemplate, identify, type TemplateOptions } from "./template.ts";
import { embeddedUrl, type EmbeddedTemplate, type Template } from "./template-kinds.ts";

/** Dumps that have not been used for this time are removed. */
const keptMilliseconds = 14 * 24 * 3600 * 1000;

/** The template of a project, on its server or as a dump. */
export const anyTemplate = (project: TestProject, options: TemplateOptions): Promise<Template | EmbeddedTemplate> =>
  project.url === embeddedUrl ? ensureDump(project, options) : ensureTemplate(project, options);

/** Processes that ask at once may each write one: the last whole one stays. */
async function ensureDump(project: TestProject, options: TemplateOptions): Promise<EmbeddedTemplate> {
  const folder = privateFolder(cacheBase(), "mig", "test");
  const { name, revisions } = identify(project, options, pgliteVersion());
  const file = folder === undefined ? undefined : path.join(folder, `${name}.tar.gz`);
  const known = file === undefined ? undefined : readDescription(file);
  if (file !== undefined && known !== undefined) return { url: embeddedUrl, file, ...known };
  const session = await connect(embeddedUrl);
  try {
    if (options.seed !== undefined) throw noSeed();
    if (revisions.length > 0)
      await upgrade(createEnvironment({ ...project.loaded, url: embeddedUrl }, { graph: project.graph, session }), {
        to: options.at ?? "heads",
        allowLoss: true,
      });
    const baseline = await readBaseline(session);
    const description = { baseline, keptRows: await readKeptRows(session, Object.keys(baseline.filled)) };
    const dump = Buffer.from(await (await embeddedOf(session).dumpDataDir("gzip")).arrayBuffer());
    const target = file ?? path.join(process.cwd(), "node_modules", ".cache", `${name}.tar.gz`);
    mkdirSync(path.dirname(target), { recursive: true });
    removeStale(path.dirname(target));
    write(target, dump);
    write(`${target}.json`, JSON.stringify(description));
    return { url: embeddedUrl, file: target, ...description };
  } finally {
    await session.close();
  }
}

/** Its URL would be that of another database: PGlite is inside the process. */
const noSeed = (): MigError =>
  new MigError("ARGUMENT_INVALID", {
    call: "testDatabase",
    problem: '"seed" gets a URL, and PGlite has none',
    takes: "no seed where the project is tested in PGlite: write the rows in each test",
  });

interface Dumping {
  readonly dumpDataDir: (compression: "gzip") => Promise<{ readonly arrayBuffer: () => Promise<ArrayBuffer> }>;
}

const embeddedOf = ({ embedded }: Session): Dumping => embedded as Dumping; // a session of PGlite has it

/** Another version may not read the dump. Empty: it is not installed, which is said when one is made. */
function pgliteVersion(): string {
  try {
    const file = createRequire(import.meta.url).resolve("@electric-sql/pglite");
    return String(
      (JSON.parse(readFileSync(path.join(path.dirname(file), "../package.json"), "utf8")) as { readonly version?: unknown }).version,
    );
  } catch {
    return "";
  }
}

/** Undefined: there is no whole dump. */
function readDescription(file: string): Pick<EmbeddedTemplate, "baseline" | "keptRows"> | undefined {
  try {
    // as it was written
    const description = JSON.parse(readFileSync(`${file}.json`, "utf8")) as Pick<EmbeddedTemplate, "baseline" | "keptRows">;
    const now = new Date();
    utimesSync(file, now, now);
    return description;
  } catch {
    return undefined;
  }
}

function write(file: string, contents: string | Buffer): void {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, file);
}

function removeStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const used = statSync(file.replace(/\.json$/u, ""), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (name.startsWith("mig_test_template_") && used < Date.now() - keptMilliseconds) rmSync(file, { force: true });
  }
}

/** A copy in memory. */
export async function embeddedDatabase({ file, baseline, keptRows }: EmbeddedTemplate): Promise<TestDatabase> {
  const open = (): Promise<Session> => connect(embeddedUrl, { dump: new Blob([readFileSync(file)]) });
  let session = await open();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= session.close());
  return {
    url: embeddedUrl,
    name: "pglite",
    get pglite() {
      return embeddedOf(session);
    },
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await session.query(text, values)) as unknown as readonly R[], // the caller knows its query
    reset: async () => {
      if (await resetRows(session, baseline, async () => keptRows)) return;
      await session.close();
      session = await open();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
