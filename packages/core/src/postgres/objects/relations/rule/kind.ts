import { sameData } from "../../../../schema/same-data.ts";
import { toldAs } from "../../../../schema/use.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { plainQuery } from "../../../expression/query-names.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import { partOf, tableName } from "../table-part.ts";
import type { Rule } from "./model.ts";
import type { CreateRule, DropRule, RenameRule, ReplaceRule, SetRuleState } from "./operations.ts";
import { expressionsOf, renamedRule, ruleKey, usesOfRule, usesOthers, withExpressions } from "./texts.ts";

type RuleOperation = CreateRule | ReplaceRule | DropRule | RenameRule | SetRuleState;

const partIn = ({ schema = "", table = "", name }: { readonly schema?: string; readonly table?: string; readonly name: string }) => ({
  schema,
  table,
  name,
});

export const ruleKind: PostgresKind<Rule, RuleOperation> = {
  kind: "rule",
  owns: (rule) => [ruleKey(rule)],
  uses: usesOfRule,
  goesAlong: "with relation",
  goesFirst: usesOthers,
  rename: partRenamedBy("renameRule"),
  renamed: renamedRule,
  normalize: normalizeRule,
  create: (rule) => [toldAs<CreateRule>(rule, { ...rule, kind: "createRule" })],
  drop: (rule) => [{ ...partOf(rule), kind: "dropRule" }],
  alter: alterRule,
  expressions: expressionsOf,
  withExpressions,
  addresses: {
    rule: {
      sql: (ref) => sql`rule ${identifier(ref.name)} on ${tableName(partIn(ref))}`,
      key: (ref) => ruleKey(partIn(ref)),
      commentLock: "access share",
    },
  },
};

function normalizeRule({ where, commands = [], ...rule }: Rule): Rule {
  return {
    ...rule,
    ...(where === undefined ? {} : { where: withoutOuterParentheses(where) }),
    ...(commands.length === 0 ? {} : { commands: commands.map(plainQuery) }),
  };
}

function alterRule(from: Rule, to: Rule): readonly (ReplaceRule | SetRuleState)[] {
  const { state: had, ...was } = normalizeRule(from);
  const { state: has, ...is } = normalizeRule(to);
  const { state: _, ...replaced } = to;
  const isReplaced = !sameData(was, is) || had === has; // the same text can mean something else
  return [
    ...(isReplaced ? [toldAs<ReplaceRule>(to, { ...replaced, kind: "replaceRule" })] : []),
    ...(had === has ? [] : [{ ...partOf(to), kind: "setRuleState", state: has ?? "enabled" } as const]),
  ];
}
