import { catalogSnapshot, createDatabase, servers } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { planOperations } from "../src/plan/plan.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import { operationsBetween } from "../src/runtime/compare/steps.ts";
import { readSchema, runPlan } from "./database-diff.ts";

// What becomes of the rights on functions and procedures that are replaced, or dropped and created again.

const rights = `
  revoke execute on function f(int) from public;
  grant execute on function f(int) to pg_monitor with grant option;
  grant execute on function g(int) to pg_monitor;
  grant execute on procedure p(int) to pg_monitor;
  alter function g(int) owner to pg_monitor;
  alter function h() owner to pg_monitor;
  alter procedure p(int) owner to pg_monitor;`;

const before = `
  create function f(a int) returns int language sql immutable as 'select a';
  create function g(a int) returns int language sql immutable as 'select a';
  create function h(out a int, out b int) language plpgsql as 'begin end';
  create procedure p(a int, out b int) language plpgsql as 'begin end';
  create view v as select f(1) as f;
  grant select on v to pg_monitor; ${rights}`;

const after = `
  create function f(a int) returns bigint language sql immutable as 'select a';
  create function g(a int) returns int language sql stable as 'select a';
  create function h(out a int, out c int) language plpgsql as 'begin end';
  create procedure p(a int, out c int) language plpgsql as 'begin end';
  create view v as select f(1) as f;
  grant select on v to pg_monitor; ${rights}`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("rights and owners stay, and come back with what is made again, both ways", async () => {
    const [live, wanted] = [await createDatabase({ major, setup: before }), await createDatabase({ major, setup: after })];
    try {
      const [had, has] = [(await readSchema(live)).schema, (await readSchema(wanted)).schema];
      const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
      const { upgrade, downgrade } = operationsBetween({ before: had, after: has });
      expect(upgrade.map(({ kind }) => kind)).toContain("replaceFunction");
      await runPlan(live, planOperations(upgrade, kinds, had));
      expect(await catalogSnapshot(live.url)).toBe(goalText);
      await runPlan(live, planOperations(downgrade, kinds));
      expect(await catalogSnapshot(live.url)).toBe(startText);
    } finally {
      await live.drop();
      await wanted.drop();
    }
  });
});
