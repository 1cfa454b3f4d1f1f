import { catalogSnapshot, newestServer, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { wholeSource } from "../src/diff/sources.ts";
import { planOperations, statementsOf } from "../src/plan/plan.ts";
import { compare } from "../src/runtime/compare/compare.ts";
import { emptySide, modelsSide } from "../src/runtime/compare/side.ts";
import { rewrittenBy, type BeforeWrite, type PlannedChanges } from "../src/runtime/selection/before-write.ts";
import { refText } from "../src/schema/object.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import type { MigConfig } from "../src/runtime/config/config.ts";
import { diffDatabases, reading, readSchema, runPlan } from "./database-diff.ts";

// What a configuration leaves alone, ignores and names: on two databases, applied and taken back.

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly config: MigConfig;
  /** Operations and what they are about. */
  readonly gives: readonly string[];
  /** What stands in their way, with the operation. Absent: nothing does, and they are applied and reverted. */
  readonly hindered?: readonly string[];
  /** What is reported as left alone. Absent: it does not matter here. */
  readonly left?: readonly string[];
  readonly needs?: readonly string[];
  /** What PostgreSQL would refuse the statement for. */
  readonly inTheWay?: readonly string[];
  /** The oldest server that has all of it. Absent: any. */
  readonly since?: number;
}

const users = "create table users (id int primary key, name text, legacy int); create index users_name on users (name);";

