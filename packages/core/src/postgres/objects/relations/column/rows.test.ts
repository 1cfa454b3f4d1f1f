import { queryRows, runScript, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { diffDatabases, runPlan } from "../../../../../test/database-diff.ts";

/** What becomes of the rows when a table turns into another, and back. */
interface Row {
  readonly name: string;
  /** The oldest major that has what it is about. Absent: all. */
  readonly from?: number;
  readonly before: string;
  readonly rows: string;
  readonly after: string;
  /** Asked after the upgrade. */
  readonly query: string;
  readonly gives: unknown;
  /** Asked after the downgrade. Absent: the same gives the same. */
  readonly back?: unknown;
}

const cases: readonly Row[] = [
  {
    name: "what an heir keeps that its parent loses",
    before: `create table p (a int, e text not null default 'x', f text, constraint k check (a > 0)); create table c (x int) inherits (p);
      create table d () inherits (p); create table g () inherits (c); create view v as select e, f from g`,
    rows: "insert into p values (1, 'p', 'q'); insert into c values (2, 'c', 'r'); insert into d values (3, 'd'); insert into g values (4, 'g', 's')",
    after: `create table p (a int); create table c (x int, e text not null default 'x', constraint k check (a > 0)) inherits (p);
      create table d () inherits (p); create table g (f text) inherits (c); create view v as select e, f from g`,
    query: "select tableoid::regclass::text as t, e, to_jsonb(c) ->> 'f' as c, (select v.f from v) as g from c order by 1",
    gives: [
      { t: "c", e: "c", c: null, g: "s" },
      { t: "g", e: "g", c: null, g: "s" },
    ],
    back: [
      { t: "c", e: "c", c: null, g: "s" },
      { t: "g", e: "g", c: "s", g: "s" },
    ],
  },
  {
    name: "text becomes an array of one, and back",
    before: "create table t (id int, a text, b text not null)",
    rows: "insert into t values (1, 'a,b', '{x}'), (2, null, '')",
    after: "create table t (id int, a text[], b text[] not null)",
    query: "select id, to_json(a) as a, to_json(b) as b from t order by id",
    gives: [
      { id: 1, a: ["a,b"], b: ["{x}"] },
      { id: 2, a: null, b: [""] },
    ],
    back: [
      { id: 1, a: "a,b", b: "{x}" },
      { id: 2, a: null, b: "" },
    ],
  },
  {
    name: "an enum of other labels, through text",
    before: "create type a as enum ('x', 'y'); create type b as enum ('y', 'x', 'z'); create table t (v a default 'x')",
    rows: "insert into t values ('x'), ('y'), (null), (default)",
    after: "create type a as enum ('x', 'y'); create type b as enum ('y', 'x', 'z'); create table t (v b default 'y')",
    query: "insert into t default values; select v from t order by v::text",
    gives: [{ v: "x" }, { v: "x" }, { v: "y" }, { v: "y" }, { v: null }],
    back: undefined,
  },
  {
    name: "numbers become truth and back",
    before: "create table t (a int, b bigint, c boolean)",
    rows: "insert into t values (0, 2, true), (1, 0, false), (null, null, null)",
    after: "create table t (a boolean, b boolean, c numeric(3,1))",
    query: "select a::text, b::text, c::text from t order by c",
    gives: [
      { a: "true", b: "false", c: "0.0" },
      { a: "false", b: "true", c: "1.0" },
      { a: null, b: null, c: null },
    ],
    back: [
      { a: "1", b: "0", c: "false" },
      { a: "0", b: "1", c: "true" },
      { a: null, b: null, c: null },
    ],
  },
  {
    name: "JSON of anything, and anything of JSON",
    before: "create table t (a uuid, b date, c jsonb, d text[])",
    rows: `insert into t values ('0b6f2c3e-7d54-4b63-9e4a-3f1f6c1f5a01', '2024-01-02', '7', '{a,"b c"}')`,
    after: "create table t (a jsonb, b json, c numeric, d jsonb)",
    query: "select a::text, b::text, c::text, d::text from t",
    gives: [{ a: '"0b6f2c3e-7d54-4b63-9e4a-3f1f6c1f5a01"', b: '"2024-01-02"', c: "7", d: '["a", "b c"]' }],
    back: undefined,
  },
  {
    name: "times are in UTC whatever the session's zone",
    before: "create table t (a timestamp(3) default now(), b timestamptz, c date, d text)",
    rows: "set timezone to 'Asia/Seoul'; insert into t values ('2024-01-02 03:04:05.678', '2024-01-02 03:04:05+00', '2024-01-02', '2024-01-02 03:04:05')",
    after: "create table t (a timestamptz(3) default now(), b timestamp, c timestamptz, d timestamptz)",
    query: "set timezone to 'UTC'; select a::text, b::text, c::text, d::text from t",
    gives: [{ a: "2024-01-02 03:04:05.678+00", b: "2024-01-02 03:04:05", c: "2024-01-02 00:00:00+00", d: "2024-01-02 03:04:05+00" }],
    back: [{ a: "2024-01-02 03:04:05.678", b: "2024-01-02 03:04:05+00", c: "2024-01-02", d: "2024-01-02 03:04:05+00" }],
  },
  {
    name: "padding goes with the type",
    before: "create table t (a char(5), b char(40))",
    rows: "insert into t values ('ab', '0b6f2c3e-7d54-4b63-9e4a-3f1f6c1f5a01')",
    after: "create table t (a text, b uuid)",
    query: "select a || '.' as a, b::text || '.' as b from t",
    gives: [{ a: "ab.", b: "0b6f2c3e-7d54-4b63-9e4a-3f1f6c1f5a01." }],
  },
  {
    name: "a serial goes on as an identity where it was, though its last rows are gone",
    before: 'create table "T t" (id serial, "a" bigserial)',
    rows: 'insert into "T t" select from generate_series(1, 5); delete from "T t" where id > 3',
    after: 'create table "T t" (id int generated by default as identity, "a" bigint generated always as identity)',
    query: 'insert into "T t" default values; select id, a::int4 as a from "T t" order by id',
    gives: [1, 2, 3, 6].map((id) => ({ id, a: id })),
    back: [1, 2, 3, 6, 7].map((id) => ({ id, a: id })),
  },
  {
    name: "a serial whose next value was set goes on with it",
    before: "create table t (id serial)",
    rows: "select setval('t_id_seq', 41, false)",
    after: "create table t (id int generated always as identity)",
    query: "insert into t default values; select id from t order by id",
    gives: [{ id: 41 }],
    back: [{ id: 41 }, { id: 42 }],
  },
  {
    name: "a plain column becomes a serial or an identity past its values",
    before:
      "create table t (id int primary key); create table u (id int not null); create table v (id bigint not null); create table w (id int not null)",
    rows: "insert into t values (5), (9); insert into u values (7); insert into w values (-3)",
    after: `create table t (id serial primary key); create table u (id int generated by default as identity);
      create table v (id bigint generated always as identity (start with 100)); create table w (id int generated by default as identity (increment by -2))`,
    query: `insert into t default values; insert into u default values; insert into v default values; insert into w default values;
      select (select max(id) from t) as t, (select max(id) from u) as u, (select max(id)::int4 from v) as v, (select min(id) from w) as w`,
    gives: [{ t: 10, u: 8, v: 100, w: -5 }],
    back: undefined,
  },
  {
    name: "an identity beside another sequence of the column's is past the values, not that one",
    before: "create table t (id bigint primary key); create sequence aside owned by t.id",
    rows: "insert into t values (5)",
    after: "create table t (id bigint primary key generated always as identity); create sequence aside owned by t.id",
    query: "insert into t default values; select max(id)::int4 as id, nextval('aside')::int4 as aside from t",
    gives: [{ id: 6, aside: 1 }],
    back: undefined,
  },
  {
    name: "a virtual column that becomes an ordinary one keeps its values, though its type changes",
    from: 18,
    before: "create table t (a int, b int generated always as (a + 1), c int generated always as (a + 2), constraint d check (b > 0))",
    rows: "insert into t values (1), (4)",
    after: "create table t (a bigint, b int not null default 7, c text, constraint d check (b > 0))",
    query: "select a::int4, b, c::text from t order by a",
    gives: [
      { a: 1, b: 2, c: "3" },
      { a: 4, b: 5, c: "6" },
    ],
  },
  {
    name: "a generated column that becomes an ordinary one keeps its values, though what it is made of changes",
    before: "create table t (a int, b int generated always as (a + 1) stored, c int generated always as (a + 2) stored)",
    rows: "insert into t values (1), (null)",
    after: "create table t (a bigint, b int, c int generated always as (a + 2) stored)",
    query: "select b, c from t order by a",
    gives: [
      { b: 2, c: 3 },
      { b: null, c: null },
    ],
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(cases.filter(({ from = 0 }) => major >= from))("$name", async ({ before, rows, after, query, gives, ...row }) => {
    await withDatabase({ major, setup: before }, async (live) => {
      await withDatabase({ major, setup: after }, async (wanted) => {
        await runScript(live.url, `alter database "${live.name}" set timezone to 'America/New_York'`);
        await runScript(live.url, rows);
        const { forth, back } = await diffDatabases(live, wanted);
        await runPlan(live, forth);
        expect(await ask(live.url, query)).toEqual(gives);
        await runPlan(live, back);
        if (!("back" in row)) expect(await ask(live.url, query)).toEqual(gives);
        else if (row.back !== undefined) expect(await ask(live.url, query)).toEqual(row.back);
      });
    });
  });
});

/** The rows of the last statement. */
async function ask(url: string, script: string): Promise<readonly object[]> {
  const statements = script.split(/;\s*/u);
  const last = statements.pop() ?? "";
  const [setting, ...others] = statements;
  for (const statement of statements) if (!statement.startsWith("set ")) await runScript(url, statement);
  return setting?.startsWith("set ") === true && others.length === 0
    ? queryRows(`${url}?options=-c%20timezone%3DUTC`, last)
    : queryRows(url, last);
}
