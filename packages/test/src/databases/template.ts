import { connect, createEnvironment, upgrade, urlOfDatabase, type Session } from "@migts/core/project";
import { contentsOf, textsOf } from "../project/contents.ts";
import { projectName, revisionsTo, type TestProject } from "../project/test-project.ts";
import { readBaseline, type Baseline } from "./baseline.ts";
import { copyTemplate, dropDatabase, dropLeftovers, homeOn, refusing, templateLocks, type Home } from "./home.ts";
import { databaseName, lockOf, templateName, templatePattern, templatePrefix } from "./names.ts";
import { quoteName, quoteText } from "./sql-text.ts";
import type { Template } from "./template-kinds.ts";

/** What a template is built from. */
export interface TemplateOptions {
  /** The revision or revisions to upgrade to. Absent: all heads. */
  readonly at?: string | readonly string[];
  /** Runs once, in the template: every test database begins with the rows that it writes. It gets the template's URL. */
  readonly seed?: (url: string) => void | Promise<void>;
  /** Files that `seed` depends on, from the working directory: if one changes, the template is built again. Its own text always counts. */
  readonly seedFiles?: readonly string[];
}

interface Comment extends Baseline {
  readonly project: string;
  /** When it was last used, in seconds since 1970, give or take an hour. */
  readonly used: number;
}

const hour = 3600;
/** What a project keeps beside the template in use, such as those of other branches. */
const keptTemplates = 9;
/** After this time without use any project's template goes. */
const keptSeconds = 14 * 24 * hour;

/**
 * The template of a project, built if there is none for what its revisions and the seed are now. Many processes may ask at once: one
 * builds.
 * @throws MigError TEST_DATABASE_REFUSED, or what the upgrade throws
 */
export async function ensureTemplate(project: TestProject, options: TemplateOptions): Promise<Template> {
  const { at = "heads", seed } = options;
  const home = await homeOn(project.url);
  const { name, revisions } = identify(project, options, String(home.session.serverVersion));
  return withTemplateLock(home, name, async () => {
    const found = await readComment(home.session, name);
    if (found !== undefined) return { url: home.url, name, baseline: await touched(home, name, found) };
    await dropLeftovers(home);
    const baseline = await build(home, project, { name, revisions, at, ...(seed === undefined ? {} : { seed }) });
    await dropStale(home, projectName(project));
    return { url: home.url, name, baseline };
  });
}

/** The name of the template for what the project is now, and the revisions that it has. */
export function identify(
  project: TestProject,
  { at = "heads", seed, seedFiles = [] }: TemplateOptions,
  server: string,
): { readonly name: string; readonly revisions: readonly string[] } {
  const revisions = revisionsTo(project.graph, at);
  const contents = [contentsOf(project, revisions), seed?.toString(), textsOf(seedFiles), server];
  return { name: templateName(projectName(project), JSON.stringify(contents)), revisions };
}

/** One process at a time. The lock is of the session, for databases cannot be created in a transaction. */
async function withTemplateLock<Result>({ session }: Home, name: string, work: () => Promise<Result>): Promise<Result> {
  const key = `${templateLocks}, ${lockOf(name)}`;
  await session.simple(`select pg_catalog.pg_advisory_lock(${key})`);
  try {
    return await work();
  } finally {
    await session.simple(`select pg_catalog.pg_advisory_unlock(${key})`).catch(() => {}); // it ends with the connection
  }
}

async function readComment(session: Session, name: string): Promise<Comment | undefined> {
  const [row] = await session.query(
    `select pg_catalog.shobj_description(d.oid, 'pg_database') as comment from pg_catalog.pg_database d where d.datname = ${quoteText(name)}`,
  );
  return row === undefined ? undefined : parseComment(row["comment"]);
}

function parseComment(text: unknown): Comment | undefined {
  try {
    return JSON.parse(String(text)) as Comment; // as `writeComment` wrote it
  } catch {
    return undefined;
  }
}

