import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { quickExclusive } from "../../../../operation/shapes.ts";
import type { Statement } from "../../../../operation/spec.ts";
import { toldAs } from "../../../../schema/use.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { firingWords, stateField, type FiringState } from "../../firing.ts";
import { alterTable, tableName, type TablePart } from "../table-part.ts";
import type { Rule } from "./model.ts";
import { textOf } from "./texts.ts";

export interface CreateRule extends Omit<Rule, "kind"> {
  readonly kind: "createRule";
}

/** Puts a rule in place of the one of that name, which stays enabled or disabled. */
export interface ReplaceRule extends Omit<Rule, "kind" | "state"> {
  readonly kind: "replaceRule";
}

export interface DropRule extends TablePart {
  readonly kind: "dropRule";
}

/** Gives a rule another name. Rules of the same event apply in the order of their names. */
export interface RenameRule extends TablePart {
  readonly kind: "renameRule";
  readonly to: string;
}

/** Says in which sessions a rule of a table applies. */
export interface SetRuleState extends TablePart {
  readonly kind: "setRuleState";
  readonly state: "enabled" | FiringState;
}

export interface RuleOperations {
  readonly createRule: CreateRule;
  readonly replaceRule: ReplaceRule;
  readonly dropRule: DropRule;
  readonly renameRule: RenameRule;
  readonly setRuleState: SetRuleState;
}

const made = (op: CreateRule | ReplaceRule): Rule => toldAs<Rule>(op, { ...op, kind: "rule" });

const ruleSql = (words: string, op: CreateRule | ReplaceRule): Sql =>
  sql`${raw(words)} ${identifier(op.name)} as on ${raw(op.event)} to ${tableName(op)} ${raw(textOf(op))}`;

const stateSql = (op: TablePart, state: "enabled" | FiringState): Statement =>
  alterTable(op, sql`${firingWords(state, "rule")} ${identifier(op.name)}`);

const createRule: OperationSpec<CreateRule> = {
  ...creates<CreateRule>("rule", made),
  sql: (op) => [ruleSql("create rule", op), ...(op.state === undefined ? [] : [stateSql(op, op.state)])],
  facts: () => quickExclusive,
};

const replaceRule: OperationSpec<ReplaceRule> = {
  ...alters<ReplaceRule, Rule>("rule", ({ state }, op) => toldAs<Rule>(op, { ...made(op), ...stateField(state) })),
  sql: (op) => [ruleSql("create or replace rule", op)],
  facts: () => quickExclusive,
};

const dropRule: OperationSpec<DropRule> = {
  ...drops<DropRule>("rule"),
  sql: (op) => [sql`drop rule ${identifier(op.name)} on ${tableName(op)}`],
  facts: () => quickExclusive,
};

const renameRule: OperationSpec<RenameRule> = {
  ...renames<RenameRule>("rule"),
  sql: (op) => [sql`alter rule ${identifier(op.name)} on ${tableName(op)} rename to ${identifier(op.to)}`],
  facts: () => quickExclusive,
};

const setRuleState: OperationSpec<SetRuleState> = {
  ...alters<SetRuleState, Rule>("rule", (from, { state }) => {
    const { state: _, ...rule } = from;
    return toldAs<Rule>(from, { ...rule, ...stateField(state) });
  }),
  sql: (op) => [stateSql(op, op.state)],
  facts: () => quickExclusive,
};

export const ruleOperations: SpecsOf<RuleOperations> = { createRule, replaceRule, dropRule, renameRule, setRuleState };
