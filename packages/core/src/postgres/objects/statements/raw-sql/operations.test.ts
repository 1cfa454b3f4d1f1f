import { describe, expect, test } from "vitest";
import { createDatabase, servers } from "@migts/testkit";
import { planOperations } from "../../../../plan/plan.ts";
import { kinds, type Operation } from "../../index.ts";
import { rawSqlOperations } from "./operations.ts";

const factsOf = (sql: string) => rawSqlOperations.execute.facts({ kind: "execute", sql }, { containers: new Map() }, kinds);

describe("facts", () => {
  test.each([
    "create index concurrently a on t (b)",
    "CREATE UNIQUE INDEX /* x */ CONCURRENTLY IF NOT EXISTS a ON t (b)",
    "drop index concurrently a",
    "reindex index concurrently a",
    "reindex (verbose) table concurrently a",
    "reindex schema public",
    "vacuum",
    "vacuum (analyze) t",
    "alter system set work_mem = '1MB'",
    "create database x",
    "alter table a detach partition b concurrently",
  ])("%s runs outside a transaction", (sql) => {
    expect(factsOf(sql).transactional).toBe(false);
  });

  test.each([
    "create index a on t (b)",
    "select 'create index concurrently'",
    "insert into concurrently values (1)",
    "comment on table t is 'vacuum'",
    "reindex table t",
    "refresh materialized view concurrently v",
    "alter table t add column concurrently int",
  ])("%s runs inside", (sql) => {
    expect(factsOf(sql).transactional).toBe(true);
  });

  test.each([
    { sql: "update t set a = 1", facts: { lock: "row exclusive", rewrites: false } },
    { sql: "delete from t", facts: { lock: "row exclusive", losesData: "what the statement removes" } },
    { sql: "alter table t drop column a", facts: { lock: "access exclusive", losesData: "what the statement removes" } },
    { sql: "do $$ begin end $$", facts: { lock: "access exclusive", rewrites: true, scans: true } },
    { sql: "alter type mood add value 'x'", facts: { usableAfterCommit: true } },
  ])("$sql", ({ sql, facts }) => {
    expect(factsOf(sql)).toMatchObject(facts);
  });

  test.each([
    "truncate t",
    "with gone as (delete from t returning *) select count(*) from gone",
    "drop table t",
    "drop type mood cascade",
    "alter table t drop constraint c, drop a",
    "alter table t drop default_price",
  ])("%s removes something", (sql) => {
    expect(factsOf(sql).losesData).toBeDefined();
  });

  test.each([
    "drop index i",
    "drop view v",
    "drop function f()",
    "drop tablespace s",
    "drop type mood",
    "alter table t drop constraint c",
    "alter table t alter a drop not null, alter b drop default",
  ])("%s removes no data", (sql) => {
    expect(factsOf(sql).losesData).toBeUndefined();
  });

  test.each(servers())("PostgreSQL $major refuses just these in a transaction", async ({ major }) => {
    const database = await createDatabase({
      major,
      setup:
        "create table t (b int) partition by range (b); create table p partition of t for values from (1) to (2); create index i on p (b); create materialized view v as select 1 as a; create unique index on v (a)",
    });
    const texts = [
      "create index concurrently a on p (b)",
      "drop index concurrently i",
      "reindex index concurrently i",
      "reindex (verbose) table concurrently p",
      "reindex schema public",
      "vacuum t",
      "alter table t detach partition p concurrently",
      "refresh materialized view concurrently v",
      "create index x on p (b)",
      "reindex table p",
      "cluster p using i",
    ];
    for (const sql of texts) {
      const error: unknown = await database.query(`begin; ${sql}; rollback`).catch((thrown: unknown) => thrown);
      const refused = error instanceof Error && "code" in error && error.code === "25001";
      expect({ sql, transactional: factsOf(sql).transactional }).toEqual({ sql, transactional: !refused });
    }
    await database.drop();
  });
});

test("a text of several statements keeps its order and splits where it must", () => {
  const op = { kind: "execute", sql: "create table a (b int); create type m as enum ('x')" } as const;
  const after = { kind: "execute", sql: "alter type m add value 'y'" } as const;
  const ops: readonly Operation[] = [op, after, { ...op, sql: "insert into t values ('y')" }, { ...op, sql: "vacuum t" }];
  const plan = planOperations(ops, kinds);
  expect(plan.transactions.map(({ transactional, statements }) => [transactional, ...statements.map(({ sql }) => sql)])).toEqual([
    [true, "create table a (b int)", "create type m as enum ('x')", "alter type m add value 'y'"],
    [true, "insert into t values ('y')"],
    [false, "vacuum t"],
  ]);
});
