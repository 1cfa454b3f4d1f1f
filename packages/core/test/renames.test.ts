import { catalogSnapshot, createDatabasePool, queryRows, runScript, servers, type ScratchDatabase } from "@migts/testkit";
import { afterAll, describe, expect, test } from "vitest";
import type { RenameAnswers } from "../src/diff/renames/answers.ts";
import { statementsOf } from "../src/plan/plan.ts";
import { compare } from "../src/runtime/compare/compare.ts";
import { diffDatabases, reading, runPlan } from "./database-diff.ts";

// What goes on under another name: what is asked, what is not, and that no value is lost.

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Rows, before. */
  readonly rows?: string;
  /** What these rows are afterwards: a query of the new names, and what it gives. */
  readonly kept?: readonly [query: string, rows: readonly object[]];
  readonly answers?: Readonly<Record<string, string | false>>;
  /** The answers are given for this comparison, as by flags. Absent: they are in the project's file. */
  readonly sure?: true;
  /** The questions without these answers: `id = likeliest`. */
  readonly asked?: readonly string[];
  /** The statements with them. */
  readonly sql: readonly string[];
}

const users = "create table users (id int primary key, name text not null, age int)";

const cases: readonly Case[] = [
  {
    what: "a column",
    before: users,
    after: "create table users (id int primary key, full_name text not null, age int)",
    rows: "insert into users values (1, 'Ada', 36)",
    kept: ["select full_name from users", [{ full_name: "Ada" }]],
    asked: ["column:public.users.name = full_name"],
    answers: { "column:public.users.name": "full_name" },
    sql: ["alter table public.users rename column name to full_name"],
  },
  {
    what: "a column that is none, by an answer",
    before: users,
    after: "create table users (id int primary key, age int, full_name text not null)",
    asked: ["column:public.users.name = full_name"],
    answers: { "column:public.users.name": false },
    sql: ["alter table public.users add column full_name text not null", "alter table public.users drop column name"],
  },
  {
    what: "a schema with all that is in it",
    before: `create schema app; create type app.mood as enum ('a', 'b'); create table app.t (id serial primary key, m app.mood default 'a');
      create view app.v as select id, m from app.t where m = 'a'; create function app.f(x app.mood) returns int language sql return 1;
      create table other (t int references app.t (id), m app.mood[]); comment on table app.t is 'kept'; grant usage on schema app to public`,
    after: `create schema core; create type core.mood as enum ('a', 'b'); create table core.t (id serial primary key, m core.mood default 'a');
      create view core.v as select id, m from core.t where m = 'a'; create function core.f(x core.mood) returns int language sql return 1;
      create table other (t int references core.t (id), m core.mood[]); comment on table core.t is 'kept'; grant usage on schema core to public`,
    rows: "insert into app.t (m) values ('b'); insert into other values (1, '{a}')",
    kept: ["select t.m::text as m, o.m::text as o from core.t t join other o on o.t = t.id", [{ m: "b", o: "{a}" }]],
    asked: ["schema:app = core"],
    answers: { "schema:app": "core" },
    sql: ["alter schema app rename to core"],
  },
  {
    what: "a schema, and a table and a column in it",
    before: "create schema app; create table app.a (id int primary key, x text); create table app.b (id int primary key, n int)",
    after: "create schema core; create table core.a (id int primary key, y text); create table core.bees (id int primary key, n int)",
    rows: "insert into app.a values (1, 'x'); insert into app.b values (1, 2)",
    kept: ["select y, n from core.a join core.bees using (id)", [{ y: "x", n: 2 }]],
    asked: ["schema:app = core", "table:app.b = bees", "column:app.a.x = y"],
    answers: { "schema:app": "core", "table:app.b": "bees", "column:app.a.x": "y" },
    sql: [
      "alter schema app rename to core",
      "alter table core.b rename to bees",
      "alter table core.a rename column x to y",
      "alter table core.bees rename constraint b_pkey to bees_pkey",
    ],
  },
  {
    what: "a column with those that are inherited from it",
    before: `create table p (id int, a text) partition by range (id); create table p_1 partition of p for values from (0) to (9);
      create table t (id int, a text); create table t_1 (a text) inherits (t)`,
    after: `create table p (id int, b text) partition by range (id); create table p_1 partition of p for values from (0) to (9);
      create table t (id int, b text); create table t_1 (b text) inherits (t)`,
    rows: "insert into p values (1, 'x'); insert into t_1 values (1, 'y')",
    kept: ["select p.b as p, t.b as t from p, t", [{ p: "x", t: "y" }]],
    asked: ["column:public.p.a = b", "column:public.t.a = b"],
    answers: { "column:public.p.a": "b", "column:public.t.a": "b" },
    sql: ["alter table public.p rename column a to b", "alter table public.t rename column a to b"],
  },
  {
    what: "nothing that is not alike",
    before: "create table t (id int primary key, a int)",
    after: "create table t (id int primary key, note text)",
    sql: ["alter table public.t add column note text", "alter table public.t drop column a"],
  },
  {
    what: "two columns, each by its name",
    before: "create table t (id int primary key, first text, last text)",
    after: 'create table t (id int primary key, "firstName" text, "lastName" text)',
    rows: "insert into t values (1, 'Ada', 'Lovelace')",
    kept: ['select "firstName" as a, "lastName" as b from t', [{ a: "Ada", b: "Lovelace" }]],
    asked: ["column:public.t.first = firstName", "column:public.t.last = lastName"],
    answers: { "column:public.t.first": "firstName", "column:public.t.last": "lastName" },
    sql: ['alter table public.t rename column first to "firstName"', 'alter table public.t rename column last to "lastName"'],
  },
  {
    what: "a column that changes its type too",
    before: "create table t (id int primary key, created timestamp(3))",
    after: "create table t (id int primary key, created_at timestamptz(3))",
    rows: "insert into t values (1, '2024-01-01')",
    kept: ["select created_at is not null as kept from t", [{ kept: true }]],
    asked: ["column:public.t.created = created_at"],
    answers: { "column:public.t.created": "created_at" },
    sql: [
      "alter table public.t rename column created to created_at",
      "set timezone to 'UTC'",
      "alter table public.t alter column created_at type timestamp(3) with time zone",
      "reset timezone",
    ],
  },
  {
    what: "a table with all that is on it; what has its default name follows without a question",
    before: `create type mood as enum ('sad', 'happy');
      create table users (id serial primary key, mail text not null unique, feels mood default 'sad', boss int references users, check (id > 0));
      create index users_feels_idx on users (feels); create view v as select id, mail from users; comment on table users is 'kept'`,
    after: `create type mood as enum ('sad', 'happy');
      create table people (id serial primary key, mail text not null unique, feels mood default 'sad', boss int references people, check (id > 0));
      create index people_feels_idx on people (feels); create view v as select id, mail from people; comment on table people is 'kept'`,
    rows: "insert into users (mail) values ('a'), ('b')",
    kept: [
      "select id, mail from people order by 1",
      [
        { id: 1, mail: "a" },
        { id: 2, mail: "b" },
      ],
    ],
    asked: ["table:public.users = people"],
    answers: { "table:public.users": "people" },
    sql: [
      "alter table public.users rename to people",
      "alter sequence public.users_id_seq rename to people_id_seq",
      "alter table public.people rename constraint users_boss_fkey to people_boss_fkey",
      "alter table public.people rename constraint users_id_check to people_id_check",
      "alter table public.people rename constraint users_mail_key to people_mail_key",
      "alter table public.people rename constraint users_pkey to people_pkey",
      "alter index public.users_feels_idx rename to people_feels_idx",
    ],
  },
  {
    what: "a column of a table that is renamed is asked about under the old name of the table",
    before: "create table users (id int primary key, name text, age int)",
    after: "create table people (id int constraint users_pkey primary key, full_name text, age int)",
    rows: "insert into users values (1, 'Ada', 36)",
    kept: ["select full_name, age from people", [{ full_name: "Ada", age: 36 }]],
    asked: ["table:public.users = people", "column:public.users.name = full_name"],
    answers: { "table:public.users": "people", "column:public.users.name": "full_name" },
    sql: ["alter table public.users rename to people", "alter table public.people rename column name to full_name"],
  },
  {
    what: "a column of tables of a type, which is an attribute of that",
    before: `create type shape as (id int, note text); create table one of shape (primary key (id)); create table two of shape;
      create index two_note_idx on two (note); create view seen as select note as n from two`,
    after: `create type shape as (id int, remark text); create table one of shape (primary key (id)); create table two of shape;
      create index two_note_idx on two (remark); create view seen as select remark as n from two`,
    rows: "insert into one values (1, 'a'); insert into two values (2, 'b')",
    kept: ["select one.remark, n from one, seen", [{ remark: "a", n: "b" }]],
    asked: ["column:public.one.note = remark"],
    answers: { "column:public.one.note": "remark" },
    sql: ["alter type public.shape rename attribute note to remark cascade"],
  },
  {
    what: "a table that changes names with a view",
    before: "create table a (id int primary key, x text); create view b as select 1 as one",
    after: "create table b (id int constraint a_pkey primary key, x text); create view a as select 1 as one",
    rows: "insert into a values (1, 'Ada')",
    kept: ["select x from b", [{ x: "Ada" }]],
    asked: ["table:public.a = b"],
    answers: { "table:public.a": "b" },
    sql: ["alter view public.b rename to b_1", "alter table public.a rename to b", "alter view public.b_1 rename to a"],
  },
  {
    what: "a table that gets the name of a sequence which goes",
    before: "create table a (id int primary key, x text); create sequence b",
    after: "create table b (id int constraint a_pkey primary key, x text)",
    rows: "insert into a values (1, 'Ada')",
    kept: ["select x from b", [{ x: "Ada" }]],
    asked: ["table:public.a = b"],
    answers: { "table:public.a": "b" },
    sql: ["alter sequence public.b rename to b_1", "alter table public.a rename to b", "drop sequence public.b_1"],
  },
  {
    what: "two tables that change names with each other, with all that is on them",
    before: `create table stale (id serial primary key, x text unique, boss int references stale);
      create table fresh (id serial primary key, y int, stale_id int references stale, check (y > 0)); create index fresh_y_idx on fresh (y);
      create view seen as select x from stale; comment on table stale is 'kept'`,
    after: `create table fresh (id serial primary key, x text unique, boss int references fresh);
      create table stale (id serial primary key, y int, stale_id int references fresh, check (y > 0)); create index stale_y_idx on stale (y);
      create view seen as select x from fresh; comment on table fresh is 'kept'`,
    rows: "insert into stale (x) values ('Ada'), ('Bea'); insert into fresh (y, stale_id) values (7, 2)",
    kept: [
      `select (select string_agg(id || x, ' ' order by id) from fresh) as x, (select string_agg(id || ' ' || y, ', ' order by id) from stale) as y,
        nextval(pg_get_serial_sequence('fresh', 'id'))::int as "nextX", nextval(pg_get_serial_sequence('stale', 'id'))::int as "nextY"`,
      [{ x: "1Ada 2Bea", y: "1 7", nextX: 3, nextY: 2 }],
    ],
    asked: ["table:public.fresh = stale", "table:public.stale = fresh"],
    answers: { "table:public.fresh": "stale", "table:public.stale": "fresh" },
    sql: [
      "alter table public.fresh rename to fresh_1",
      "alter table public.stale rename to fresh",
      "alter table public.fresh_1 rename to stale",
      "alter table public.stale rename constraint fresh_stale_id_fkey to stale_stale_id_fkey",
      "alter table public.stale rename constraint fresh_y_check to stale_y_check",
      "alter index public.fresh_y_idx rename to stale_y_idx",
      "alter table public.fresh rename constraint stale_boss_fkey to fresh_boss_fkey",
      "alter table public.fresh rename constraint stale_x_key to fresh_x_key",
      "alter table public.stale rename constraint fresh_pkey to fresh_pkey_1",
      "alter table public.fresh rename constraint stale_pkey to fresh_pkey",
      "alter table public.stale rename constraint fresh_pkey_1 to stale_pkey",
      "alter sequence public.fresh_id_seq rename to fresh_id_seq_1",
      "alter sequence public.stale_id_seq rename to fresh_id_seq",
      "alter sequence public.fresh_id_seq_1 rename to stale_id_seq",
    ],
  },
  {
    what: "a table whose rows stand in texts as a whole",
    before: `create table users (id int primary key, x int); create function f(users) returns int immutable language sql as 'select $1.x';
      alter table users add constraint c check (f(users) > 0); create policy p on users using (f(users) > 1 and id > 0);
      create trigger tr before update on users for each row when (f(new) > 0 and old.* is distinct from new.*) execute function suppress_redundant_updates_trigger();
      create view v as select id, f(users) as n, to_json(users.*) as j, row(users.*) is null as k from users; create index i on users (f(users));
      create rule r as on delete to users where f(old) > 5 do instead nothing`,
    after: `create table people (id int primary key, x int); create function f(people) returns int immutable language sql as 'select $1.x';
      alter table people add constraint c check (f(people) > 0); create policy p on people using (f(people) > 1 and id > 0);
      create trigger tr before update on people for each row when (f(new) > 0 and old.* is distinct from new.*) execute function suppress_redundant_updates_trigger();
      create view v as select id, f(people) as n, to_json(people.*) as j, row(people.*) is null as k from people; create index i on people (f(people));
      create rule r as on delete to people where f(old) > 5 do instead nothing`,
    rows: "insert into users values (1, 2)",
    kept: ["select n from v", [{ n: 2 }]],
    asked: ["table:public.users = people"],
    answers: { "table:public.users": "people" },
    sql: ["alter table public.users rename to people", "alter table public.people rename constraint users_pkey to people_pkey"],
  },
  {
    what: "two columns of one type that change names with each other",
    before: "create table t (id int primary key, a text, b text); create index t_a_idx on t (a)",
    after: "create table t (id int primary key, b text, a text); create index t_a_idx on t (b)",
    rows: "insert into t values (1, 'x', 'y')",
    kept: ["select a, b from t", [{ a: "y", b: "x" }]],
    answers: { "column:public.t.a": "b", "column:public.t.b": "a" },
    sure: true,
    sql: [
      "alter table public.t rename column a to a_1",
      "alter table public.t rename column b to a",
      "alter table public.t rename column a_1 to b",
    ],
  },
  {
    what: "three columns in a ring",
    before: "create table t (id int primary key, a text, b int, c bool)",
    after: "create table t (id int primary key, b text, c int, a bool)",
    rows: "insert into t values (1, 'x', 2, true)",
    kept: ["select a, b, c from t", [{ a: true, b: "x", c: 2 }]],
    answers: { "column:public.t.a": "b", "column:public.t.b": "c", "column:public.t.c": "a" },
    sql: [
      "alter table public.t rename column a to a_1",
      "alter table public.t rename column c to a",
      "alter table public.t rename column b to c",
      "alter table public.t rename column a_1 to b",
    ],
  },
  {
    what: "a column that gets the name of one which goes, and a new one under the name of another",
    before: "create table t (id int primary key, name text, full_name text not null, note text); create view v as select full_name from t",
    after:
      "create table t (id int primary key, name text not null, legacy text, note int); create view v as select name as full_name from t",
    rows: "insert into t values (1, 'A', 'Ada', 'n')",
    kept: ["select name, legacy, note from t", [{ name: "Ada", legacy: "n", note: null }]],
    asked: ["column:public.t.full_name = name", "column:public.t.name = legacy"],
    answers: { "column:public.t.full_name": "name", "column:public.t.note": "legacy", "column:public.t.name": false },
    sure: true,
    sql: [
      "alter table public.t rename column note to legacy",
      "alter table public.t rename column name to name_1",
      "alter table public.t rename column full_name to name",
      "alter table public.t add column note integer",
      "alter table public.t drop column name_1",
    ],
  },
  {
    what: "a column in place of another one, which would have to change",
    before: `create table t (id int primary key, name varchar(20), full_name text not null default '' unique); create index t_name_idx on t (name);
      create index t_full_name_idx on t (full_name); comment on column t.full_name is 'kept'`,
    after: `create table t (id int primary key, name text not null default '' unique); create index t_name_idx on t (name);
      comment on column t.name is 'kept'`,
    rows: "insert into t values (1, 'A', 'Ada')",
    kept: ["select name from t", [{ name: "Ada" }]],
    asked: ["column:public.t.full_name = name"],
    answers: { "column:public.t.full_name": "name" },
    sql: [
      "alter table public.t rename column name to name_1",
      "alter table public.t rename column full_name to name",
      "alter table public.t rename constraint t_full_name_key to t_name_key",
      "alter index public.t_name_idx rename to t_name_idx_1",
      "alter index public.t_full_name_idx rename to t_name_idx",
      "drop index public.t_name_idx_1",
      "alter table public.t drop column name_1",
    ],
  },
  {
    what: "a column that goes and is not the one in whose place it could come, by an answer",
    before: "create table t (id int primary key, name varchar(20), full_name text)",
    after: "create table t (id int primary key, name text)",
    rows: "insert into t values (1, 'A', 'Ada')",
    kept: ["select name from t", [{ name: "A" }]],
    asked: ["column:public.t.full_name = name"],
    answers: { "column:public.t.full_name": false },
    sql: ["alter table public.t alter column name type text", "alter table public.t drop column full_name"],
  },
  {
    what: "a column with a key, in place of another one without it, which goes on under a new name",
    before: "create table t (id int primary key, mail text, mail_new text unique, age int)",
    after: "create table t (id int primary key, mail_old text, mail text unique, age int)",
    rows: "insert into t values (1, 'a', 'b', 3)",
    kept: ["select mail, mail_old from t", [{ mail: "b", mail_old: "a" }]],
    asked: ["column:public.t.mail = mail_old", "column:public.t.mail_new = mail"],
    answers: { "column:public.t.mail": "mail_old", "column:public.t.mail_new": "mail" },
    sql: [
      "alter table public.t rename column mail to mail_old",
      "alter table public.t rename column mail_new to mail",
      "alter table public.t rename constraint t_mail_new_key to t_mail_key",
    ],
  },
  {
    what: "nothing where a column goes and others stay, lose an index, or change into something that it is not like",
    before: `create table t (id int primary key, name text, full_name text, phone varchar(9), mail varchar(5)); create index i on t (name);
      create index j on t (full_name)`,
    after: "create table t (id int primary key, name text, mail varchar(9))",
    sql: [
      "alter table public.t alter column mail type character varying(9)",
      "drop index public.j",
      "drop index public.i",
      "alter table public.t drop column phone",
      "alter table public.t drop column full_name",
    ],
  },
  {
    what: "a table in place of another one",
    before: `create table person (id serial primary key, name text, age text);
      create table person_v2 (id bigserial primary key, first text not null, last text, age int); create table pet (id int primary key, owner bigint references person_v2)`,
    after: `create table person (id bigserial primary key, first text not null, last text, age int);
      create table pet (id int primary key, owner bigint references person)`,
    rows: "insert into person values (1, 'x', 'y'); insert into person_v2 (first) values ('Ada'), ('Bea'); insert into pet values (1, 2)",
    kept: [
      "select first, owner::int, nextval('person_id_seq')::int as next from person p join pet on p.id = owner",
      [{ first: "Bea", owner: 2, next: 3 }],
    ],
    asked: ["table:public.person_v2 = person"],
    answers: { "table:public.person_v2": "person" },
    sql: [
      "alter table public.person rename to person_1",
      "alter table public.person_v2 rename to person",
      "alter sequence public.person_id_seq rename to person_id_seq_1",
      "alter sequence public.person_v2_id_seq rename to person_id_seq",
      "alter table public.person_1 rename constraint person_pkey to person_pkey_1",
      "alter table public.person rename constraint person_v2_pkey to person_pkey",
      "drop table public.person_1",
    ],
  },
  {
    what: "an enum in place of another one, with its columns, is no question",
    before:
      "create type mood as enum ('a', 'b'); create type mood_v2 as enum ('x', 'y'); create table t (id int primary key, old mood, m mood_v2)",
    after: "create type mood as enum ('x', 'y'); create table t (id int primary key, m mood)",
    rows: "insert into t values (1, 'a', 'y')",
    kept: ["select m::text from t", [{ m: "y" }]],
    sql: [
      "alter type public.mood rename to mood_1",
      "alter type public.mood_v2 rename to mood",
      "alter table public.t drop column old",
      "drop type public.mood_1",
    ],
  },
  {
    what: "two enums that change names with each other",
    before: "create type a as enum ('x', 'y'); create type b as enum ('z'); create table t (id int primary key, a a default 'x', b b)",
    after: "create type b as enum ('x', 'y'); create type a as enum ('z'); create table t (id int primary key, a b default 'x', b a)",
    rows: "insert into t values (1, 'y', 'z')",
    kept: ["select a::text, b::text from t", [{ a: "y", b: "z" }]],
    sql: ["alter type public.a rename to a_1", "alter type public.b rename to a", "alter type public.a_1 rename to b"],
  },
  {
    what: "a table in another schema",
    before: "create schema auth; create table users (id int primary key, name text)",
    after: "create schema auth; create table auth.users (id int primary key, name text)",
    rows: "insert into users values (1, 'Ada')",
    kept: ["select name from auth.users", [{ name: "Ada" }]],
    asked: ["table:public.users = auth.users"],
    answers: { "table:public.users": "auth.users" },
    sql: ["alter table public.users set schema auth"],
  },
  {
    what: "tables in a schema that is not there yet",
    before: "create table users (id int primary key, name text); create table posts (id int primary key, title text)",
    after:
      "create schema auth; create table auth.users (id int primary key, name text); create table auth.posts (id int primary key, title text)",
    rows: "insert into users values (1, 'Ada')",
    kept: ["select name from auth.users", [{ name: "Ada" }]],
    asked: ["table:public.posts = auth.posts", "table:public.users = auth.users"],
    answers: { "table:public.users": "auth.users", "table:public.posts": "auth.posts" },
    sql: ["create schema auth", "alter table public.posts set schema auth", "alter table public.users set schema auth"],
  },
  {
    what: "a value of an enum that rows, a default, an index and a view have",
    before: `create type mood as enum ('sad', 'happy', 'ok'); create table t (id int primary key, m mood default 'happy');
      create index i on t (id) where m = 'happy'; create view v as select id from t where m = 'happy'`,
    after: `create type mood as enum ('sad', 'glad', 'ok'); create table t (id int primary key, m mood default 'glad');
      create index i on t (id) where m = 'glad'; create view v as select id from t where m = 'glad'`,
    rows: "insert into t values (1, 'happy'), (2, 'sad')",
    kept: ["select m::text from t order by id", [{ m: "glad" }, { m: "sad" }]],
    asked: ["value:public.mood.happy = glad"],
    answers: { "value:public.mood.happy": "glad" },
    sql: ["alter type public.mood rename value 'happy' to 'glad'"],
  },
  {
    what: "an enum whose values stay is renamed without a question",
    before: "create type mood as enum ('sad', 'happy'); create table t (id int primary key, m mood default 'sad')",
    after: "create type feeling as enum ('sad', 'happy'); create table t (id int primary key, m feeling default 'sad')",
    rows: "insert into t values (1, 'happy')",
    kept: ["select m::text from t", [{ m: "happy" }]],
    sql: ["alter type public.mood rename to feeling"],
  },
  {
    what: "a sequence keeps its position",
    before: "create sequence s; select nextval('s'), nextval('s')",
    after: "create sequence numbers",
    kept: ["select nextval('numbers')::int as n", [{ n: 3 }]],
    asked: ["sequence:public.s = numbers"],
    answers: { "sequence:public.s": "numbers" },
    sql: ["alter sequence public.s rename to numbers"],
  },
  {
    what: "an index, a check, a view and a domain that differ in their names alone",
    before:
      "create domain d as int check (value > 0); create table t (a int constraint c check (a > 1), b d); create index i on t (b); create view v as select a from t",
    after:
      "create domain e as int constraint d_check check (value > 0); create table t (a int constraint k check (a > 1), b e); create index j on t (b); create view w as select a from t",
    sql: [
      "alter domain public.d rename to e",
      "alter table public.t rename constraint c to k",
      "alter index public.i rename to j",
      "alter view public.v rename to w",
    ],
  },
  {
    what: "a view that changes too, by an answer, and an index that is another one, by an answer",
    before: "create table t (a int, b int); create index i on t (b); create view v as select a from t; comment on view v is 'kept'",
    after: "create table t (a int, b int); create index j on t (b); create view w as select a, b from t; comment on view w is 'kept'",
    answers: { "view:public.v": "w", "index:public.t.i": false },
    sql: [
      "alter view public.v rename to w",
      "create or replace view public.w as SELECT a,\n    b\n   FROM public.t",
      "create index j on public.t (b)",
      "drop index public.i",
    ],
  },
  {
    what: "a function that differs in its name alone; what calls it follows",
    before: "create function f(a int) returns int language sql immutable as 'select a'; create view v as select f(1) as one",
    after: "create function g(a int) returns int language sql immutable as 'select a'; create view v as select g(1) as one",
    sql: ["alter function public.f(integer) rename to g"],
  },
  {
    what: "two indexes that change names with each other are made anew",
    before: "create table t (a int, b int); create index i on t (a); create index j on t (b)",
    after: "create table t (a int, b int); create index j on t (a); create index i on t (b)",
    sql: ["drop index public.j", "create index j on public.t (a)", "drop index public.i", "create index i on public.t (b)"],
  },
  {
    what: "names that have to be quoted",
    before: 'create table "My.Table" (id int primary key, "a b" text)',
    after: 'create table "My.Table" (id int primary key, "c.d" text)',
    asked: ['column:public."My.Table"."a b" = c.d'],
    answers: { 'column:public."My.Table"."a b"': "c.d" },
    sql: ['alter table public."My.Table" rename column "a b" to "c.d"'],
  },
];