const cases: readonly Case[] = [
  {
    name: "a table by its name, with all that is in it and on it",
    before: `${users} create table old_users (id int primary key); comment on table old_users is 'x'; grant select on old_users to public;`,
    after: `${users} create table old_things (id int primary key);`,
    config: { exclude: ["old_*"] },
    gives: [],
    left: ["table public.old_things (exclude)", "table public.old_users (exclude)"],
  },
  {
    name: "a table that both sides have, differently",
    before: `create table t (a int); create table u (a int);`,
    after: `create table t (a text, b int); create table u (a int, b int);`,
    config: { exclude: ["public.t"] },
    gives: ["addColumn column public.u.b"],
  },
  {
    name: "a schema with everything in it",
    before: `create schema auth; create table auth.users (id int primary key); create function auth.f() returns int language sql return 1; ${users}`,
    after: `create schema other; ${users}`,
    config: { exclude: [{ schema: "auth" }] },
    gives: ["createSchema schema other"],
    left: ["function auth.f() (exclude)", "schema auth (exclude)", "table auth.users (exclude)"],
  },
  {
    name: "a schema with what is on tables of an extension's type, which no kind models",
    before: `create extension dblink; create schema app; create table app."A.b" of dblink_pkey_results;`,
    after: `create extension dblink; create schema app; create table app."A.b" of dblink_pkey_results;
      create policy "my own" on app."A.b" using (true); create rule nothing as on delete to app."A.b" do instead nothing;
      grant select on app."A.b" to public; create type app.shell;`,
    config: { exclude: [{ schema: "app" }] },
    gives: [],
    left: [
      'policy "my own" on app."A.b" (exclude)',
      'rule nothing on app."A.b" (exclude)',
      "schema app (exclude)",
      'table of a type app."A.b" (exclude)',
      "type app.shell (exclude)",
    ],
  },
  {
    name: "by kind",
    before: `${users} create view v as select 1 as a;`,
    after: `${users} create index users_id on users (id); create view w as select 1 as a;`,
    config: { exclude: [{ kind: "view" }, "index:users_i*"] },
    gives: [],
    left: ["index public.users.users_id (exclude)", "view public.v (exclude)", "view public.w (exclude)"],
  },
  {
    name: "a column",
    before: "create table t (a int, legacy int default 1);",
    after: "create table t (a int, b int);",
    config: { exclude: ["public.t.legacy"] },
    gives: ["addColumn column public.t.b"],
    left: ["column public.t.legacy (exclude)"],
  },
  {
    name: "a function decides, and sees all of the object",
    before: "create table t (a int); create unlogged table u (a int);",
    after: "create table t (a int, b int);",
    config: { exclude: [({ object }) => object !== undefined && "unlogged" in object] },
    gives: ["addColumn column public.t.b"],
  },
  {
    name: "only what is included",
    before: "create schema app; create table app.t (a int); create table t (a int); create extension if not exists plpgsql;",
    after: "create schema app; create table app.t (a int, b int); create index on app.t (a); create schema other; create table u (a int);",
    config: { include: [{ schema: "app" }] },
    gives: ["addColumn column app.t.b", "createIndex index app.t.t_a_idx"],
  },
  {
    name: "exclude counts before include",
    before: "create schema app; create table app.t (a int); create table app.u (a int);",
    after: "create schema app; create table app.t (a int, b int);",
    config: { include: [{ schema: "app" }], exclude: ["app.u"] },
    gives: ["addColumn column app.t.b"],
  },
  {
    name: "a foreign key to a table that is left alone, and one from it",
    before: `create schema auth; create table auth.users (id int primary key); create table t (id int primary key); create table auth.of_t (t int references t);`,
    after: `create schema auth; create table auth.users (id int primary key); create table t (id int primary key, u int references auth.users);`,
    config: { exclude: [{ schema: "auth" }] },
    gives: ["addColumn column public.t.u", "addForeignKey foreign key public.t.t_u_fkey"],
  },
  {
    name: "what is needed and left alone, and not there, is named",
    before: "create table t (id int primary key);",
    after: `create schema auth; create table auth.users (id int primary key); create table t (id int primary key, u int references auth.users);`,
    config: { exclude: [{ schema: "auth" }] },
    gives: ["addColumn column public.t.u", "addForeignKey foreign key public.t.t_u_fkey"],
    needs: ["table auth.users"],
  },
  {
    name: "a view in the way of a change of its column",
    before: "create table t (a int); create view v as select a from t;",
    after: "create table t (a bigint); create view v as select a from t;",
    config: { exclude: ["v"] },
    gives: ["dropView view public.v", "alterColumnType column public.t.a", "createView view public.v"],
    hindered: ["dropView: view public.v"],
  },
  {
    name: "an index of a table that is dropped",
    before: users,
    after: "",
    config: { exclude: ["index:users_name"] },
    gives: ["dropTable table public.users"],
    hindered: ["dropTable: index public.users.users_name"],
  },
  {
    name: "a view over a table that is dropped",
    before: "create table t (a int); create view v as select a from t; create table u (a int);",
    after: "create table u (a int);",
    config: { exclude: ["v"] },
    gives: ["dropTable table public.t"],
    inTheWay: ["view public.v"],
  },
  {
    name: "comments and rights of what is dropped go with it",
    before: "create table t (a int); comment on table t is 'x'; grant select on t to public;",
    after: "",
    config: { exclude: [{ kind: "comment" }, { kind: "privilege" }] },
    gives: ["dropTable table public.t"],
  },
  {
    name: "rights that default privileges give to whom they are left alone",
    before: "alter default privileges grant select on tables to public;",
    after: "alter default privileges grant select on tables to public; create table t (a int); revoke all on t from public;",
    config: { exclude: [{ role: "public" }] },
    gives: ["createTable table public.t"],
  },
  {
    name: "partitions, while their table changes",
    before: `create table m (at date, a int, b int) partition by range (at);
      create table m_p20240101 partition of m for values from ('2024-01-01') to ('2024-01-02');
      create table m_default partition of m default;`,
    after: `create table m (at date, a bigint, c int) partition by range (at); create index m_a on m (a);`,
    config: { presets: ["pg_partman"] },
    gives: [
      "alterColumnType column public.m.a",
      "addColumn column public.m.c",
      "createIndex index public.m.m_a",
      "dropColumn column public.m.b",
    ],
    left: ["table public.m_default (presets.pg_partman)", "table public.m_p20240101 (presets.pg_partman)"],
  },
  {
    name: "TimescaleDB's triggers",
    before: `create function b() returns trigger language plpgsql as 'begin return new; end'; create table t (a int);
      create trigger ts_insert_blocker before insert on t for each row execute function b();`,
    after: `create function b() returns trigger language plpgsql as 'begin return new; end'; create table t (a int, b int);`,
    config: { presets: ["timescaledb"] },
    gives: ["addColumn column public.t.b"],
    left: ["trigger public.t.ts_insert_blocker (presets.timescaledb)"],
  },
  {
    name: "Supabase's schemas and event triggers",
    before: `create schema auth; create table auth.users (id int primary key); create schema extensions;
      create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as 'begin end';
      create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
      create table t (id int references auth.users);
      alter default privileges in schema public grant all on tables to current_user;
      alter default privileges in schema public grant execute on functions to current_user;`,
    after: `create schema auth; create table auth.users (id int primary key); create table t (id int references auth.users, a int);`,
    config: { presets: ["supabase"] },
    gives: ["addColumn column public.t.a"],
  },
  {
    name: "Neon's schemas",
    before: `create schema neon; create view neon.local_cache as select 1 as hits; grant select on neon.local_cache to pg_monitor;
      create schema neon_migration; create table neon_migration.migration_id (key int primary key, id bigint);
      create schema neon_auth; create table neon_auth.users_sync (raw_json jsonb not null, id text generated always as (raw_json ->> 'id') stored primary key);
      create schema pgrst; create function pgrst.pre_config() returns void language sql as ''; create table t (id int);`,
    after: "create table t (id int, a int);",
    config: { presets: ["neon"] },
    gives: ["addColumn column public.t.a"],
  },
  {
    name: "Amazon RDS's schemas",
    before: `create schema aws_commons; create type aws_commons._s3_uri_1 as (bucket text, file_path text, region text);
      create function aws_commons.create_s3_uri(text) returns aws_commons._s3_uri_1 language sql as 'select null::aws_commons._s3_uri_1';
      create schema aws_s3; grant usage on schema aws_s3 to pg_monitor; create schema aws_lambda; create schema rds_tools;
      create schema apg_plan_mgmt; create table apg_plan_mgmt.plans (id int); create table t (id int);`,
    after: "create table t (id int, a int);",
    config: { presets: ["rds"] },
    gives: ["addColumn column public.t.a"],
  },
  {
    name: "PostGIS's tables, with what its loader makes",
    before: `create table spatial_ref_sys (srid int primary key, auth_name text); create view geometry_columns as select 1 as srid;
      create rule geometry_columns_insert as on insert to geometry_columns do instead nothing;
      create schema topology; create table topology.layer (id int); create schema tiger; create table tiger.state (gid serial primary key);
      create schema tiger_data; create table tiger_data.ma_state (unique (gid)) inherits (tiger.state); create table t (id int);`,
    after: "create table t (id int, a int);",
    config: { presets: ["postgis"] },
    gives: ["addColumn column public.t.a"],
  },
  {
    name: "differences of defaults and types that do not count",
    before: "create table t (a int default 1, b varchar(10), c int); create table u (a int default 1);",
    after: "create table t (a int default 2, b text, c bigint); create table u (a int default 2);",
    config: {
      ignore: [
        { kind: "column", table: "t", fields: "default" },
        ({ field, database, wanted }) => field === "type" && database === "character varying(10)" && wanted === "text",
      ],
    },
    gives: ["alterColumnType column public.t.c", "setColumnDefault column public.u.a"],
  },
  {
    name: "a default that does not count where the other is an identity",
    before: "create table t (a int not null default 1);",
    after: "create table t (a int not null generated always as identity);",
    config: { ignore: [{ fields: ["default", "identity"] }] },
    gives: [],
  },
];

