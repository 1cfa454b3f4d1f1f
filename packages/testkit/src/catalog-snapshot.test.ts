import { afterAll, describe, expect, test } from "vitest";
import { catalogSnapshot, createDatabasePool, runScript, servers, withDatabase } from "@migts/testkit";

const everything = `
create schema "Sales";
comment on schema "Sales" is 'two
lines';
create extension citext;
create type mood as enum ('sad', 'it''s');
create sequence counter as integer increment 5 cycle;
create table "Sales"."Order" (
  id serial, name citext not null default 'x' collate "C", total numeric(10,2) generated always as (1.5) stored,
  at timestamptz default '2020-01-01 00:00+00', moods mood[] not null default '{}',
  constraint order_pk primary key (id) include (name), check (id > 0), exclude using gist (int4range(id, id + 1) with &&));
create unlogged table child (
  id bigint generated always as identity (start 7), "order" int references "Sales"."Order" on delete cascade deferrable) with (fillfactor = 70);
alter table child add constraint positive check (id > 0) not valid;
create unique index child_order on child ("order" desc nulls last) nulls not distinct where id > 3;
comment on column child.id is 'the id';
comment on index child_order is 'an index';
comment on constraint positive on child is 'a check';
create view seen as select id from child;
create table alembic_version (version_num varchar(32) primary key, extra serial);
comment on column alembic_version.version_num is 'hidden';
`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const databases = createDatabasePool({ major });
  afterAll(databases.close);

  test("tells every object once, in words of its own", async () => {
    const text = await withDatabase({ major, setup: everything }, ({ url }) => catalogSnapshot(url));
    expect(text).toMatchSnapshot();
  });

  test("an excluded table takes along all that hangs on it", async () => {
    const gone = everything.replaceAll(/^.*alembic_version.*\n/gm, "");
    const one = await withDatabase({ major, setup: everything }, ({ url }) => catalogSnapshot(url));
    const other = await withDatabase({ major, setup: gone }, ({ url }) => catalogSnapshot(url));
    expect(one).toBe(other);
  });

  const base = `create type e as enum ('a', 'b'); create table t (id int primary key, e e, n numeric(5,2) default 1); create index i on t (n); create sequence s; create domain d as int; create type c as (a int);`;
  test.each([
    "alter type e add value 'c'",
    "alter type e rename value 'a' to 'x'",
    "alter table t alter n type numeric(6,2)",
    "alter table t alter n set not null",
    "alter table t alter n set default 2",
    "alter table t alter n drop default",
    "alter table t alter n set statistics 50",
    'alter table t add c text collate "C"',
    "alter table t alter id add generated always as identity",
    "alter table t add generated int generated always as (id) stored",
    "alter table t add check (id > 0)",
    "alter table t add foreign key (id) references t",
    "alter table t add unique (n) deferrable",
    "alter table t rename constraint t_pkey to other",
    "alter table t set unlogged",
    "alter table t set (fillfactor = 50)",
    "alter table t set schema information_schema",
    "alter table t enable row level security",
    "alter index i set (fillfactor = 50)",
    "drop index i; create index i on t (n desc)",
    "drop index i; create index i on t (n) include (id)",
    "drop index i; create index i on t (n) where id > 0",
    "alter sequence s increment 2",
    "alter sequence s owned by t.id",
    "comment on table t is 'x'",
    "comment on column t.id is 'x'",
    "comment on type e is 'x'",
    "comment on constraint t_pkey on t is 'x'",
    "create schema other",
    "create extension hstore",
    "grant select on t to public",
    "grant usage on domain d to pg_monitor",
    "grant usage on type c to pg_monitor",
    "alter default privileges in schema public grant select on tables to public",
    "alter default privileges revoke execute on functions from public",
  ])("sees %s", async (change) => {
    await databases.use(base, async ({ url }) => {
      const before = await catalogSnapshot(url);
      await runScript(url, change);
      expect(await catalogSnapshot(url)).not.toBe(before);
    });
  });
});
