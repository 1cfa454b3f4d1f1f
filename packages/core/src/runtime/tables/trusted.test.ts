import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, queryRows, servers, type ScratchDatabase } from "@migts/testkit";
import { current, stamp, upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";

// Whoever may create in the version table's schema may have made that table, or the log, before mig did.

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function environment(url: string): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-trusted-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    path.join(folder, "a1.mjs"),
    `export const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { op.execute("create table t (id int)"); }\nexport function downgrade(op) { op.execute("drop table t"); }\n`,
  );
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, url });
}

const plain =
  "create table public.alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))";

/** What the planter's function sees is counted; the count survives a rollback. */
const springs = `create sequence public.hits; grant usage on sequence public.hits to public;
create function public.spring() returns boolean language plpgsql as $$ begin perform pg_catalog.nextval('public.hits'); return true; end $$;
create function public.fires() returns trigger language plpgsql as $$ begin perform pg_catalog.nextval('public.hits'); return new; end $$;
create function public.still(text) returns text language plpgsql immutable as $$ begin perform pg_catalog.nextval('public.hits'); return $1; end $$;`;

const planted = [
  {
    name: "a view",
    what: "not a plain table",
    sql: "create view public.alembic_version as select 'a1'::varchar(32) as version_num where public.spring()",
  },
  {
    name: "a trigger",
    what: "trigger g",
    sql: `${plain}; create trigger g before insert on public.alembic_version for each row execute function public.fires()`,
  },
  { name: "a rule", what: "a rule", sql: `${plain}; create rule u as on insert to public.alembic_version do also select public.spring()` },
  {
    name: "a policy",
    what: "row level security",
    sql: `${plain}; alter table public.alembic_version enable row level security; create policy p on public.alembic_version using (public.spring())`,
  },
  { name: "a check", what: "the check c", sql: `${plain}; alter table public.alembic_version add constraint c check (public.spring())` },
  {
    name: "a default",
    what: "column more has a default",
    sql: `${plain}; alter table public.alembic_version add more boolean default public.spring()`,
  },
  { name: "an index", what: "has an expression", sql: `${plain}; create index on public.alembic_version (public.still(version_num))` },
  {
    name: "a child",
    what: "inherits it",
    sql: `${plain}; create view public.more as select 1 as one; create table public.child (check (public.spring())) inherits (public.alembic_version)`,
  },
  {
    name: "a domain",
    what: "type of its own",
    sql: "create domain public.id as varchar(32) check (public.spring()); create table public.alembic_version (version_num public.id not null primary key)",
  },
  {
    name: "partitions",
    what: "not a plain table",
    sql: "create table public.alembic_version (version_num varchar(32) not null) partition by list (version_num)",
  },
  {
    name: "a log that is a view",
    what: "not a plain table",
    sql: `${plain}; create view public.mig_log as select 'a1'::text as revision where public.spring()`,
  },
];

describe.each(servers())("PostgreSQL $major", ({ major, url }) => {
  const role = (name: string): string => `trusted_${name}_${major}`;

  /** A database in which two roles may create, and the URL of one of them. */
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

  const hits = async (db: ScratchDatabase): Promise<unknown> => (await db.query("select is_called as called from public.hits"))[0];
  const readable = `grant all on all tables in schema public to public`;

  test.each(planted)("$name that another role planted is not touched", async ({ sql, what }) => {
    const { db, as } = await shared();
    await queryRows(as("planter"), `${springs} ${sql}; ${readable}`);
    const called = await hits(db);
    for (const who of [as("deploy"), db.url]) {
      const env = environment(who);
      const refused = { code: "TABLE_NOT_TRUSTED", details: { owner: role("planter"), what: expect.stringContaining(what) } };
      await expect(current(env)).rejects.toMatchObject(refused);
      await expect(upgrade(env, { to: "head" })).rejects.toMatchObject(refused);
      await expect(stamp(env, { to: "a1", purge: true })).rejects.toMatchObject(refused);
    }
    expect(await hits(db)).toEqual(called);
  });

  test.each([
    { name: "a plain table of another role, as a restored dump has it", who: "deploy", sql: `${plain}; ${readable}` },
    { name: "the same for a superuser", who: "super", sql: `${plain}; ${readable}` },
    {
      name: "an own table with a trigger",
      who: "planter",
      sql: `${springs} ${plain}; create trigger g before insert on public.alembic_version for each row execute function public.fires()`,
    },
  ] as const)("$name is used", async ({ who, sql }) => {
    const { db, as } = await shared();
    await queryRows(as("planter"), sql);
    const env = environment(who === "super" ? db.url : as(who));
    expect(await upgrade(env, { to: "head" })).toMatchObject({ after: ["a1"] });
    expect(await current(env)).toMatchObject({ heads: ["a1"] });
  });

  test("row level security by a superuser, by the database's owner or by a group of one's own is fine", async () => {
    const { db, as } = await shared();
    const secured = `alter table public.alembic_version enable row level security; create policy p on public.alembic_version using (true); ${readable}`;
    await db.query(`${plain}; ${secured}`);
    await expect(current(environment(as("deploy")))).resolves.toMatchObject({ heads: [] });
    await db.query(`alter table public.alembic_version owner to ${role("planter")}`);
    await expect(current(environment(as("deploy")))).rejects.toMatchObject({ code: "TABLE_NOT_TRUSTED" });
    await db.query(`grant ${role("planter")} to ${role("deploy")}`);
    await expect(current(environment(as("deploy")))).resolves.toMatchObject({ heads: [] });
    await db.query(`revoke ${role("planter")} from ${role("deploy")}; alter database ${db.name} owner to ${role("planter")}`);
    await expect(current(environment(as("deploy")))).resolves.toMatchObject({ heads: [] });
  });
});
