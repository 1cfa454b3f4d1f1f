import { describe, expect, test } from "vitest";
import { createDatabase, servers } from "@migts/testkit";
import { bindParameters, parameterCount } from "./parameters.ts";
import { scan } from "./scan.ts";
import { splitStatements } from "./split-statements.ts";
import { transactionControl } from "./transaction-control.ts";

describe("splitStatements", () => {
  test.each([
    { script: "", gives: [] },
    { script: " ; ;; -- nothing\n /* ; */ ;", gives: [] },
    { script: "select 1", gives: ["select 1"] },
    { script: "select 1;\nselect 2;", gives: ["select 1", "select 2"] },
    {
      script: "select ';', \";\", E'\\';', $$;$$, $a$;$$;$a$; select 2",
      gives: ["select ';', \";\", E'\\';', $$;$$, $a$;$$;$a$", "select 2"],
    },
    { script: "select 'it''s;'; select U&'\\0041;', B'1', x'ff'", gives: ["select 'it''s;'", "select U&'\\0041;', B'1', x'ff'"] },
    { script: "select 'a\\'; select 2", gives: ["select 'a\\'", "select 2"] },
    { script: "select 1 -- a; b\n; /* c; /* d; */ e; */ select 2", gives: ["select 1 -- a; b", "/* c; /* d; */ e; */ select 2"] },
    {
      script: "create rule r as on insert to t do (delete from a; delete from b); select 2",
      gives: ["create rule r as on insert to t do (delete from a; delete from b)", "select 2"],
    },
    {
      script: "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3",
      gives: ["create function f() returns int begin atomic select case when true then 1 end; select 2; end", "select 3"],
    },
    {
      script: "create or replace procedure p() begin atomic; end; begin; end",
      gives: ["create or replace procedure p() begin atomic; end", "begin", "end"],
    },
    { script: "select a$b$c; select $b$;$b$", gives: ["select a$b$c", "select $b$;$b$"] },
    { script: "select 'open; select 2", gives: ["select 'open; select 2"] },
    { script: "insert into t values ('é;😀'); select 2", gives: ["insert into t values ('é;😀')", "select 2"] },
  ])("$script", ({ script, gives }) => {
    expect(splitStatements(script)).toEqual(gives);
    expect([...scan(script)].map(({ text }) => text).join("")).toBe(script);
  });

  test.each(servers())("PostgreSQL $major counts the same statements", async ({ major }) => {
    const database = await createDatabase({ major });
    const script =
      "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select ';', E'\\';', $a$;$$;$a$; /* ; /* ; */ ; */ select 'a\\'; select 2 -- ;";
    const { withClient } = await import("@migts/testkit");
    const results = await withClient(database.url, (client) => client.query(script) as Promise<unknown>);
    await database.drop();
    expect(splitStatements(script)).toHaveLength((results as readonly unknown[]).length);
  });
});

test.each([
  { text: "select 1", gives: undefined },
  { text: "create table a (b int); commit", gives: "commit" },
  { text: "BEGIN", gives: "BEGIN" },
  { text: "/* x */ start transaction", gives: "/* x */ start transaction" },
  { text: "rollback to savepoint a; savepoint b; release a", gives: undefined },
  { text: "rollback work to a", gives: undefined },
  { text: "end", gives: "end" },
  { text: "prepare transaction 'x'", gives: "prepare transaction 'x'" },
  { text: "prepare x as select 1", gives: undefined },
  { text: "do $$ begin null; end $$", gives: undefined },
])("transactionControl $text", ({ text, gives }) => {
  expect(transactionControl(text)).toBe(gives);
});

describe("bindParameters", () => {
  test.each([
    {
      text: "select $1, '$1', \"$1\", $$ $1 $$, /* $1 */ $2 -- $2",
      params: [1, "it's"],
      gives: "select '1', '$1', \"$1\", $$ $1 $$, /* $1 */ 'it''s' -- $2",
    },
    { text: "select $10", params: Array.from({ length: 10 }, (_, at) => at + 1), gives: "select '10'" },
    { text: "select $1", params: [null], gives: "select null" },
  ])("$text", ({ text, params, gives }) => {
    expect(bindParameters(text, params)).toBe(gives);
    expect(parameterCount(text)).toBe(params.length);
  });

  test.each(servers())("PostgreSQL $major understands them as it does parameters", async ({ major }) => {
    const database = await createDatabase({ major });
    const values = [
      7,
      -1.5,
      true,
      "a\\b'c\n😀",
      new Date("2026-01-02T03:04:05.678Z"),
      ["x", 'y"\\,{', null],
      [
        [1, 2],
        [3, 4],
      ],
      { a: ["'"] },
      Buffer.from([0, 255]),
      12345678901234567890n,
      null,
    ];
    const types = ["int", "numeric", "boolean", "text", "timestamptz", "text[]", "int[]", "jsonb", "bytea", "numeric", "text"];
    const text = `select ${types.map((type, at) => `$${at + 1}::${type} as c${at}`).join(", ")}`;
    const bound = await database.query(bindParameters(text, values));
    const sent = await database.query(text, values);
    await database.drop();
    expect(bound).toEqual(sent);
  });
});