const convention = {
  primaryKey: "pk_{table}",
  foreignKey: "fk_{table}_{columns}_{referencedTable}",
  unique: "uq_{table}_{columns}",
  check: "ck_{table}_{columns}",
  index: "ix_{table}_{columns}",
  uniqueIndex: "ux_{table}_{columns}",
};

const named = `create table t (id int primary key, a int unique, b int check (b > 0), c int, d text, check (b > c), constraint own check (c > 0));
  create table u (id int constraint u_own primary key, t int references t, ref int references t (a));
  create index on t (a, b); create index on t (lower(d)); create index on t (a); create index named on t (a); create unique index on t (c);
  comment on index t_a_b_idx is 'x'; alter table t cluster on t_a_idx;
  create table a_table_with_a_very_long_name_indeed_for_a_table (a_column_with_a_long_name_too int primary key);
  create index on a_table_with_a_very_long_name_indeed_for_a_table (a_column_with_a_long_name_too);`;

test("a rule that fails says where", async () => {
  const exclude = [
    (): boolean => {
      throw new Error("no");
    },
  ];
  await expect(compare(emptySide, emptySide, { configuration: { config: { exclude } } })).rejects.toMatchObject({
    code: "CONFIG_BROKEN",
    message: expect.stringContaining("exclude[0] failed for schema public: no.") as string,
  });
});

