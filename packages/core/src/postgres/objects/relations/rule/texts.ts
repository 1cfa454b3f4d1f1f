import type { Expression } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { usesOfQuery } from "../../../expression/query-names.ts";
import { withNames } from "../../../expression/query-rename.ts";
import { readRule, ruleText, type RuleAction } from "../../../expression/rule-text.ts";
import { textUses } from "../../../expression/text-uses.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { resource } from "../../resources.ts";
import { tableKey, tableName, type TablePart } from "../table-part.ts";
import type { Rule } from "./model.ts";

type Unkinded = Omit<Rule, "kind">;

export const ruleKey = ({ schema, table, name }: TablePart): string => resource.rule(schema, table, name);

const actionOf = ({ where, instead, commands = [] }: Unkinded): RuleAction => ({
  ...(where === undefined ? {} : { where }),
  ...(instead === true ? { instead } : {}),
  commands,
});

/** What it does as one text, from WHERE or DO on. */
export const textOf = (rule: Unkinded): string => ruleText(actionOf(rule));

/** The rule with what this text does. */
function withText(rule: Rule, text: string): Rule {
  const { where: _, instead: __, commands: ___, ...rest } = rule;
  const { commands, ...action } = readRule(text);
  return { ...rest, ...action, ...(commands.length === 0 ? {} : { commands }) };
}

export const expressionsOf = (rule: Rule): readonly Expression[] => [
  { text: textOf(rule), as: "rule", table: tableName(rule), event: rule.event },
];

export const withExpressions = (rule: Rule, [text]: readonly string[]): Rule =>
  text === undefined || text === textOf(rule) ? rule : withText(rule, text);

/** Its text is read as that of a query over the table, under the names `old` and `new`. */
const start = ({ schema, table }: Pick<Rule, "schema" | "table">): string => {
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
  return `FROM ${name} old, ${name} new `;
};

/** It goes with its table. What else it uses blocks: as the server has said, else as it reads. */
export function usesOfRule(rule: Unkinded): readonly Use[] {
  const told = toldUses(rule as Rule) ?? [
    ...usesOfQuery(`${start(rule)}${textOf(rule)}`, rule.schema),
    ...textUses(textOf(rule), rule).flatMap(({ as, key }): readonly Use[] => (as === "function" ? [{ of: key, how: "blocks" }] : [])),
  ];
  return [{ of: tableKey(rule), how: "part", follows: true }, ...told.filter(({ of }) => of !== tableKey(rule))];
}

/** Whether it uses anything but columns of its table: that may have to go before the table. */
export const usesOthers = (rule: Rule): boolean =>
  usesOfRule(rule).some(({ of, in: within }) => of !== tableKey(rule) && within !== tableKey(rule));

/** The rule after its table or something that it uses got another name. */
export function renamedRule(rule: Rule, names: NewNames): Rule {
  const [table, own] = [names.get(tableKey(rule)), names.get(ruleKey(rule))];
  const named: Rule = {
    ...rule,
    ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
    ...(own === undefined ? {} : { name: own.name }),
  };
  const { query } = withNames({ query: `${start(rule)}${textOf(rule)}`, schema: rule.schema }, names);
  return withExpressions(named, [query.slice(start(named).length)]);
}
