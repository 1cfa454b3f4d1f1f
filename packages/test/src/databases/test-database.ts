import { connect, urlOfDatabase, type Session } from "@migts/core/project";
import { checkOptions } from "../project/options.ts";
import { readProject, type ProjectOptions } from "../project/test-project.ts";
import { handedOver } from "./handed-over.ts";
import type { TestDatabase } from "./handle.ts";
import { dropDatabase, homeOn, type Home } from "./home.ts";
import { anyTemplate, embeddedDatabase } from "./embedded.ts";
import { readKeptRows, type KeptRows } from "./kept-rows.ts";
import { resetRows } from "./reset.ts";
import { copyOf, withSession, type TemplateOptions } from "./template.ts";
import type { EmbeddedTemplate, Template } from "./template-kinds.ts";

/** What a test database is made from. */
export interface TestDatabaseOptions extends ProjectOptions, TemplateOptions {}

const templates = new Map<string, Promise<Template | EmbeddedTemplate>>();

/**
 * Makes a database at the newest revision, as a copy of a template that is built once from the project's revisions: a matter of
 * milliseconds. Without options it is what the global setup says, else the project's in the working directory.
 * @example const db = await testDatabase(); // ... await db.close();
 * @throws MigError TEST_DATABASE_REFUSED, DATABASE_URL_MISSING, VERSIONS_MISSING, or what the upgrade of the template throws
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  checkOptions("testDatabase", options);
  const template = (Object.keys(options).length === 0 ? handedOver()?.template : undefined) ?? (await templateFor(options));
  if ("file" in template) return embeddedDatabase(template);
  const home = await homeOn(template.url);
  return databaseOf(home, template, await copyOf(home, template));
}

/** Asked for once in a process. */
function templateFor(options: TestDatabaseOptions): Promise<Template | EmbeddedTemplate> {
  const key = JSON.stringify({ cwd: process.cwd(), ...options, seed: options.seed?.toString() });
  const known = templates.get(key) ?? readProject(options).then((project) => anyTemplate(project, options));
  templates.set(key, known);
  known.catch(() => templates.delete(key));
  return known;
}

function databaseOf(home: Home, template: Template, name: string): TestDatabase {
  const url = urlOfDatabase(template.url, name);
  let session: Promise<Session> | undefined;
  const open = (): Promise<Session> => (session ??= connect(url, { applicationName: "mig test", isBackground: true }));
  const endSession = async (): Promise<void> => {
    const ending = session;
    session = undefined;
    await ending?.then((one) => one.close()).catch(() => {}); // it may be lost
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= endSession().then(async () => dropDatabase(await homeOn(home.url), name)));
  return {
    url,
    name,
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await (await open()).query(text, values)) as unknown as readonly R[], // the caller knows its query
    reset: async () => {
      const isReset = await open()
        .then((one) => resetRows(one, template.baseline, () => keptRowsOf(home, template)))
        .catch(() => false); // the connection was lost
      if (isReset) return;
      await endSession();
      const current = await homeOn(home.url);
      await dropDatabase(current, name);
      await copyOf(current, template, name);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const kept = new Map<string, Promise<KeptRows>>();

/** The rows of a template, read once in a process, from a copy: nobody connects to the template itself. */
function keptRowsOf(home: Home, template: Template): Promise<KeptRows> {
  const key = `${template.url} ${template.name}`;
  const known = kept.get(key) ?? readFromCopy(home, template);
  kept.set(key, known);
  known.catch(() => kept.delete(key));
  return known;
}

async function readFromCopy(home: Home, template: Template): Promise<KeptRows> {
  const name = await copyOf(home, template);
  try {
    return await withSession(urlOfDatabase(template.url, name), (session) => readKeptRows(session, Object.keys(template.baseline.filled)));
  } finally {
    await dropDatabase(home, name);
  }
}