describe.each(servers())("names by convention, PostgreSQL $major", ({ major }) => {
  test("of what nobody has named; a database with other names is renamed, and back", async () => {
    await withDatabase({ major, setup: named }, async (live) => {
      const start = await catalogSnapshot(live.url);
      const source = wholeSource((await readSchema(live)).schema);
      const configuration = { config: { naming: convention } };
      const diff = await diffDatabases(live, modelsSide(source), { configuration });
      expect(
        diff.upgrade.map((op) => {
          const { name, to } = op as { readonly name?: string; readonly to?: string }; // all of them are renames
          return `${op.kind} ${name ?? ""} ${to ?? ""}`;
        }),
      ).toEqual([
        "renameConstraint a_table_with_a_very_long_name_indeed_for_a_table_pkey pk_a_table_with_a_very_long_name_indeed_for_a_table",
        "renameIndex a_table_with_a_very_long_name_a_column_with_a_long_name_too_idx ix_a_table_with_a_very_long_name_indeed_for_a_table_a__1a2ec577",
        "renameConstraint t_a_key uq_t_a",
        "renameConstraint t_b_check ck_t_b",
        "renameConstraint t_check ck_t",
        "renameConstraint t_pkey pk_t",
        "renameIndex t_a_b_idx ix_t_a_b",
        "renameIndex t_a_idx ix_t_a",
        "renameIndex t_c_idx ux_t_c",
        "renameIndex t_lower_idx ix_t_lower",
        "renameConstraint u_ref_fkey fk_u_ref_t",
        "renameConstraint u_t_fkey fk_u_t_t",
      ]);
      await runPlan(live, diff.forth);
      expect((await diffDatabases(live, modelsSide(source), { configuration })).upgrade).toEqual([]);
      await runPlan(live, diff.back);
      expect(await catalogSnapshot(live.url)).toBe(start);
    });
  });
});

const hook = {
  before: "create table t (a int, old int); create table gone (a int);",
  after: "create table t (a int, b int); create table n (a int);",
};

describe.each(newestServer())("beforeWrite, PostgreSQL $major", ({ major }) => {
  const hooked = (beforeWrite: BeforeWrite): Promise<readonly string[]> =>
    withDatabase({ major, setup: hook.before }, (live) =>
      withDatabase({ major, setup: hook.after }, async (wanted) => {
        const start = await catalogSnapshot(live.url);
        const diff = await diffDatabases(live, wanted);
        const { added, removed, upgrade, downgrade, before } = await rewrittenBy(beforeWrite, diff, "mig.config.ts");
        await runPlan(live, planOperations(upgrade, kinds, before));
        await runPlan(live, planOperations(downgrade, kinds));
        expect(await catalogSnapshot(live.url)).toBe(start);
        return [...added.map(({ kind }) => `+${kind}`), ...removed.map(({ kind }) => `-${kind}`)];
      }),
    );

  test("changes nothing", async () => {
    expect(await hooked(() => undefined)).toEqual([]);
    expect(await hooked(({ upgrade }) => ({ upgrade }))).toEqual([]);
  });

  test("removes, adds and changes operations; the downgrade follows", async () => {
    expect(await hooked(({ upgrade }) => ({ upgrade: upgrade.filter(({ kind }) => !kind.startsWith("drop")) }))).toEqual([
      "-dropColumn",
      "-dropTable",
    ]);
    expect(
      await hooked(({ upgrade }) => ({
        upgrade: [...upgrade, { kind: "createIndex", schema: "public", table: "n", name: "n_a", columns: [{ column: "a" }] }],
      })),
    ).toEqual(["+createIndex"]);
    expect(
      await hooked(async ({ upgrade }) => ({ upgrade: upgrade.map((op) => (op.kind === "addColumn" ? { ...op, default: "1" } : op)) })),
    ).toEqual(["+addColumn", "-addColumn"]);
    expect(
      await hooked(({ upgrade, downgrade }) => ({
        upgrade: [...upgrade, { kind: "execute", sql: "create sequence s" }],
        downgrade: [{ kind: "execute", sql: "drop sequence s" }, ...downgrade],
      })),
    ).toEqual(["+execute"]);
  });

  test.each<{ readonly name: string; readonly run: unknown; readonly problem: RegExp }>([
    { name: "no list", run: () => ({ upgrade: 7 }), problem: /upgrade must be a list/u },
    { name: "no operation", run: () => ({ upgrade: ["x"] }), problem: /upgrade\[0\] is no operation/u },
    { name: "an unknown one", run: () => ({ upgrade: [{ kind: "createIndx" }] }), problem: /did you mean "createIndex"/u },
    { name: "one that lacks something", run: () => ({ downgrade: [{ kind: "dropTable", name: "x" }] }), problem: /"schema" is missing/u },
    { name: "another field", run: () => ({ upgrades: [] }), problem: /it returned "upgrades"/u },
    {
      name: "one whose table is not created any more",
      run: ({ upgrade }: PlannedChanges) => ({
        upgrade: [
          ...upgrade.filter(({ kind }) => kind !== "createTable"),
          { kind: "createIndex", schema: "public", table: "n", name: "n_a", columns: [{ column: "a" }] },
        ],
      }),
      problem: /createIndex \(index public\.n\.n_a\) needs relation public\.n, which is not there/u,
    },
    {
      name: "one about a table that is not there",
      run: () => ({ upgrade: [{ kind: "dropTable", schema: "public", name: "nope" }] }),
      problem: /needs relation public\.nope/u,
    },
  ])("refuses $name", async ({ run, problem }) => {
    const refused = hooked(run as BeforeWrite); // as somebody without a compiler writes it
    await expect(refused).rejects.toMatchObject({ code: "BEFORE_WRITE_INVALID", message: expect.stringMatching(problem) as string });
  });

  test("fails", async () => {
    await expect(
      hooked(() => {
        throw new Error("no");
      }),
    ).rejects.toMatchObject({ code: "BEFORE_WRITE_FAILED" });
  });
});

