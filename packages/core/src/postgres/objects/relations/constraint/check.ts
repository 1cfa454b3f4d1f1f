import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { putObjects } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { renamedText, usesOfText } from "../../../expression/text-uses.ts";
import { toldUses } from "../../../../schema/use.ts";
import { constraintAddress } from "../address.ts";
import { standsAsideOfText } from "../text-part.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { hasTable, partOf, renamedPart, tableName, usesOfPart, type TablePart } from "../table-part.ts";
import type { ValidateConstraint } from "./any-constraint.ts";
import { checkClause, isLateCheck, isPartOfCreateTable } from "./fragment.ts";
import { isCheck, type Check } from "./model.ts";
import { addSql, addTouches, constraintKey, dropsConstraint, scansExclusive, type ConstraintShape } from "./parts.ts";

export interface AddCheck extends Omit<Check, "kind"> {
  readonly kind: "addCheck";
}

export interface DropCheck extends TablePart {
  readonly kind: "dropCheck";
}

export interface CheckOperations {
  readonly addCheck: AddCheck;
  readonly dropCheck: DropCheck;
}

const shape: ConstraintShape<Check> = { kind: "check", is: isCheck };

export const checkOperations: SpecsOf<CheckOperations> = {
  addCheck: {
    about: aboutOf("check"),
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "check" }])),
    touches: (op, _, kinds) => addTouches(shape, op, kinds),
    sql: (op) => [addSql(op, checkClause(op))],
    facts: ({ expression, notValid, notEnforced }) =>
      notValid === true || notEnforced === true ? quickExclusive : { ...scansExclusive, mayFail: `rows for which ${expression} is false` },
  },
  dropCheck: dropsConstraint<DropCheck, Check>(shape),
};

export const checkKind: PostgresKind<Check, AddCheck | DropCheck | ValidateConstraint | RenameConstraint> = {
  kind: "check",
  owns: (check) => [constraintKey(check)],
  uses: (check) => [...usesOfPart(check, []), ...(toldUses(check) ?? usesOfText(check.expression, check))],
  standsAside: (check, change) => standsAsideOfText(check, [check.expression], change),
  rename: partRenamedBy("renameConstraint"),
  renamed: (check, names) => ({
    ...renamedPart(check, constraintKey(check), names),
    expression: renamedText(check.expression, check, names),
  }),
  addresses: { constraint: constraintAddress },
  normalize: normalizeCheck,
  create: (check, { before, after }) =>
    hasTable(before, check) || !isPartOfCreateTable(check) || isLateCheck(check, after) ? [{ ...check, kind: "addCheck" }] : [],
  drop: (check, { before, after }) =>
    hasTable(after, check) || isLateCheck(check, before) ? [{ ...partOf(check), kind: "dropCheck" }] : [],
  alter: (from, to) => {
    const { notValid, ...valid } = normalizeCheck(from);
    return notValid === true && sameData(valid, normalizeCheck(to)) ? [{ ...partOf(to), kind: "validateConstraint" }] : "recreate";
  },
  expressions: (check) => [{ text: check.expression, table: tableName(check), as: "condition" }],
  withExpressions: (check, [expression = check.expression]) => ({ ...check, expression }),
};

/** One that is not enforced is never valid. */
function normalizeCheck(check: Check): Check {
  const { notValid, ...rest } = check;
  return {
    ...rest,
    expression: withoutOuterParentheses(check.expression),
    ...(notValid === true && check.notEnforced !== true ? { notValid } : {}),
  };
}
