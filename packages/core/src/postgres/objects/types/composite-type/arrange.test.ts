import { newestServer, queryRows, runScript, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { diffDatabases } from "../../../../../test/database-diff.ts";

const typed = (attributes: string): string => `create type pair as (${attributes}); create table t (id int, p pair, ps pair[])`;

// What JSON does not hold stops the statement: nothing is changed silently.
describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each([
    [`row('null', '{1}')::pair, null`, "JSON cannot hold (null,{1})"],
    [`null, array[row('null', '{1}')::pair]`, 'JSON cannot hold {"(null,{1})"}'],
    [`row('1', '[0:1]={1,2}')::pair, null`, "JSON cannot hold"],
    [`row('{"a":  1}', '{1}')::pair, '{}'`, undefined],
  ])("attributes in another order, with %s", (values, problem) =>
    withDatabase({ major, setup: `${typed("j json, a int[]")}; insert into t select 1, ${values}` }, (live) =>
      withDatabase({ major, setup: typed("a int[], j json") }, async (wanted) => {
        const { forth } = await diffDatabases(live, wanted);
        const read = (): Promise<readonly object[]> => queryRows(live.url, "select (p).j::text, (p).a::text, ps is null as none from t");
        const before = await read();
        const sql = forth.transactions.flatMap(({ statements }) => statements.map((statement) => statement.sql)).join(";\n");
        const run = runScript(live.url, sql);
        await (problem === undefined ? run : expect(run).rejects.toThrow(problem));
        expect(await read()).toEqual(before);
      }),
    ),
  );
});
