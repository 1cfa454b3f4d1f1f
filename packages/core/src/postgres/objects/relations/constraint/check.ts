import type { ObjectKind } from "../../../../operation/object-kind.ts";
import { quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/spec.ts";
import { putObjects } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { usedObjects } from "../../../expression/used-objects.ts";
import { mentions } from "../../../expression/mentions.ts";
import { hasTable, partOf, tableKey, tableName, type TablePart } from "../table-part.ts";
import type { ValidateConstraint } from "./any-constraint.ts";
import { checkClause, isPartOfCreateTable } from "./fragment.ts";
import { isCheck, type Check } from "./model.ts";
import { addSql, addTouches, constraintKey, dropsConstraint, scansExclusive, tableAndColumns, type ConstraintShape } from "./parts.ts";

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

const shape: ConstraintShape<Check> = {
  kind: "check",
  is: isCheck,
  own: (check) => [constraintKey(check)],
  uses: (check) => [tableKey(check), ...mentions(check.expression, tableName(check))],
};

export const checkOperations: SpecsOf<CheckOperations> = {
  addCheck: {
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "check" }])),
    touches: (op) => addTouches(shape, op),
    sql: (op) => [addSql(op, checkClause(op))],
    facts: ({ expression, notValid, notEnforced }) =>
      notValid === true || notEnforced === true ? quickExclusive : { ...scansExclusive, mayFail: `rows for which ${expression} is false` },
  },
  dropCheck: dropsConstraint<DropCheck, Check>(shape),
};

export const checkKind: ObjectKind<Check, AddCheck | DropCheck | ValidateConstraint> = {
  kind: "check",
  dependsOn: (check, schema) => [...tableAndColumns(schema, check, []), ...usedObjects(check.expression, tableName(check), schema)],
  normalize: normalizeCheck,
  create: (check, { before }) => (hasTable(before, check) || !isPartOfCreateTable(check) ? [{ ...check, kind: "addCheck" }] : []),
  drop: (check, { after }) => (hasTable(after, check) ? [{ ...partOf(check), kind: "dropCheck" }] : []),
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
