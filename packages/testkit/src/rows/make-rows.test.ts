import { expect, test } from "vitest";
import { withClient } from "../query-rows.ts";
import { newestServer, withDatabase } from "../scratch-database.ts";
import { makeRows } from "./make-rows.ts";

const [server] = newestServer();

/** A row that the name of the table says, and whether there is one. */
const tables: readonly { readonly what: string; readonly sql: string; readonly without?: string }[] = [
  { what: "a list of texts", sql: "create table t (a text not null check (a in ('x', 'y')))" },
  { what: "a bound", sql: "create table t (a integer not null check (a >= 1000 and a < 1010))" },
  { what: "two columns", sql: "create table t (a integer not null, b integer not null, check (a > b))" },
  { what: "a date after another", sql: "create table t (a date not null, b date not null, check (b > a))" },
  { what: "either or", sql: "create table t (a integer, b integer, check (num_nonnulls(a, b) = 1))" },
  { what: "the length of a text", sql: "create table t (a text not null check (length(a) = 1))" },
  { what: "a pattern that a value of ours matches", sql: "create table t (a text not null check (a ~ '^v'))" },
  { what: "keys", sql: "create table t (a boolean primary key, b smallint unique, c text unique nulls not distinct)" },
  {
    what: "an index with a condition",
    sql: "create table t (a integer not null, b boolean not null); create unique index on t (b) where a > 0",
  },
  { what: "an enum", sql: "create type mood as enum ('sad', 'ok'); create table t (a mood primary key)" },
  { what: "a domain with a check", sql: "create domain code as text check (value in ('p', 'q')); create table t (a code not null)" },
  {
    what: "generated columns",
    sql: "create table t (id bigint generated always as identity primary key, a integer not null, b integer generated always as (a * 2) stored)",
  },
  { what: "a reference", sql: "create table z (id integer primary key); create table t (z integer not null references z)" },
  {
    what: "a reference of two columns",
    sql: "create table z (a integer, b text, primary key (a, b)); create table t (a integer not null, b text not null, foreign key (a, b) references z)",
  },
  { what: "a reference to itself", sql: "create table t (id integer primary key, parent integer not null references t)" },
  {
    what: "two that refer to each other",
    sql: "create table t (id integer primary key, z integer); create table z (id integer primary key, t integer not null references t); alter table t add foreign key (z) references z",
  },
  {
    what: "partitions",
    sql: "create table t (a date not null, b text) partition by range (a); create table t1 partition of t for values from ('2031-01-01') to ('2032-01-01')",
  },
  {
    what: "partitions of a list",
    sql: "create table t (a text not null) partition by list (a); create table t1 partition of t for values in ('north', 'south')",
  },
  { what: "ranges that may not overlap", sql: "create table t (a int4range not null, exclude using gist (a with &&))" },
  { what: "names that are quoted", sql: `create table t ("Order" text not null, "a b" integer not null check ("a b" between 5 and 6))` },
  {
    what: "a trigger that refuses",
    sql: "create table t (a int); create function no() returns trigger language plpgsql as 'begin raise exception ''never''; end'; create trigger no before insert on t for each row execute function no()",
    without: "never",
  },
  { what: "a check that nothing passes", sql: "create table t (a integer not null check (a > 5 and a < 5))", without: "t_a_check" },
  {
    what: "a cycle of references",
    sql: "create table t (id integer primary key, z integer not null); create table z (id integer primary key, t integer not null references t); alter table t add foreign key (z) references z",
    without: "it refers to public.z, which has no rows",
  },
];

test.each(tables)("rows for $what", ({ sql, without }) =>
  withDatabase({ ...(server === undefined ? {} : { major: server.major }), setup: sql }, ({ url }) =>
    withClient(url, async (client) => {
      const ask = async (text: string, values?: unknown[]): Promise<readonly Record<string, unknown>[]> =>
        (await client.query<Record<string, unknown>>(text, values)).rows;
      const made = await makeRows(ask, { rows: 3, nulls: true });
      const problem = made.without.find(({ table }) => table === "public.t")?.problem;
      if (without === undefined)
        expect({ problem, rows: made.made.get("public.t") }).toEqual({ problem: undefined, rows: expect.any(Number) as number });
      else expect(problem).toContain(without);
      const [row] = await ask("select count(*)::int as rows from t");
      expect(row).toEqual({ rows: without === undefined ? made.made.get("public.t") : 0 });
      if (without === undefined) expect(made.made.get("public.t")).toBeGreaterThan(0);
    }),
  ),
);