/** Since PostgreSQL 18 NOT NULL has a name, which follows without a question. */
const isOfNotNull = (text: string): boolean => text.includes("_not_null");

const asMap = (answers: Case["answers"] = {}): RenameAnswers => new Map(Object.entries(answers));

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const databases = createDatabasePool({ major });
  afterAll(databases.close);
  const withBoth = (
    before: string,
    after: string,
    work: (live: ScratchDatabase, wanted: ScratchDatabase) => Promise<void>,
  ): Promise<void> => databases.use(before, (live) => databases.use(after, (wanted) => work(live, wanted)));

  test.each(cases)("$what", async ({ before, after, rows, kept, answers, sure, asked = [], sql }) => {
    await withBoth(before, after, async (live, wanted) => {
      if (rows !== undefined) await runScript(live.url, rows);
      const [start, goal] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];

      const unanswered = await diffDatabases(live, wanted);
      expect(unanswered.openRenames.map(({ id, to }) => `${id} = ${to}`)).toEqual(asked);

      const diff = await diffDatabases(live, wanted, {
        answers: asMap(answers),
        ...(sure === undefined ? {} : { sure: new Set(Object.keys(answers ?? {})) }),
      });
      expect(diff.openRenames).toEqual([]);
      expect([...diff.usedAnswers].toSorted()).toEqual(Object.keys(answers ?? {}).toSorted());
      expect(
        statementsOf(diff.forth)
          .map((statement) => statement.sql.replaceAll(/\bt\./gu, "")) // as PostgreSQL 15 prints a query
          .filter((text) => !isOfNotNull(text)),
      ).toEqual(sql);

      await runPlan(live, diff.forth);
      expect(await catalogSnapshot(live.url)).toBe(goal);
      expect((await diffDatabases(live, wanted)).upgrade).toEqual([]);
      if (kept !== undefined) expect(await queryRows(live.url, kept[0])).toEqual(kept[1]);
      await runPlan(live, diff.back);
      expect(await catalogSnapshot(live.url)).toBe(start);
    });
  });

  test("answers of an earlier exchange do not exchange again", async () => {
    const two = "create table a (id int primary key, x text); create table b (id int primary key, x text, y text)";
    await withBoth(two, `${two}; alter table a add column z int`, async (live, wanted) => {
      const earlier = { "table:public.a": "b", "table:public.b": "a", "column:public.b.x": "y", "column:public.b.y": "x" };
      const diff = await diffDatabases(live, wanted, { answers: asMap(earlier) });
      expect(statementsOf(diff.forth).map(({ sql }) => sql)).toEqual(["alter table public.a add column z integer"]);
      expect([...diff.usedAnswers]).toEqual([]);
    });
  });

  test("a question comes before the refusal that its answer spares", async () => {
    const before = `create table one (id int primary key, x text);
      create table other (id int, y int, primary key (id)) partition by range (id);
      create table one_1 partition of other for values from (0) to (9); create view seen as select x from one`;
    const after = `create table other (id int primary key, x text);
      create table one (id int, y int, primary key (id)) partition by range (id);
      create table one_1 partition of one for values from (0) to (9); create view seen as select x from other`;
    await withBoth(before, after, async (live, wanted) => {
      await runScript(live.url, "insert into one values (1, 'Ada'), (2, 'Bea'); insert into other values (1, 7)");
      const [start, goal] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
      const open = await reading(live, (read) => reading(wanted, async (readWanted) => compare(await read(), await readWanted())));
      expect(open.openRenames.map(({ id, to }) => `${id} = ${to}`)).toEqual(["table:public.one = other", "table:public.other = one"]);
      expect(() => open.upgrade).toThrow("is not partitioned and is wanted partitioned");
      const { forth, back } = await diffDatabases(live, wanted, {
        answers: asMap({ "table:public.one": "other", "table:public.other": "one" }),
      });
      await runPlan(live, forth);
      expect(await catalogSnapshot(live.url)).toBe(goal);
      expect(await queryRows(live.url, "select (select string_agg(x, ' ' order by x) from seen) as x, (select y from one) as y")).toEqual([
        { x: "Ada Bea", y: 7 },
      ]);
      await runPlan(live, back);
      expect(await catalogSnapshot(live.url)).toBe(start);
    });
  });

  test("two enums that get each other's labels under columns that stay are asked about the labels", async () => {
    const typesOf = (one: string, other: string): string =>
      `create type a as enum (${one}); create type b as enum (${other}); create table t (id int primary key, a a, b b)`;
    await withBoth(typesOf("'x', 'y'", "'z'"), typesOf("'z'", "'x', 'y'"), async (live, wanted) => {
      const { openRenames } = await diffDatabases(live, wanted);
      expect(openRenames.map(({ id, to }) => `${id} = ${to}`)).toEqual(["value:public.a.x = z", "value:public.b.z = x"]);
    });
  });

  test("an answer of an earlier change drops nothing", async () => {
    const had = "create table t (id int primary key, name text, full_name int)";
    await withBoth(had, "create table t (id int primary key, name text)", async (live, wanted) => {
      const answers = asMap({ "column:public.t.full_name": "name" });
      const [earlier, now] = [
        await diffDatabases(live, wanted, { answers }),
        await diffDatabases(live, wanted, { answers, sure: new Set(answers.keys()) }),
      ];
      expect(statementsOf(earlier.forth).map(({ sql }) => sql)).toEqual(["alter table public.t drop column full_name"]);
      expect(now.upgrade.map(({ kind }) => kind)).toEqual(["renameColumn", "renameColumn", "alterColumnType", "dropColumn"]);
    });
  });

  test("what is renamed on the other side is renamed there", async () => {
    await withBoth(users, users.replace(" name ", " full_name "), async (live, wanted) => {
      const there = await diffDatabases(live, wanted, { answers: asMap({ "column:public.users.name": "full_name" }) });
      expect(there.upgrade[0]).toMatchObject({ kind: "renameColumn", name: "name", to: "full_name" });
      expect(there.downgrade.filter(({ kind }) => kind === "renameColumn")).toMatchObject([{ name: "full_name", to: "name" }]);
    });
  });
});
