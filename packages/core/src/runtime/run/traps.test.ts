import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { closerTrapsSql, createDatabase, queryRows, servers, trapsSql, type ScratchDatabase } from "@migts/testkit";
import { compare } from "../compare/compare.ts";
import { databaseSide, emptySide } from "../compare/side.ts";
import { connect } from "../connection/connect.ts";
import { current, downgrade, stamp, upgrade } from "./commands.ts";
import { createEnvironment, type Environment, type EnvironmentOptions } from "../environment/environment.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Every name in these is qualified: what trips a trap is mig's. */
const files: Readonly<Record<string, string>> = {
  a1: `export const downRevision = null;\nexport function upgrade(op) { op.createTable({ schema: "public", name: "t", columns: [{ name: "id", type: "integer", notNull: true }, { name: "flag", type: "numeric" }, { name: "tags", type: "integer[]" }, { name: "n", type: "integer", identity: { generation: "by default" } }] }); op.execute("insert into public.t values (1, 1, '{1,2}', 5)"); }\nexport function downgrade(op) { op.dropTable({ schema: "public", name: "t" }); }\n`,
  b1: `export const downRevision = "a1";\nexport function upgrade(op) { op.execute("set session application_name = 'b1'; set session_replication_role = 'origin'"); op.createIndex({ schema: "public", table: "t", name: "t_id", columns: [{ column: "id" }], concurrently: true }); }\nexport function downgrade(op) { op.dropIndex({ schema: "public", table: "t", name: "t_id", concurrently: true }); }\n`,
  b2: `export const downRevision = "a1";\nexport async function upgrade(op) { await op.query("select 1 as one"); op.execute("create table public.m (id integer)"); }\nexport function downgrade(op) { op.execute("drop table public.m"); }\n`,
  b3: `export const downRevision = "b1";
const t = { schema: "public", table: "t" };
const serial = { schema: "public", name: "t_n_serial" };
export function upgrade(op) {
  op.alterColumnType({ ...t, name: "tags", type: "text", using: "pg_catalog.array_to_string(tags, ',')" });
  op.convertIdentityToSerial({ ...t, name: "n", sequence: serial });
  op.convertSerialToIdentity({ ...t, name: "n", sequence: serial, identity: { generation: "always" } });
  op.dropColumnIdentity({ ...t, name: "n" });
  op.addColumnIdentity({ ...t, name: "n", identity: { generation: "always" } });
  op.createSequence({ schema: "public", name: "s" });
  op.alterSequence({ schema: "public", name: "s", minValue: "10", start: "10", position: "10" });
}
export function downgrade(op) { op.dropSequence({ schema: "public", name: "s" }); op.execute("alter table public.t drop column tags, add column tags integer[]"); }
`,
  c1: `export const downRevision = ["b3", "b2"];\nexport function upgrade(op) { op.execute("select 1"); }\nexport function downgrade() {}\n`,
  d1: `export const downRevision = "c1";\nexport function upgrade(op) { op.execute("select 1 from public.absent"); }\nexport function downgrade() {}\n`,
};

function environment(url: string, options: EnvironmentOptions = {}): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-traps-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [id, text] of Object.entries(files))
    writeFileSync(path.join(folder, `${id}.mjs`), `export const revision = "${id}";\n${text}`);
  return createEnvironment(
    { config: { versions: folder, tableLockSeconds: 3 }, root: folder, env: {}, url },
    { confirmLosses: async () => true, ...options },
  );
}

const traps = [
  { where: "before pg_catalog", setup: trapsSql, path: "trap, public, pg_catalog", hits: "trap.hits" },
  { where: "behind pg_catalog, but a closer match", setup: closerTrapsSql, path: "public", hits: "public.hits" },
] as const;

async function trapped(major: number, { setup, path: searchPath }: (typeof traps)[number]): Promise<ScratchDatabase> {
  const db = await createDatabase({ major, setup });
  cleanups.push(() => db.drop());
  await db.query(`alter database ${db.name} set search_path = ${searchPath}`);
  return db;
}

/** Traps that were tripped; the count survives a rollback. */
async function tripped(db: ScratchDatabase, hits: string): Promise<unknown> {
  const [row] = await queryRows<{ called: boolean }>(
    `${db.url}?options=-c%20search_path%3Dpg_catalog`,
    `select is_called as called from ${hits}`,
  );
  return row?.called;
}

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  describe.each(traps)("with traps $where", (trap) => {
    test("the whole road runs into none", async () => {
      const db = await trapped(major, trap);
      const told: string[] = [];
      const env = environment(db.url, { tell: ({ kind }) => void told.push(kind) });
      expect(await current(env)).toMatchObject({ heads: [] });
      expect(await upgrade(env, { to: "c1" })).toMatchObject({ after: ["c1"] });
      expect(await current(env)).toMatchObject({ heads: ["c1"], unfinished: [] });
      await downgrade(env, { to: "a1" });
      await stamp(env, { to: "b1", purge: true });
      await stamp(env, { to: "a1" });
      await upgrade(env, { to: ["b3", "b2"] });
      await upgrade(env, { to: "c1" });
      await expect(upgrade(env, { to: "head" })).rejects.toMatchObject({ code: "REVISION_FAILED", details: { sqlState: "42P01" } });
      await downgrade(env, { to: "base" });
      expect(await tripped(db, trap.hits)).toBe(false);
    });

    test("nor do two runs at once, nor one that waits for a table", async () => {
      const db = await trapped(major, trap);
      const told: string[] = [];
      const tell = ({ kind }: { readonly kind: string }): void => void told.push(kind);
      const env = environment(db.url, { tell });
      await Promise.all([upgrade(env, { to: "c1" }), upgrade(environment(db.url, { tell }), { to: "c1" })]);
      const holder = await connect(db.url);
      cleanups.push(() => holder.close());
      await holder.simple("begin; lock table public.t in access share mode");
      const run = downgrade(env, { to: "base" });
      await expect.poll(() => told, { timeout: 5000 }).toContain("blocked");
      await holder.simple("rollback");
      await run;
      expect(await tripped(db, trap.hits)).toBe(false);
    });

    test("nor does a comparison", async () => {
      const db = await trapped(major, trap);
      await upgrade(environment(db.url), { to: "c1" });
      await db.query(
        "create table public.x (a integer default 4, b varchar(9) default 'q', constraint c check (a operator(pg_catalog.>) 1))",
      );
      const other = await createDatabase({
        major,
        setup: "create table x (a integer default 2 + 2, b varchar(9) default lower('Q'), constraint c check (a > 1 and b <> 'r'))",
      });
      cleanups.push(() => other.drop());
      const sessions = await Promise.all([db, other].map(({ url }) => connect(url)));
      cleanups.push(async () => void (await Promise.all(sessions.map((session) => session.close()))));
      const [side = emptySide, more = emptySide] = await Promise.all(sessions.map((session) => databaseSide(session, [])));
      for (const [from, to] of [
        [side, emptySide],
        [emptySide, side],
        [side, more],
        [more, side],
      ] as const)
        await compare(from, to);
      expect(await tripped(db, trap.hits)).toBe(false);
    });
  });
});
