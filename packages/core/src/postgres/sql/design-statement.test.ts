import { expect, test } from "vitest";
import { designStatement, headOf } from "./design-statement.ts";
import { extensionsIn } from "./extensions-in.ts";
import { declaredName } from "./names-in.ts";
import { withoutPsql } from "./psql-commands.ts";

test.each([
  { statement: "create table t (a int)", is: "declares" },
  { statement: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'insert into t values (1) returning 1'", is: "declares" },
  { statement: "create user mapping for ada server s", is: "declares" },
  { statement: "alter table only public.t owner to ada", is: "declares" },
  { statement: "alter table if exists t add column b int", is: "declares if there" },
  { statement: "drop view if exists v cascade", is: "declares if there" },
  { statement: "drop view v", is: "declares" },
  { statement: 'grant select on table "on"."database" to ada', is: "declares" },
  { statement: "grant select on all tables in schema s to ada", is: "declares" },
  { statement: "comment on table t is 'on database'", is: "declares" },
  { statement: "do $$ begin create type mood as enum ('a'); exception when duplicate_object then null; end $$", is: "declares" },
  {
    statement: "do $$ begin if not exists (select from pg_roles where rolname = 'ada') then create role ada; end if; end $$",
    is: "refused",
  },
  { statement: "alter default privileges in schema s grant select on tables to ada", is: "declares for later" },
  { statement: 'create unique index if not exists "I" on only s.t (a)', is: "declares for later" },
  { statement: "create index on only t (a)", is: "declares for later" },
  { statement: "create index only on t (a)", is: "declares" },
  { statement: 'alter table only s."T" add constraint k primary key (a)', is: "declares for later" },
  { statement: "alter table only t add constraint k check (a > 0)", is: "declares" },
  { statement: "create unlogged table t (a int)", is: "declares" },
  { statement: "create table temperature (temp int)", is: "declares" },
  { statement: "set search_path to app", is: "session" },
  { statement: "set session authorization ada", is: "session" },
  { statement: "SELECT pg_catalog.set_config('search_path', '', false)", is: "session" },
  { statement: "set check_function_bodies = false", is: "session" },
  { statement: "SET standard_conforming_strings = on", is: "session" },
  { statement: "SET row_security = off", is: "session" },
  { statement: "reset role", is: "session" },
  { statement: "set standard_conforming_strings = off", is: "refused" },
  { statement: "SET client_encoding = 'UTF8'", is: "passedOver" },
  { statement: "SET client_encoding = 'LATIN1'", is: "refused" },
  { statement: "SET statement_timeout = 0", is: "passedOver" },
  { statement: "SET transaction_timeout = 0", is: "passedOver" },
  { statement: "set local search_path to app", is: "refused" },
  { statement: "begin", is: "passedOver" },
  { statement: "commit", is: "passedOver" },
  { statement: "rollback", is: "refused" },
  { statement: "savepoint a", is: "refused" },
  { statement: "insert into t values (1)", is: "refused" },
  { statement: "with x as (select 1) insert into t select * from x", is: "refused" },
  { statement: "COPY public.t (a) FROM stdin", is: "refused" },
  { statement: "select setval('s', 1)", is: "refused" },
  { statement: "create role ada", is: "refused" },
  { statement: "alter user ada with password 'x'", is: "refused" },
  { statement: "grant admins to ada", is: "refused" },
  { statement: "create database x", is: "refused" },
  { statement: "comment on database x is ''", is: "refused" },
  { statement: "grant connect on database x to ada", is: "refused" },
  { statement: "create index concurrently i on t (a)", is: "refused" },
  { statement: 'create index "concurrently" on t (a)', is: "declares" },
  { statement: "create temp table t (a int)", is: "refused" },
  { statement: "create table if not exists pg_temp.t (a int)", is: "refused" },
  { statement: "create subscription s connection 'x' publication p", is: "refused" },
  { statement: "refresh materialized view m", is: "passedOver" },
  { statement: "notify x", is: "refused" },
  { statement: "nonsense", is: "refused" },
])("$statement", ({ statement, is }) => {
  const found = designStatement(statement);
  const when = found.kind !== "declares" ? "" : found.isConditional ? " if there" : found.isForLater === true ? " for later" : "";
  expect(found.kind + when).toBe(is);
});

test("the beginning of a statement, for messages", () => {
  expect(headOf('insert into app."T" (a) values (1)')).toBe("insert into app.?");
  expect(headOf("select setval('s', 1)")).toBe("select setval");
});

test.each([
  { statement: 'create table app."T" (a int)', name: "T" },
  { statement: "create table if not exists T()", name: "t" },
  { statement: "create or replace function app.F(a int) returns int", name: "f" },
  { statement: "CREATE UNIQUE INDEX on t (a)", name: "" },
  { statement: "create materialized view m as select 1", name: "m" },
  { statement: "create extension citext", name: undefined },
  { statement: "alter table t add b int", name: undefined },
])("the name that is declared in $statement", ({ statement, name }) => {
  expect(declaredName(statement)).toBe(name);
});

test.each([
  { statement: "create extension citext", gives: ["citext"] },
  { statement: 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public', gives: ["uuid-ossp"] },
  { statement: "-- for mail\ncreate extension Citext", gives: ["citext"] },
  { statement: "create table extension (a int)", gives: [] },
])("extensions in $statement", ({ statement, gives }) => {
  expect(extensionsIn(statement)).toEqual(gives);
});

test.each([
  { script: "select 'a\\b', E'\\'', \"\\\"; -- \\i x\n/* \\i y */", command: undefined },
  { script: "\\restrict abc\n\ncreate table t ();\n\n\\unrestrict abc\n", command: undefined },
  { script: "\\restrict it's\ncreate table t ();\n\\i other.sql\n", command: { name: "\\i", start: 34 } },
  { script: "select 1 \\gset\n", command: { name: "\\gset", start: 9 } },
])("commands for psql in $script", ({ script, command }) => {
  const found = withoutPsql(script);
  expect(found.command).toEqual(command);
  expect(found.text).toHaveLength(script.length);
  expect(found.text).not.toContain("restrict");
});
