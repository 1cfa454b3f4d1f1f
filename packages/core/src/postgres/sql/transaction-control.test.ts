import { expect, test } from "vitest";
import { leadingModes, transactionControl, withoutTransactionMarks } from "./transaction-control.ts";

test.each([
  { script: "begin;\nselect 1;\ncommit;\n", rest: "\nselect 1;\n\n" },
  { script: "-- why\nBEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE; select 1; END", rest: "-- why\n select 1; " },
  {
    script: "start transaction; create function f() returns int language plpgsql as $$ begin return 1; end $$; commit work",
    rest: " create function f() returns int language plpgsql as $$ begin return 1; end $$; ",
  },
  { script: "begin; select ';'; rollback;", rest: " select ';'; rollback;" },
  { script: "select 1", rest: "select 1" },
])("$script", ({ script, rest }) => {
  expect(withoutTransactionMarks(script)).toBe(rest);
});

test("what rolls back stays, and is named", () => {
  expect(transactionControl(withoutTransactionMarks("begin; select 1; rollback; begin; commit"))).toBe("rollback");
});

test.each([
  { statements: ["set transaction isolation level repeatable read", "select 1"], modes: 1 },
  { statements: ["-- first\nSET TRANSACTION READ ONLY", "set transaction deferrable"], modes: 2 },
  { statements: ["select 1", "set transaction read only"], modes: 0 },
  { statements: ["set local lock_timeout = 1"], modes: 0 },
])("$statements", ({ statements, modes }) => {
  expect(leadingModes(statements)).toBe(modes);
});
