import { describe, expect, test } from "vitest";
import { isSingleRule, printedRule, readRule, ruleText } from "./rule-text.ts";

describe("what a rule does", () => {
  test.each([
    { text: "DO NOTHING", gives: { commands: [] } },
    { text: "do also nothing;", gives: { commands: [] } },
    { text: "DO INSTEAD NOTHING", gives: { instead: true, commands: [] } },
    { text: "WHERE (old.a > 1) DO INSTEAD  DELETE FROM t;", gives: { where: "old.a > 1", instead: true, commands: ["DELETE FROM t"] } },
    { text: "WHERE old.flag DO NOTIFY x", gives: { where: "old.flag", commands: ["NOTIFY x"] } },
    {
      text: "DO ( INSERT INTO t (a)\n VALUES (';');\n DELETE FROM t -- all;\n;\n)",
      gives: { commands: ["INSERT INTO t (a)\n VALUES (';')", "DELETE FROM t"] },
    },
    { text: "DO (SELECT 1 UNION SELECT 2)", gives: { commands: ["(SELECT 1 UNION SELECT 2)"] } },
    { text: 'WHERE ("do" = \'DO\') DO SELECT "nothing"', gives: { where: "\"do\" = 'DO'", commands: ['SELECT "nothing"'] } },
  ])("$text", ({ text, gives }) => {
    expect(readRule(text)).toEqual(gives);
    expect(readRule(ruleText(readRule(text)))).toEqual(gives);
  });

  test.each([
    { definition: "CREATE RULE r AS\n    ON DELETE TO public.t DO NOTHING;", gives: "DO NOTHING" },
    {
      definition: 'CREATE RULE "to" AS\n    ON UPDATE TO "a.b"."WHERE"\n   WHERE (old.a > 1) DO SELECT 1;',
      gives: "WHERE (old.a > 1) DO SELECT 1",
    },
    { definition: "CREATE RULE r AS\n    ON INSERT TO t DO INSTEAD SELECT 1;", gives: "DO INSTEAD SELECT 1" },
  ])("$definition", ({ definition, gives }) => expect(printedRule(definition)).toBe(gives));

  test.each([
    { text: "DO SELECT 1", gives: true },
    { text: "DO (SELECT 1; SELECT 2)", gives: true },
    { text: "DO SELECT 1; DROP TABLE t", gives: false },
    { text: "DO (SELECT 1; SELECT 2); DROP TABLE t", gives: false },
    { text: "WHERE (true) DO NOTHING; DROP TABLE t", gives: false },
    { text: "WHERE (a)) DO NOTHING", gives: false },
    { text: "SELECT 1", gives: false },
  ])("is one action or not: $text", ({ text, gives }) => expect(isSingleRule(text)).toBe(gives));
});