test.each([
  [{ exclude: ["tabel:x"] }, 'exclude[0] names no kind of mig: "tabel"'],
  [{ include: [{ kind: "materialisedView" }] }, "include[0].kind"],
  [{ ignore: [{ fields: "defualt" }] }, "ignore[0].fields"],
] as const)("a slip in %j is told", async (config, message) => {
  await expect(compare(emptySide, emptySide, { configuration: { config } })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringContaining(message) as string,
  });
});

test("what is left alone of a table that the other side lacks is not made with it", () =>
  withDatabase({ setup: `${users} create table old (id int); create view v as select id from users` }, (live) =>
    reading(live, async (read) => {
      const config = { exclude: ["index:users_*", "old", "view:*"] };
      const { upgrade, downgrade } = await compare(emptySide, await read(), { configuration: { config } });
      expect([upgrade, downgrade].map((ops) => ops.map(({ kind }) => kind))).toEqual([["createTable"], ["dropTable"]]);
    }),
  ));

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(cases.filter(({ since = 0 }) => since <= major))("$name", async ({ before, after, config, gives, ...said }) => {
    const { hindered, left, needs, inTheWay } = said;
    await withDatabase({ major, setup: before }, (live) =>
      withDatabase({ major, setup: after }, async (wanted) => {
        const configuration = { config, file: "mig.config.ts" };
        const start = await catalogSnapshot(live.url);
        const diff = await diffDatabases(live, wanted, { configuration });
        const about = diff.upgrade.map((op) => {
          const ref = kinds.specOf(op).about(op);
          return ref === undefined ? op.kind : `${op.kind} ${refText(ref)}`;
        });
        expect(about.toSorted()).toEqual(gives.toSorted());
        expect(diff.hindered.map(({ operation, objects }) => `${operation.kind}: ${objects.join(", ")}`)).toEqual(hindered ?? []);
        if (left !== undefined) expect(diff.leftByConfig.map(({ object, by }) => `${object} (${by})`)).toEqual(left);
        const facts = statementsOf(diff.forth).map((one) => one.facts);
        expect([...new Set(facts.flatMap((one) => one.needs ?? []))]).toEqual(needs ?? []);
        expect([...new Set(facts.flatMap((one) => one.inTheWay ?? []))]).toEqual(inTheWay ?? []);
        expect(diff.notCompared).toEqual([]);
        if (Object.keys(said).some((key) => key === "hindered" || key === "needs" || key === "inTheWay")) return;
        await runPlan(live, diff.forth);
        expect((await diffDatabases(live, wanted, { configuration })).upgrade).toEqual([]);
        await runPlan(live, diff.back);
        expect(await catalogSnapshot(live.url)).toBe(start);
      }),
    );
  });
});