const writeComment = ({ session }: Home, name: string, comment: Comment): Promise<unknown> =>
  session.simple(`comment on database ${quoteName(name)} is ${quoteText(JSON.stringify(comment))}`);

const now = (): number => Math.trunc(Date.now() / 1000);

/** Says that it is in use, so that it is not taken for stale. */
async function touched(home: Home, name: string, comment: Comment): Promise<Baseline> {
  if (comment.used < now() - hour) {
    await writeComment(home, name, { ...comment, used: now() });
    await dropLeftovers(home);
    await dropStale(home, comment.project);
  }
  return comment;
}

interface Building extends Pick<TemplateOptions, "seed"> {
  readonly name: string;
  readonly revisions: readonly string[];
  readonly at: string | readonly string[];
}

/** Builds it under the name of a test database, which is dropped if this process dies, and gives it its own name when it is whole. */
async function build(home: Home, project: TestProject, { name, revisions, at, seed }: Building): Promise<Baseline> {
  const building = databaseName(home.owner);
  const url = urlOfDatabase(home.url, building);
  const { createDatabaseSql } = await import("@migts/core");
  const create = await createDatabaseSql(home.session, building);
  await refusing(() => home.session.simple(create));
  try {
    if (revisions.length > 0) await upgradeTo(project, url, at);
    await seed?.(url);
    const baseline = await withSession(url, readBaseline);
    await writeComment(home, building, { ...baseline, project: projectName(project), used: now() });
    await home.session.simple(`alter database ${quoteName(building)} allow_connections false`);
    await endOthers(home, building);
    await dropDatabase(home, name); // one without a comment is no template
    await home.session.simple(`alter database ${quoteName(building)} rename to ${quoteName(name)}`);
    return baseline;
  } catch (error) {
    await dropDatabase(home, building).catch(() => {}); // the error says why; what is left is dropped by the next run
    throw error;
  }
}

/** Upgrades a database of a test's, whatever is lost on the way. Nobody else knows the database, so one connection does, without a lock. */
export async function upgradeTo({ loaded, graph }: TestProject, url: string, to: string | readonly string[]): Promise<void> {
  await withSession(url, (session) => upgrade(createEnvironment({ ...loaded, url }, { graph, session }), { to, allowLoss: true }));
}

export async function withSession<Result>(url: string, use: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await connect(url, { applicationName: "mig test" });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** A seed may have left connections open. */
async function endOthers({ session }: Home, name: string): Promise<void> {
  await session.simple(
    `select pg_catalog.pg_terminate_backend(a.pid, 5000) from pg_catalog.pg_stat_activity a where a.datname = ${quoteText(name)}`,
  );
}

/** Drops templates that nobody has used for long, and all but some of this project's. */
async function dropStale(home: Home, project: string): Promise<void> {
  const rows = await home.session.query(
    `select d.datname::text as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment from pg_catalog.pg_database d
     where d.datname ~ '${templatePattern}' and pg_catalog.pg_has_role(d.datdba, 'USAGE')`,
  );
  const all = rows
    .map((row) => ({ name: String(row["name"]), used: parseComment(row["comment"])?.used ?? 0 }))
    .toSorted((left, right) => right.used - left.used);
  const own = all.filter(({ name }) => name.startsWith(templatePrefix(project)));
  const stale = new Set([...own.slice(keptTemplates + 1), ...all.filter(({ used }) => used < now() - keptSeconds)].map(({ name }) => name));
  for (const name of stale) await dropDatabase(home, name).catch(() => {}); // somebody copies it just now
}

/** A copy under a name, with the settings that a copy does not get by itself. */
export async function copyOf(home: Home, { name: template, baseline }: Template, name?: string): Promise<string> {
  const made = await copyTemplate(home, template, name);
  if (baseline.settings.length > 0)
    await home.session.batch(baseline.settings.map((setting) => `alter database ${quoteName(made)} set ${setting}`));
  return made;
}
