import { createDatabase, createDatabasePool, queryRows, runScript, servers, type ScratchDatabase } from "@migts/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { differingUnmodelled } from "../src/diff/not-compared.ts";
import { applyAll } from "../src/operation/engine.ts";
import { alongWith } from "../src/plan/encounters.ts";
import { planOperations, statementsOf } from "../src/plan/plan.ts";
import { kinds, type Operation } from "../src/postgres/objects/index.ts";
import { restoreOperations } from "../src/postgres/unmodelled/restore.ts";
import { hasObject } from "../src/schema/database-schema.ts";
import { unmodelledText, type Unmodelled } from "../src/schema/unmodelled.ts";
import { operationsBetween, readSchema, runPlan } from "./database-diff.ts";

const base = `
  create extension btree_gist;
  create extension dblink;
  create type mood as enum ('sad', 'glad');
  create domain whole as int;
  create table t (id int primary key, a text, b int, m mood);
  create table "Other one" ("Id" int primary key, b int);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create function same(int) returns int immutable language sql as 'select $1';
  create index t_b on t (b);
  create sequence s;
`;

interface Row {
  readonly sql: string;
  /** What is listed for it, beside what is always there. */
  readonly gives: readonly string[];
  /** SQL that changes it. Absent: it is only there or not. */
  readonly change?: string;
  readonly from?: number;
}

/** Every sort of object and setting that no kind models. */
const rows: readonly Row[] = [
  {
    // as the script of an extension makes them
    sql: `create extension hstore; create table own (a int); create trigger touched before insert on own for each row execute function touch();
      create policy mine on own using (true); create rule nothing as on delete to own do instead nothing;
      create table later (); alter extension hstore add table own; alter extension hstore add table later`,
    gives: [],
  },
  {
    sql: `create extension hstore; create table own (a int); create trigger touched before insert on own for each row execute function touch();
      create policy mine on own using (true); create rule nothing as on delete to own do instead nothing;
      create table later (); alter extension hstore add table own; alter extension hstore add table later;
      commit; create trigger other before insert on own for each row execute function touch(); alter table own disable trigger touched;
      create policy other on own using (true)`,
    gives: ["policy other on public.own", "trigger other on public.own", "trigger touched on public.own"],
    change: "drop trigger other on own; drop policy other on own",
  },
  {
    sql: "grant select on t to pg_monitor with grant option; set role pg_monitor; grant select on t to public; reset role",
    gives: ["grants on public.t"],
    change: "set role pg_monitor; revoke select on t from public; grant select on t to pg_read_all_data; reset role",
  },
  { sql: "create view v as select id from t; alter view v owner to pg_monitor", gives: ["owner of view public.v"] },
  {
    sql: "create materialized view mv as select id from t; alter materialized view mv owner to pg_monitor",
    gives: ["owner of materialized view public.mv"],
  },
  {
    sql: "create materialized view mv as select id, a from t; alter materialized view mv alter id set statistics 9, alter a set storage external, alter a set compression pglz, alter id set (n_distinct = 9)",
    gives: [
      "compression on column public.mv.a",
      "options on column public.mv.id",
      "statistics target on column public.mv.id",
      "storage on column public.mv.a",
    ],
    change: "alter materialized view mv alter id set statistics 8",
  },
  {
    sql: "create table typed of dblink_pkey_results; create table kid () inherits (typed)",
    gives: ["table of a type public.typed", "table that inherits public.kid"],
    change: "alter table kid add n int",
  },
  {
    sql: "create table typed of dblink_pkey_results",
    gives: ["table of a type public.typed"],
    change: "alter table typed add check (colname <> '')",
  },
  {
    sql: "create procedure f(a int, out b int) language plpgsql as 'begin end'; grant execute on procedure f to pg_monitor with grant option; alter procedure f owner to pg_monitor",
    gives: ["owner of procedure public.f(IN integer)"],
  },
  {
    sql: "create function f(x t[]) returns int language sql as 'select 1'; alter function f owner to pg_monitor",
    gives: ["owner of function public.f(public.t[])"],
  },
  {
    sql: "create table p of dblink_pkey_results; create trigger tr before update on p for each row execute function touch()",
    gives: ["table of a type public.p", "trigger tr on public.p"],
    change: "alter table p disable trigger tr",
  },
  {
    sql: "create table p of dblink_pkey_results; create policy mine on p using (colname <> '')",
    gives: ["policy mine on public.p", "table of a type public.p"],
    change: "alter policy mine on p to pg_monitor",
  },
  {
    sql: "create table p of dblink_pkey_results; create rule r as on delete to p do instead nothing",
    gives: ["rule r on public.p", "table of a type public.p"],
    change: "create or replace rule r as on delete to p do also nothing",
  },
  {
    sql: 'create table p of dblink_pkey_results; create statistics st on "position", colname from p',
    gives: ["statistics object public.st", "table of a type public.p"],
    change: "alter statistics st set statistics 7",
  },
  { sql: "create statistics st on a, b from t; alter statistics st owner to pg_monitor", gives: ["owner of statistics public.st"] },
  {
    sql: "create operator === (leftarg = int, rightarg = int, function = int4eq, negator = !==); drop operator === (int, int)",
    gives: ["operator public.!==(integer,integer)"],
  },
  {
    sql: "create function more(int, bool) returns int immutable language sql as 'select $1'; alter operator family integer_ops using btree add function 1 (int, bool) more(int, bool)",
    gives: ["function of access method function 1 (integer, boolean) of integer_ops USING btree"],
  },
  {
    sql: "create table typed of dblink_pkey_results; create publication pub for table typed where (colname <> 'a')",
    gives: ["publication relation public.typed in publication pub", "table of a type public.typed"],
    change: "alter publication pub set table typed where (colname <> 'b')",
  },
  {
    sql: "create subscription sub connection 'password=hush' publication p with (connect = false, slot_name = none, two_phase = true)",
    gives: ["state of subscription sub"],
  },
  { sql: "create publication pub; alter publication pub owner to pg_monitor", gives: ["owner of publication pub"] },
  {
    sql: "create foreign data wrapper w; create server srv foreign data wrapper w; alter server srv owner to pg_monitor",
    gives: ["owner of server srv"],
  },
  {
    sql: "create foreign data wrapper w; create server srv foreign data wrapper w; create foreign table ft (a int) server srv; alter foreign table ft owner to pg_monitor",
    gives: ["owner of table public.ft"],
  },
  {
    sql: "alter table t owner to pg_monitor; revoke delete on t from pg_monitor",
    gives: ["grants on public.t", "owner of table public.t"],
  },
  { sql: "alter table t owner to pg_monitor", gives: ["owner of table public.t"], change: "alter table t owner to pg_read_all_data" },
  {
    sql: "alter sequence s owner to pg_monitor; alter type mood owner to pg_monitor; alter domain whole owner to pg_monitor",
    gives: ["owner of sequence public.s", "owner of type public.mood", "owner of type public.whole"],
  },
  { sql: "create schema o authorization pg_monitor", gives: ["owner of schema o"] },
  {
    sql: "grant usage on type gbtreekey4 to pg_monitor",
    gives: ["grants on type public.gbtreekey4 of extension btree_gist"],
  },
];

