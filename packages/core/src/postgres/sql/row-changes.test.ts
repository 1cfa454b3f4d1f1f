import { expect, test } from "vitest";
import { rowChangesIn } from "./row-changes.ts";

test.each([
  { sql: `create table t (a int); alter table t add b int; create index on t (a)`, found: [] },
  { sql: `insert into t values (1)`, found: [{ text: "insert into t", table: { name: "t" } }] },
  { sql: `INSERT INTO "App"."My ""T""" (a) SELECT 1`, found: [{ text: "insert into ?.?", table: { schema: "App", name: 'My "T"' } }] },
  {
    sql: `update only T set a = f(b, c), "B" = (select x from y), c = array[1, 2] where a = 1`,
    found: [{ text: "update only t", table: { name: "t" }, columns: ["a", "B", "c"] }],
  },
  { sql: `update t as x set (a, b) = (1, 2)`, found: [{ text: "update t as", table: { name: "t" } }] },
  { sql: `with gone as (delete from t returning *) insert into u select * from gone`, found: [{ text: "with gone as" }] },
  { sql: `delete from t`, found: [{ text: "delete from t" }] },
  { sql: `truncate t`, found: [{ text: "truncate t" }] },
  { sql: `do $$ begin update t set a = 1; end $$`, found: [{ text: "do" }] },
  { sql: `select f()`, found: [{ text: "select f" }] },
  { sql: `select pg_catalog.set_config('search_path', '', false); select setval('s', 1)`, found: [] },
  { sql: `create function f() returns void language sql as $$ update t set a = 1 $$`, found: [] },
])("$sql", ({ sql, found }) => {
  expect(rowChangesIn(sql)).toEqual(found);
});
