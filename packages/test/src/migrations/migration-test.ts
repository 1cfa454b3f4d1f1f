import { createEnvironment, downgrade, upgrade } from "@migts/core";
import { connect, MigError, urlOfDatabase, type Session } from "@migts/core/project";
import { copyOf, ensureTemplate } from "../databases/template.ts";
import { dropDatabase, homeOn } from "../databases/home.ts";
import { quoteName } from "../databases/sql-text.ts";
import type { Row, TestDatabase } from "../databases/handle.ts";
import { checkOptions } from "../project/options.ts";
import { readProject, type ProjectOptions, type TestProject } from "../project/test-project.ts";

/** Rows by the name of their table, with its schema if that is not on the search path: "app.users". */
export type RowsByTable = Readonly<Record<string, readonly Row[]>>;

/** A database in the middle of a test of a migration. */
export type MigrationDatabase = Pick<TestDatabase, "url" | "query">;

type Rows = RowsByTable | ((database: MigrationDatabase) => void | Promise<void>);

export interface MigrationTestOptions extends ProjectOptions {
  /** The revision or revisions where the rows are written. Absent: what `to` builds on. */
  readonly from?: string | readonly string[];
  /** The revision to upgrade to. */
  readonly to: string;
  /** Rows to begin with, or a function that writes them. Absent: none. */
  readonly rows?: Rows;
  /**
   * The rows of tables after the upgrade: all of them, by the columns that are named. Or a function that looks for itself. Absent: nothing
   * is looked at.
   */
  readonly expect?: Rows;
  /** The same after a downgrade to `from`. Absent: there is no downgrade. */
  readonly back?: Rows;
}

/**
 * Tests what a revision does with rows: begins at one revision with these rows, upgrades to another, and looks at the rows there.
 * @example await migrationTest({ to: "27c6", rows: { users: [{ email: "Ada@x.org" }] }, expect: { users: [{ email: "ada@x.org" }] } });
 * @throws MigError ROWS_DIFFER with the rows; what the upgrade or the downgrade throws
 */
export async function migrationTest(options: MigrationTestOptions): Promise<void> {
  checkOptions("migrationTest", options);
  const { to, rows, expect, back } = options;
  const project = await readProject(options);
  const from = options.from ?? belowOf(project, to);
  const template = await ensureTemplate(project, { at: from });
  const home = await homeOn(template.url);
  const name = await copyOf(home, template);
  try {
    const url = urlOfDatabase(template.url, name);
    const environment = createEnvironment({ ...project.loaded, url }, { graph: project.graph });
    await inDatabase(url, (database) => (typeof rows === "function" ? rows(database) : insert(database, rows ?? {})));
    await upgrade(environment, { to, allowLoss: true });
    await inDatabase(url, (database) => (typeof expect === "function" ? expect(database) : judge(database, expect ?? {}, "upgrade")));
    if (back === undefined) return;
    await downgrade(environment, { to: lowerEnd(from, to), allowLoss: true });
    await inDatabase(url, (database) => (typeof back === "function" ? back(database) : judge(database, back, "downgrade")));
  } finally {
    await dropDatabase(home, name).catch(() => {}); // the next run drops it
  }
}

/** @throws MigError REVISION_NOT_FOUND */
function belowOf({ graph }: TestProject, to: string): string | readonly string[] {
  const node = graph.byId.get(to);
  if (node === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: to });
  const below = node.requires.map(({ id }) => id);
  return below.length === 0 ? "base" : below;
}

/** Only what is above that one goes, and only on the way to the target. */
function lowerEnd(from: string | readonly string[], to: string): string {
  const [one = "base", ...more] = typeof from === "string" ? [from] : from;
  return more.length > 0 ? `${to}@${one}` : one;
}

async function inDatabase(url: string, use: (database: MigrationDatabase) => void | Promise<void>): Promise<void> {
  const session = await connect(url, { applicationName: "mig test" });
  try {
    await use({ url, query: querying(session) });
  } finally {
    await session.close();
  }
}

const querying =
  (session: Session): TestDatabase["query"] =>
  async <R extends object>(text: string, values: readonly unknown[] = []) =>
    (await session.query(text, values)) as unknown as readonly R[]; // the caller knows its query

/** @example tableText("app.users") // '"app"."users"' */
const tableText = (name: string): string => name.split(".").map(quoteName).join(".");

async function insert({ query }: MigrationDatabase, rows: RowsByTable): Promise<void> {
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) {
      const columns = Object.keys(row);
      const places = columns.map((_, at) => `$${at + 1}`);
      await query(
        columns.length === 0
          ? `insert into ${tableText(table)} default values`
          : `insert into ${tableText(table)} (${columns.map(quoteName).join(", ")}) overriding system value values (${places.join(", ")})`,
        Object.values(row),
      );
    }
  }
}

async function judge({ query }: MigrationDatabase, expected: RowsByTable, after: string): Promise<void> {
  for (const [table, list] of Object.entries(expected)) {
    const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
    const found = await query(`select ${columns.map(quoteName).join(", ")} from ${tableText(table)}`);
    const text = (row: Row): string => JSON.stringify(columns.map((name) => [name, plain(row[name])])); // in one order
    const unexpected = found.map(text);
    const missing: string[] = [];
    for (const wanted of list.map(text)) {
      const at = unexpected.indexOf(wanted);
      if (at === -1) missing.push(wanted);
      else unexpected.splice(at, 1);
    }
    if (missing.length + unexpected.length > 0)
      throw new MigError("ROWS_DIFFER", { table, after, missing: missing.map(rowText), unexpected: unexpected.map(rowText) });
  }
}

const rowText = (text: string): string => JSON.stringify(Object.fromEntries(JSON.parse(text) as readonly (readonly [string, unknown])[]));

/** int8 and numeric come as texts, which a number of the same digits means too. */
function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value === undefined) return null;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value)) return value.toString("hex");
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, plain(item)]),
  );
}