const unmodelledIn = async (database: ScratchDatabase): Promise<readonly Unmodelled[]> =>
  (await readSchema(database)).schema.unmodelled ?? [];

const texts = (objects: readonly { readonly what: string; readonly name: string }[]): readonly string[] =>
  objects.map(unmodelledText).toSorted();

async function withDatabase<Result>(major: number, setup: string, use: (database: ScratchDatabase) => Promise<Result>): Promise<Result> {
  const database = await createDatabase({ major, setup });
  try {
    return await use(database);
  } finally {
    await database.drop();
  }
}

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const databases = createDatabasePool({ major });
  afterAll(databases.close);

  test.for(rows)("is listed, and its change seen: $gives $change", async (row, { skip }) => {
    if (row.from !== undefined && major < row.from) return skip(`needs PostgreSQL ${row.from}`);
    await databases.use(base, async (plain) => {
      await databases.use(base, async (full) => {
        await runScript(full.url, row.sql);
        const [without, before] = [await unmodelledIn(plain), await unmodelledIn(full)];
        expect(texts(differingUnmodelled(without, before))).toEqual(row.gives.toSorted());
        await runScript(plain.url, row.sql);
        expect(differingUnmodelled(await unmodelledIn(plain), before), "made in two databases, it is the same").toEqual([]);
        if (row.change === undefined) return;
        await runScript(full.url, row.change);
        const changed = texts(differingUnmodelled(before, await unmodelledIn(full)));
        expect(changed.length).toBeGreaterThan(0);
        for (const text of changed) expect(row.gives).toContain(text);
      });
    });
  });

  test("objects of extensions, temporary and internal ones are nobody's", async () => {
    const setup = `create extension citext; create extension hstore; create temp view tv as select 1; create table a (id serial primary key, m citext, x int generated always as identity, unique (m));
      create table b (a int references a, check (a > 0), exclude using hash (a with =))`;
    expect(await withDatabase(major, setup, unmodelledIn)).toEqual([]);
  });

  interface Encounter {
    readonly hand: string;
    readonly op: Operation;
    readonly inTheWay?: readonly string[];
    readonly alsoDrops?: readonly string[];
    readonly from?: number;
  }

  const dropT: Operation = { kind: "dropTable", schema: "public", name: "t" };
  const dropB: Operation = { kind: "dropColumn", schema: "public", table: "t", name: "b" };
  const retypeB: Operation = { kind: "alterColumnType", schema: "public", table: "t", name: "b", type: "bigint" };
  const renameB: Operation = { kind: "renameColumn", schema: "public", table: "t", name: "b", to: "c" };
  const replaceMood: Operation = {
    kind: "replaceEnumType",
    schema: "public",
    name: "mood",
    values: ["glad"],
    columns: [{ schema: "public", table: "t", column: "m" }],
  };

  /** The server says itself whether it refuses; what goes along comes back by what was said of it. */
  const encounters: readonly Encounter[] = [
    { hand: "create view v as select b from t", op: dropT, inTheWay: ["view public.v"] },
    { hand: "create view v as select b from t", op: dropB, inTheWay: ["view public.v"] },
    { hand: "create view v as select b from t", op: retypeB, inTheWay: ["view public.v"] },
    { hand: "create view v as select b from t", op: renameB },
    { hand: "create view v as select a from t", op: retypeB },
    { hand: "create materialized view v as select b from t", op: retypeB, inTheWay: ["materialized view public.v"] },
    {
      hand: "create view v as select id, a from t group by id",
      op: { kind: "dropPrimaryKey", schema: "public", table: "t", name: "t_pkey" },
      inTheWay: ["view public.v"],
    },
    { hand: "create view v as select m from t", op: replaceMood, inTheWay: ["view public.v"] },
    { hand: "create type moody as (m mood[])", op: replaceMood, inTheWay: ["composite type public.moody"] },
    {
      hand: "create type pair as (x int); create table u (p pair, ps pair[]); create domain d as pair; create table w (p d)",
      op: { kind: "alterAttributeType", schema: "public", compositeType: "pair", name: "x", type: "bigint" },
      inTheWay: ["column public.u.p", "column public.u.ps", "column public.w.p", "domain public.d"],
    },
    {
      hand: "create type pair as (x int); create table u (p pair)",
      op: { kind: "dropCompositeType", schema: "public", name: "pair" },
      inTheWay: ["column public.u.p"],
    },
    {
      hand: "create type pair as (x int); create view v as select (row(1)::pair).x",
      op: { kind: "dropAttribute", schema: "public", compositeType: "pair", name: "x" },
      inTheWay: ["view public.v"],
    },
    {
      hand: "create function f(mood) returns int language sql as 'select 1'",
      op: replaceMood,
      inTheWay: ["function public.f(public.mood)"],
    },
    { hand: "create function f(t) returns int language sql as 'select 1'", op: dropT, inTheWay: ["function public.f(public.t)"] },
    { hand: "create function f() returns bigint begin atomic select b from t; end", op: retypeB, inTheWay: ["function public.f()"] },
    { hand: "create function f() returns bigint begin atomic select b from t; end", op: dropB, inTheWay: ["function public.f()"] },
    { hand: "create policy p on t using (b > 0)", op: retypeB, inTheWay: ["policy public.t.p"] },
    { hand: "create policy p on t using (b > 0)", op: dropB, inTheWay: ["policy public.t.p"] },
    { hand: "create policy p on t using (b > 0)", op: dropT },
    { hand: `create policy p on "Other one" using (exists (select from t))`, op: dropT, inTheWay: [`policy public.Other one.p`] },
    {
      hand: "create trigger tr before update of b on t for each row execute function touch()",
      op: retypeB,
      inTheWay: ["trigger public.t.tr"],
    },
    {
      hand: "create trigger tr before update of b on t for each row execute function touch()",
      op: dropB,
      inTheWay: ["trigger public.t.tr"],
    },
    {
      hand: "create trigger tr before update on t for each row when (old.b <> new.b) execute function touch()",
      op: retypeB,
      inTheWay: ["trigger public.t.tr"],
    },
    { hand: "create rule r as on update to t where old.b > 0 do instead nothing", op: retypeB, inTheWay: ["rule public.t.r"] },
    {
      hand: "create statistics st on a, b from t; alter statistics st owner to pg_monitor",
      op: dropT,
      alsoDrops: ["owner of statistics public.st"],
    },
    {
      hand: "create statistics st on a, b from t; alter statistics st owner to pg_monitor",
      op: dropB,
      alsoDrops: ["owner of statistics public.st"],
    },
    { hand: "create statistics st on a, b from t", op: retypeB },
    { hand: "create publication pub for table t (id, b) where (id > 0)", op: dropT },
    { hand: "create publication pub for table t (id, b)", op: dropB, inTheWay: ["published table public.t.pub"] },
    {
      hand: "create publication pub for table t where (b > 0); alter table t replica identity full",
      op: retypeB,
      inTheWay: ["published table public.t.pub"],
    },
    {
      hand: "create table p of dblink_pkey_results; create publication pub for table p (colname)",
      op: { kind: "dropPublication", name: "pub" },
      alsoDrops: ["publication relation public.p in publication pub"],
    },
    { hand: "create table kid () inherits (t)", op: dropT, inTheWay: ["table public.kid"] },
    {
      hand: 'create table p of dblink_pkey_results; alter table p add foreign key ("position") references t',
      op: dropT,
      inTheWay: ["table of a type public.p"],
    },
    { hand: "grant update (b) on t to public", op: retypeB },
    {
      hand: "create domain free as int; alter domain free owner to pg_monitor",
      op: { kind: "dropDomain", schema: "public", name: "free" },
      alsoDrops: ["owner of type public.free"],
    },
    { hand: "alter table t owner to pg_monitor", op: dropT, alsoDrops: ["owner of table public.t"] },
    {
      hand: "create view v as select nextval('s')",
      op: { kind: "dropSequence", schema: "public", name: "s" },
      inTheWay: ["view public.v"],
    },
    {
      hand: "create view late as select 1",
      op: { kind: "createTable", schema: "public", name: "late", columns: [] },
      inTheWay: ["view public.late"],
    },
    {
      hand: "create type late as (a int)",
      op: { kind: "createEnumType", schema: "public", name: "late", values: [] },
      inTheWay: ["composite type public.late"],
    },
  ];

  test.for(encounters)("$op.kind meets $hand", async ({ hand, op, inTheWay = [], alsoDrops = [], from }, { skip }) => {
    if (from !== undefined && major < from) return skip(`needs PostgreSQL ${from}`);
    await databases.use(base, async (database) => {
      await runScript(database.url, hand);
      const { schema } = await readSchema(database);
      const plan = planOperations([op], kinds, schema);
      const said = (fact: "inTheWay" | "alsoDrops"): readonly string[] => [
        ...new Set(statementsOf(plan).flatMap(({ facts }) => facts[fact] ?? [])),
      ];
      expect({ inTheWay: said("inTheWay"), alsoDrops: said("alsoDrops") }).toEqual({ inTheWay, alsoDrops });
      const refused = await runPlan(database, plan).then(
        () => false,
        () => true,
      );
      expect(refused, "the server's own word").toBe(inTheWay.length > 0);
      if (alsoDrops.length === 0) return;
      const back = [...operationsBetween(applyAll(schema, [op], kinds), schema), ...restoreOperations(alongWith([op], schema, kinds))];
      await runPlan(database, planOperations(back, kinds));
      expect(differingUnmodelled(schema.unmodelled ?? [], await unmodelledIn(database)), "all of it is back").toEqual([]);
    });
  });

  interface Return {
    readonly hand: string;
    readonly op: Operation;
    /** A query that gives the same before and after. */
    readonly same: string;
  }

  const rightsOf = (catalog: "class" | "type" | "namespace", name: string): string => {
    const [acl, owner, letter] =
      catalog === "class"
        ? ["relacl", "relowner", "case relkind when 'S' then 's' else 'r' end::\"char\""]
        : catalog === "type"
          ? ["typacl", "typowner", "'T'"]
          : ["nspacl", "nspowner", "'n'"];
    const named = catalog === "class" ? "relname" : catalog === "type" ? "typname" : "nspname";
    return `select p.grantee::text, p.privilege_type, p.is_grantable from pg_${catalog}, aclexplode(coalesce(${acl}, acldefault(${letter}, ${owner}))) p where ${named} = '${name}' order by 1, 2, 3`;
  };
  const commentOf = (catalog: string): string =>
    `select obj_description(oid, '${catalog}') as said from ${catalog} where obj_description(oid, '${catalog}') like 'it''s%'`;
  const says = (what: string): string => `comment on ${what} is E'it''s \\\\ a; word'`;

  /** What is made again is as it was, to its last right and comment. */
  const returns: readonly Return[] = [
    {
      hand: `create policy "P p" on "Other one"; ${says(`policy "P p" on "Other one"`)}`,
      op: { kind: "dropTable", schema: "public", name: "Other one" },
      same: commentOf("pg_policy"),
    },
    {
      hand: `create trigger tr before update on t for each row execute function touch(); alter table t disable trigger tr; ${says("trigger tr on t")}`,
      op: dropT,
      same: commentOf("pg_trigger"),
    },
    { hand: `create rule r as on delete to t do instead nothing; ${says("rule r on t")}`, op: dropT, same: commentOf("pg_rewrite") },
    { hand: `create statistics st on a, b from t; ${says("statistics st")}`, op: dropB, same: commentOf("pg_statistic_ext") },
    { hand: "alter default privileges grant all on tables to pg_monitor, public", op: dropT, same: rightsOf("class", "t") },
    {
      hand: "alter default privileges in schema public grant select on tables to pg_monitor with grant option; grant select on t to pg_monitor",
      op: dropT,
      same: rightsOf("class", "t"),
    },
    {
      hand: "alter default privileges grant select on tables to pg_monitor; grant update on t to pg_read_all_data",
      op: dropT,
      same: rightsOf("class", "t"),
    },
    { hand: "revoke all on t from current_user", op: dropT, same: "select relacl::text from pg_class where relname = 't'" },
    {
      hand: "grant select, update on t to pg_monitor; alter default privileges grant select, delete on tables to pg_monitor with grant option",
      op: dropT,
      same: rightsOf("class", "t"),
    },
    {
      hand: "grant usage on type mood to pg_monitor; alter table t drop m; alter default privileges revoke usage on types from public",
      op: { kind: "dropEnumType", schema: "public", name: "mood" },
      same: rightsOf("type", "mood"),
    },
    { hand: "revoke update on t from current_user", op: dropT, same: rightsOf("class", "t") },
    { hand: "alter default privileges revoke delete on tables from current_user", op: dropT, same: rightsOf("class", "t") },
    {
      hand: "create table n (id serial); grant usage on sequence n_id_seq to public; alter default privileges grant all on sequences to pg_monitor",
      op: { kind: "dropTable", schema: "public", name: "n" },
      same: rightsOf("class", "n_id_seq"),
    },
    {
      hand: "create table n (id int generated always as identity); alter default privileges grant all on sequences to pg_monitor",
      op: { kind: "dropTable", schema: "public", name: "n" },
      same: rightsOf("class", "n_id_seq"),
    },
    {
      hand: "create table n (id serial, k int); grant usage on sequence n_id_seq to pg_monitor",
      op: { kind: "dropColumn", schema: "public", table: "n", name: "id" },
      same: rightsOf("class", "n_id_seq"),
    },
    {
      hand: "alter default privileges grant all on sequences to pg_monitor",
      op: { kind: "dropSequence", schema: "public", name: "s" },
      same: rightsOf("class", "s"),
    },
    {
      hand: "create type free as enum (); alter default privileges revoke usage on types from public; alter default privileges grant usage on types to pg_monitor",
      op: { kind: "dropEnumType", schema: "public", name: "free" },
      same: rightsOf("type", "free"),
    },
    {
      hand: "create function made(int) returns int language sql as 'select 1'; revoke execute on function made from public; alter default privileges grant execute on functions to pg_monitor",
      op: { kind: "dropFunction", schema: "public", name: "made", signature: "integer" },
      same: "select p.grantee::text, p.privilege_type, p.is_grantable from pg_proc, aclexplode(proacl) p where proname = 'made' order by 1, 2, 3",
    },
    {
      hand: "create schema own; alter default privileges grant all on schemas to pg_monitor",
      op: { kind: "dropSchema", name: "own" },
      same: rightsOf("namespace", "own"),
    },
  ];

  test.for(returns)("comes back as it was: $hand", async ({ hand, op, same }) => {
    await databases.use(base, async (database) => {
      await runScript(database.url, hand);
      const { schema } = await readSchema(database);
      const had = await queryRows(database.url, same);
      expect(had.length).toBeGreaterThan(0);
      await runPlan(database, planOperations([op], kinds, schema));
      const back = [...operationsBetween(applyAll(schema, [op], kinds), schema), ...restoreOperations(alongWith([op], schema, kinds))];
      await runPlan(database, planOperations(back, kinds));
      expect(await queryRows(database.url, same)).toEqual(had);
    });
  });

  test("what is wanted but cannot be made is named", async () => {
    const wanted = `create type email; create function email_in(cstring) returns email language internal immutable strict as 'textin';
      create function email_out(email) returns cstring language internal immutable strict as 'textout';
      create type email (input = email_in, output = email_out, like = text); create function low(text) returns text immutable language sql as 'select lower($1)';      create table u (e email[], f text default low('A'), g text check (low(g) = g)); create index on u (low(f));
      create function of_email(email) returns text language sql as 'select $1::text';
      create domain d as text default low('A') check (value <> ''); create domain checked as text check (low(value) = value); create domain over as email`;
    await withDatabase(major, wanted, async (full) => {
      const { schema } = await readSchema(full);
      const before = {
        containers: new Map(),
        unmodelled: (schema.unmodelled ?? []).map((object) => ({ ...object, isMissing: true as const })),
      };
      const needs = statementsOf(planOperations(operationsBetween(before, schema), kinds, before)).map(({ operation, facts }) => [
        operation.kind,
        facts.needs ?? [],
      ]);
      expect(needs).toContainEqual(["createTable", ["type public.email"]]);
      expect(needs).toContainEqual(["createFunction", ["type public.email"]]);
      expect(needs.filter(([kind]) => kind === "createDomain")).toEqual([
        ["createDomain", ["type public.email"]],
        ["createDomain", []],
        ["createDomain", []],
      ]);
    });
  });

  test("SQL by hand that drops what stands in the way has done so", async () => {
    await withDatabase(major, `${base} create view v as select b from t; create view w as select b from t`, async (database) => {
      const { schema } = await readSchema(database);
      const dropped: Operation = { kind: "execute", sql: 'drop view public."v"' };
      const plan = planOperations([dropped, retypeB], kinds, schema);
      expect(statementsOf(plan).at(-1)?.facts.inTheWay).toEqual(["view public.w"]);
    });
  });

  test("what depends on something follows its names", async () => {
    await withDatabase(major, `${base} create view v as select b from t; create policy p on t using (a <> '')`, async (database) => {
      const { schema } = await readSchema(database);
      const moved: readonly Operation[] = [renameB, { kind: "renameTable", schema: "public", name: "t", to: "u" }];
      const then: readonly Operation[] = [
        { kind: "alterColumnType", schema: "public", table: "u", name: "c", type: "bigint" },
        { kind: "dropColumn", schema: "public", table: "u", name: "a" },
      ];
      const found = statementsOf(planOperations([...moved, ...then], kinds, schema)).map(({ facts }) => facts.inTheWay ?? []);
      expect(found).toEqual([[], [], ["view public.v"], ["policy public.u.p"]]);
    });
  });

  test("whoever may connect may read the list", async () => {
    await withDatabase(
      major,
      `${base} create view v as select 1 as a; create publication pub; create foreign data wrapper w; create server srv foreign data wrapper w;
        create user mapping for public server srv options (password 'hush'); create subscription sub connection 'password=hush' publication p with (connect = false, slot_name = none, two_phase = true)`,
      async (database) => {
        const all = texts(await unmodelledIn(database));
        const role = `reader_${Math.random().toString(36).slice(2)}`;
        await runScript(database.url, `create role ${role} login`);
        try {
          const url = new URL(database.url);
          url.username = role;
          const seen = texts(await unmodelledIn({ ...database, url: url.href }));
          for (const text of all) expect(seen).toContain(text);
          await runScript(database.url, "revoke all on pg_catalog.pg_subscription from public; create table read_on (id int)");
          const { schema } = await readSchema({ ...database, url: url.href });
          expect(hasObject(schema, { kind: "table", schema: "public", name: "read_on" })).toBe(true);
          expect(texts(schema.unmodelled ?? [])).toContain("subscriptions which this role may not read");
        } finally {
          await runScript(database.url, `drop role ${role}`);
        }
      },
    );
  });
});
