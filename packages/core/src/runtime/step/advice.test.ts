import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { isMigError } from "../../errors.ts";
import { shown, shownLines } from "../../errors/shown.ts";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function environment(url: string, sql: string): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-advice-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { op.execute(${JSON.stringify(sql)}); }\n`,
  );
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, url });
}

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => made.drop());
  return made;
}

const setup = `create table t (id int primary key, a text, b int not null); insert into t values (1, 'x', 1), (2, 'x', 2);
create view v as select a from t; create table u (id int references t deferrable initially deferred);
create function refuse() returns void language plpgsql as 'begin raise exception ''not today''; end';
create role mig_advice_nobody; create schema if not exists public;`;

/** The cause as the server has it, and what is said about it; never of rows where there are none to blame. */
const failures = [
  {
    what: "a view in the way of a drop",
    sql: "alter table t drop column a",
    state: "2BP01",
    says: /Other objects depend on it.*create them again/u,
    not: /CASCADE|existing rows/iu,
  },
  {
    what: "a view in the way of a change",
    sql: "alter table t alter column a type varchar(9)",
    state: "0A000",
    says: /a view, a rule, a trigger/u,
  },
  { what: "psql's restrict", sql: "\\restrict abc\nselect 1", state: "42601", says: /only psql understands.*\\restrict/u },
  { what: "psql's connect", sql: "\\connect other\nselect 1", state: "42601", says: /only psql understands/u },
  { what: "rows of COPY", sql: "copy t (id, a, b) from stdin;\n3\tx\t3\n\\.\n", state: undefined, says: /COPY \.\.\. FROM stdin.*INSERT/u },
  { what: "rights", sql: "set role mig_advice_nobody; drop table t", state: "42501", says: /lacks a privilege/u },
  { what: "rows that are equal", sql: "create unique index on t (a)", state: "23505", says: /Existing rows/u },
  { what: "rows that are NULL", sql: "insert into t (id) values (3)", state: "23502", says: /Existing rows/u },
  { what: "a value that does not fit", sql: "select 'x'::int", state: "22P02", says: /does not fit/u },
  { what: "a table that is not there", sql: "select * from absent", state: "42P01", says: /names and types/u },
  { what: "a table that is there", sql: "create table t (id int)", state: "42P07", says: /already exists/u },
  { what: "a timeout", sql: "set local statement_timeout = 50; select pg_sleep(5)", state: "57014", says: /statement_timeout/u },
  {
    what: "checks that are pending",
    sql: "insert into u values (1); alter table u add c int",
    state: "55006",
    says: /still to be checked/u,
  },
  { what: "a function that refuses", sql: "select refuse()", state: "P0001", says: /raised this error/u },
] as const;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("what a failure means is said by its code", async () => {
    const db = await database(major, setup);
    cleanups.push(async () => void (await db.query("drop role mig_advice_nobody").catch(() => {})));
    for (const { what, sql, state, says, ...more } of failures) {
      const error = await upgrade(environment(db.url, sql), { to: "head" }).catch((thrown: unknown) => thrown);
      if (!isMigError(error) || error.code !== "REVISION_FAILED") throw new Error(`${what}: ${String(error)}`);
      if (state !== undefined) expect(error.details, what).toMatchObject({ sqlState: state });
      expect(error.hint, what).toMatch(says);
      expect(error.hint, what).toMatch(/run the command again\.$/u);
      if ("not" in more) expect(error.hint, what).not.toMatch(more.not);
    }
  });

  test("a row of the version table is shown as what it is", async () => {
    const db = await database(
      major,
      `create table alembic_version (version_num text not null); insert into alembic_version values (E'a1\\n\\u001b[2Kerror: all is lost\\u202e' || repeat('x', 5000))`,
    );
    const error = await upgrade(environment(db.url, "select 1"), { to: "head" }).catch((thrown: unknown) => thrown);
    if (!isMigError(error)) throw new Error(String(error));
    expect(error.code).toBe("APPLIED_REVISION_NOT_FOUND");
    expect(error.message).toContain(String.raw`"a1\u{a}\u{1b}[2Kerror: all is lost\u{202e}x`);
    expect(error.message.length).toBeLessThan(300);
  });
});

test.each([
  { text: "ae10", line: "ae10", lines: "ae10" },
  { text: "a\nb\tc", line: String.raw`a\u{a}b\u{9}c`, lines: "a\nb\tc" },
  { text: "\u001B]0;title\u0007", line: String.raw`\u{1b}]0;title\u{7}`, lines: String.raw`\u{1b}]0;title\u{7}` },
  { text: "\u009B31m\u2066x\u2028", line: String.raw`\u{9b}31m\u{2066}x\u{2028}`, lines: String.raw`\u{9b}31m\u{2066}x\u{2028}` },
  { text: "größer 👍", line: "größer 👍", lines: "größer 👍" },
])("text that is not mig's own: $line", ({ text, line, lines }) => {
  expect(shown(text)).toBe(line);
  expect(shownLines(text)).toBe(lines);
});
