import { expect, test } from "vitest";
import { sessionState } from "./session-state.ts";

test.each([
  { statement: "alter table t add temp text", kind: undefined },
  { statement: "comment on table t is 'set role ada'", kind: undefined },
  { statement: "create table t (a text)", kind: undefined },
  { statement: "\n  CREATE INDEX ix ON t (a)", kind: undefined },
  { statement: "create table climate.temperatures (a int)", kind: undefined },
  { statement: "create temp table t (a int)", kind: "lost" },
  { statement: "/* of mine */ CREATE TEMPORARY VIEW v AS SELECT 1", kind: "lost" },
  { statement: "create table pg_temp.t (a int)", kind: "lost" },
  { statement: "create table if not exists\npg_temp . t (a int)", kind: "lost" },
  { statement: "create table t as select 1", kind: undefined },
  { statement: "select set_config('role', 'ada', false)", kind: "lost" },
  { statement: "set role ada", kind: "repeatable" },
])("$statement", ({ statement, kind }) => {
  expect(sessionState(statement)?.kind).toBe(kind);
});
