import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { closerTrapsSql, createDatabase, queryRows, runProcess, servers, trapsSql, type ScratchDatabase } from "@migts/testkit";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";
import { downgradeScript, stampScript, upgradeScript } from "./script.ts";

// A script trusts mig's tables no more than a run does.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const revision = (id: string, down: string | null, up: string, back: string): string =>
  `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\nexport function upgrade(op) { op.execute(${JSON.stringify(up)}); }\nexport function downgrade(op) { op.execute(${JSON.stringify(back)}); }\n`;

function environment(url: string): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-trust-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, "a1.mjs"), revision("a1", null, "create table public.t (id integer)", "drop table public.t"));
  writeFileSync(
    path.join(folder, "b1.mjs"),
    revision("b1", "a1", "create index concurrently t_id on public.t (id)", "drop index concurrently public.t_id"),
  );
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, url });
}

/** Runs a script by psql, as it is or going on after errors as other clients do. */
function psql(url: string, script: string, { goesOn }: { readonly goesOn: boolean }) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), "mig-psql-")), "script.sql");
  cleanups.push(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  writeFileSync(file, goesOn ? script.replace(/^\\set.*$/mu, "") : script);
  return runProcess("psql", ["-X", "-q", "-d", url, "-f", file], {});
}

const plain =
  "create table public.alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))";
const springs = `create sequence public.hits; grant usage on sequence public.hits to public;
create function public.spring() returns boolean language plpgsql as $$ begin perform pg_catalog.nextval('public.hits'); return true; end $$;
create function public.fires() returns trigger language plpgsql as $$ begin perform pg_catalog.nextval('public.hits'); return new; end $$;`;
const all = "grant all on all tables in schema public to public";

const planted = [
  {
    name: "a view",
    what: "it is not a plain table",
    sql: "create view public.alembic_version as select 'a1'::varchar(32) as version_num where public.spring()",
  },
  {
    name: "a trigger",
    what: "it has the trigger g",
    sql: `${plain}; insert into public.alembic_version values ('a1'); create trigger g before insert or update or delete on public.alembic_version for each row execute function public.fires()`,
  },
  {
    name: "a policy",
    what: "it has row level security",
    sql: `${plain}; insert into public.alembic_version values ('a1'); alter table public.alembic_version enable row level security; create policy p on public.alembic_version using (public.spring())`,
  },
  {
    name: "a log that is a view",
    what: "it is not a plain table",
    sql: `${plain}; insert into public.alembic_version values ('a1'); create view public.mig_log as select 'a1'::text as revision where public.spring()`,
  },
];

describe.each(servers())("PostgreSQL $major", ({ major, url }) => {
  const role = (name: string): string => `trust_${name}_${major}`;

  async function shared(): Promise<{ readonly db: ScratchDatabase; readonly as: (name: "planter" | "deploy") => string }> {
    const db = await createDatabase({
      major,
      setup: `create role ${role("planter")} login; create role ${role("deploy")} login; grant create, usage on schema public to ${role("planter")}, ${role("deploy")}; `,
    });
    cleanups.push(async () => {
      await db.drop();
      await queryRows(url, `drop role ${role("planter")}, ${role("deploy")}`);
    });
    return { db, as: (name) => `${db.url}${db.url.includes("?") ? "&" : "?"}options=-c%20role%3D${role(name)}` };
  }

  test.each(planted)("$name that another role planted is not touched", async ({ sql, what }) => {
    const { db, as } = await shared();
    await queryRows(as("planter"), `${springs} ${sql}; ${all}`);
    await db.query("create table if not exists public.t (id int)");
    const hits = async () => db.query("select last_value, is_called from public.hits");
    const before = await hits();
    const env = environment(db.url);
    const scripts = [
      await upgradeScript(env, { to: "b1", from: "a1" }),
      await downgradeScript(env, { to: "base", from: "a1" }),
      stampScript(env, { to: "b1", from: "a1" }),
      stampScript(env, { to: "b1", purge: true }),
    ];
    for (const who of [as("deploy"), db.url]) {
      for (const script of scripts) {
        for (const goesOn of [false, true]) {
          const { code, stderr } = await psql(who, script, { goesOn });
          expect(stderr).toContain(`belongs to the role ${role("planter")} and could run that role's code with your privileges: ${what}`);
          if (!goesOn) expect(code).not.toBe(0);
          expect(await hits()).toEqual(before);
        }
      }
    }
    expect(await hits()).toEqual(before);
    expect(await db.query("select to_regclass('public.t') is not null as t, to_regclass('public.t_id') is not null as index")).toEqual([
      { t: true, index: false },
    ]);
  });

  test("a plain table of another role is used, and so is an own table with a trigger", async () => {
    const { db, as } = await shared();
    await queryRows(as("planter"), `${plain}; ${all}`);
    const env = environment(db.url);
    expect(await psql(as("deploy"), await upgradeScript(env, { to: "head" }), { goesOn: false })).toMatchObject({ code: 0 });
    await db.query(
      `${springs} create trigger g before insert on public.alembic_version for each row execute function public.fires(); alter table public.alembic_version owner to ${role("deploy")}`,
    );
    const back = await downgradeScript(env, { from: "b1", to: "base" });
    expect(await psql(as("deploy"), back, { goesOn: false })).toMatchObject({ code: 0 });
    expect(await db.query("select version_num from alembic_version")).toEqual([]);
  });

  test.each([
    { where: "before pg_catalog", setup: trapsSql, path: "trap, public, pg_catalog", hits: "trap.hits" },
    { where: "behind pg_catalog, but a closer match", setup: closerTrapsSql, path: "public", hits: "public.hits" },
  ])("scripts run into no trap that stands $where, and keep the session's path", async ({ setup, path: searchPath, hits }) => {
    const db = await createDatabase({ major, setup });
    cleanups.push(() => db.drop());
    await db.query(`alter database ${db.name} set search_path = ${searchPath}`);
    const env = environment(db.url);
    const script = await upgradeScript(env, { to: "head" });
    const shown = `${script}\n\\pset tuples_only on\nshow search_path;\n`;
    const { code, stdout } = await psql(db.url, shown, { goesOn: false });
    expect({ code, path: stdout.trim() }).toEqual({ code: 0, path: searchPath });
    expect(await psql(db.url, await downgradeScript(env, { from: "b1", to: "base" }), { goesOn: false })).toMatchObject({ code: 0 });
    await upgrade(env, { to: "head" });
    const pinned = `${db.url}${db.url.includes("?") ? "&" : "?"}options=-c%20search_path%3Dpg_catalog`;
    expect(await queryRows(pinned, `select is_called as called from ${hits}`)).toEqual([{ called: false }]);
  });
});
