import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { Ends } from "../../../../operation/ends.ts";
import type { Kinds, SpecsOf } from "../../../../operation/kinds.ts";
import { withoutObject } from "../../../../operation/links.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { objectsOf, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refKey } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { renamedText, usesOfText } from "../../../expression/text-uses.ts";
import { tellUses, toldUses } from "../../../../schema/use.ts";
import { identifier, sql, when, words } from "../../../sql/sql.ts";
import { constraintAddress } from "../address.ts";
import { standsAsideOfText } from "../text-part.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { hasTable, partOf, renamedPart, tableName, usesOfPart, type TablePart } from "../table-part.ts";
import type { ValidateConstraint } from "./any-constraint.ts";
import { checkClause, isLateCheck, isPartOfCreateTable } from "./fragment.ts";
import { isCheck, type Check } from "./model.ts";
import { alsoForeign } from "../foreign.ts";
import { lockingHeirs } from "../locks.ts";
import {
  childrenOf,
  descendantsOf,
  followsParent,
  heirsLeftWith,
  settledKey,
  heirsOf,
  inAnyOrder,
  staysWithout,
  usesOfInherited,
} from "../parents.ts";
import { checkWithoutParent, inheritedCheck, ownCheck, renamedParents } from "./inherited-check.ts";
import { addSql, addTouches, constraintAt, constraintKey, dropsConstraint, scansExclusive, type ConstraintShape } from "./parts.ts";

export interface AddCheck extends Omit<Check, "kind" | "inheritedFrom" | "alsoOwn"> {
  readonly kind: "addCheck";
}

export interface DropCheck extends TablePart {
  readonly kind: "dropCheck";
  /** Tables that inherit it keep it as their own. Absent: those go that are only inherited. */
  readonly only?: true;
}

export interface CheckOperations {
  readonly addCheck: AddCheck;
  readonly dropCheck: DropCheck;
}

const shape: ConstraintShape<Check> = { kind: "check", is: isCheck };

const dropped = dropsConstraint<DropCheck, Check>(shape, () => quickExclusive, withoutCheck);

export const checkOperations: SpecsOf<CheckOperations> = {
  addCheck: alsoForeign<AddCheck>({
    about: aboutOf("check"),
    ...statewise((before, op, kinds) => withHeirs(putObjects(before, [{ ...op, kind: "check" }]), { ...op, kind: "check" }, kinds)),
    touches: (op, before, kinds) => {
      const { creates = [], ...touches } = addTouches(shape, op, before, kinds);
      return { ...touches, creates: [...creates, ...newHeirs({ ...op, kind: "check" }, before, kinds).map(constraintKey)] };
    },
    sql: (op) => [addSql(op, checkClause(op))],
    facts: (op, before, kinds) => lockingHeirs(addFacts(op), tableName(op), before, kinds),
  }),
  dropCheck: {
    ...dropped,
    touches: (op, before, kinds) => {
      const heirs = op.only === true ? heirsOf(before, constraintKey(op), kinds).filter(isCheck) : [];
      const { frees = [], creates = [], needs = [], ...touches } = dropped.touches(op, putObjects(before, leftHeirs(heirs, op)), kinds);
      const above = (checkAt(before, op)?.inheritedFrom ?? []).map((parent) => constraintKey({ ...parent, name: op.name }));
      return {
        ...touches,
        frees: frees.filter((key) => !above.includes(key)),
        creates: [...creates, settledKey(constraintKey(op))],
        needs: [...needs, ...above.map(settledKey)],
      };
    },
    sql: (op) => [
      words(
        sql`alter table`,
        when(op.only === true, () => sql`only`),
        sql`${tableName(op)} drop constraint ${identifier(op.name)}`,
      ),
    ],
  },
};

const addFacts = ({ expression, notValid, notEnforced }: AddCheck): OperationFacts =>
  notValid === true || notEnforced === true ? quickExclusive : { ...scansExclusive, mayFail: `rows for which ${expression} is false` };

/** Partitions, and tables that inherit, get it too. One that has it already merges both. */
function withHeirs(before: DatabaseSchema, check: Check, kinds: Kinds): DatabaseSchema {
  if (check.noInherit === true) return before;
  return childrenOf(before, tableName(check), kinds).reduce((schema, child) => {
    const heir = inheritedCheck(check, child, checkAt(schema, { ...partOf(check), schema: child.schema, table: child.name }));
    return withHeirs(putObjects(schema, [heir]), heir, kinds);
  }, before);
}

/** The checks of other tables that come with it. */
function newHeirs(check: Check, before: DatabaseSchema, kinds: Kinds): readonly Check[] {
  const after = withHeirs(before, check, kinds);
  return descendantsOf(before, tableName(check), kinds)
    .map((heir) => checkAt(after, { ...partOf(check), schema: heir.schema, table: heir.name }))
    .filter((heir) => heir !== undefined)
    .filter(({ inheritedFrom, alsoOwn }) => inheritedFrom !== undefined && alsoOwn !== true);
}

/** It goes wherever it is inherited, unless the table there says it too. */
function withoutCheck(before: DatabaseSchema, op: TablePart & { readonly only?: true }, kinds: Kinds): DatabaseSchema {
  const heirs = heirsOf(before, constraintKey(op), kinds).filter(isCheck);
  if (op.only === true) return withoutObject(putObjects(before, leftHeirs(heirs, op)), { ...partOf(op), kind: "check" }, kinds);
  const kept = heirs.filter(staysWithout).map((heir) => checkWithoutParent(heir, tableName(op)));
  const below = heirs.filter((heir) => !staysWithout(heir)).reduce((schema, heir) => withoutCheck(schema, heir, kinds), before);
  return withoutObject(putObjects(below, kept), { ...partOf(op), kind: "check" }, kinds);
}

/** Left with a check that it inherits from others too, a table has it also as its own. */
const leftHeirs = (heirs: readonly Check[], op: TablePart): readonly Check[] =>
  heirs.map((heir) => {
    const left = checkWithoutParent(heir, tableName(op));
    return left.inheritedFrom === undefined ? left : { ...left, alsoOwn: true };
  });

const checkAt = (schema: DatabaseSchema, part: TablePart): Check | undefined => constraintAt(schema, shape, part);

export const checkKind: PostgresKind<Check, AddCheck | DropCheck | ValidateConstraint | RenameConstraint> = {
  kind: "check",
  owns: (check) => [constraintKey(check)],
  ownsWithin: () => true,
  uses: (check) => [
    ...usesOfPart(check, []),
    ...usesOfInherited(check, (parent) => constraintKey({ ...parent, name: check.name })),
    ...(toldUses(check) ?? usesOfText(check.expression, check)),
  ],
  standsAside: (check, change) => standsAsideOfText(check, [check.expression], change),
  rename: partRenamedBy("renameConstraint"),
  renamed: (check, names) => ({
    ...renamedPart(check, constraintKey(check), names),
    ...renamedParents(check, names),
    expression: renamedText(check.expression, check, names),
  }),
  addresses: { constraint: constraintAddress },
  normalize: normalizeCheck,
  disturbed: (ends) => [...loosened(ends), ...validHeirs(ends)],
  create: (check, ends) => {
    if (followsParent(ends, check)) return validationOfHeir(check, ends);
    const isLate = hasTable(ends.before, check) || !isPartOfCreateTable(check) || isLateCheck(check, ends.after);
    return isLate ? [{ ...ownCheck(check), kind: "addCheck" }] : [];
  },
  drop: (check, ends) => {
    if (followsParent(ends, check)) return [];
    if (!hasTable(ends.after, check) && !isLateCheck(check, ends.before)) return [];
    return [{ ...partOf(check), kind: "dropCheck", ...(heirsLeftWith(check, ends).length === 0 ? {} : { only: true }) }];
  },
  alter: (from, to, ends) => {
    const { notValid, ...valid } = normalizeCheck(ownCheck(from));
    const { notValid: isLeft, ...wanted } = normalizeCheck(ownCheck(to));
    if (followsParent(ends, from)) {
      if (!sameData(valid, wanted) || to.inheritedFrom === undefined) return "recreate"; // what is done there
      return notValid === true || comesAgain(to, ends) ? validationOfHeir(to, ends) : [];
    }
    if (loosened(ends).some((check) => refKey(check) === refKey(from))) return "recreate";
    if (notValid === isLeft && sameData(valid, wanted)) return [];
    return notValid === true && isLeft === undefined && sameData(valid, wanted)
      ? [{ ...partOf(to), kind: "validateConstraint" }]
      : "recreate";
  },
  expressions: (check) => [{ text: check.expression, table: tableName(check), as: "condition" }],
  withExpressions: (check, [expression = check.expression]) => ({ ...check, expression }),
};

/** One that comes with a check which is not valid is not valid either. Where all rows of a table satisfy it, it can be. */
function validationOfHeir(check: Check, ends: Ends): readonly ValidateConstraint[] {
  const isLeft = parentsOfCheck(check, ends.after).some((parent) => parent.notValid === true);
  if (!isLeft || check.notValid === true || check.notEnforced === true) return [];
  if (!hasTable(ends.before, check) && !comesAgain(check, ends)) return []; // a new table has no rows
  const validate: ValidateConstraint = { ...partOf(check), kind: "validateConstraint" };
  return [
    tellUses(
      validate,
      parentsOfCheck(check, ends.after).map((parent) => ({ of: constraintKey(parent), how: "blocks" })),
    ),
  ];
}

const knownLoosened = new WeakMap<Ends, readonly Check[]>();

/** Checks that are not valid, from which one is inherited that is to be not valid again: it can only come so with them. */
function loosened(ends: Ends): readonly Check[] {
  const found =
    knownLoosened.get(ends) ??
    objectsOf(ends.after)
      .filter(isCheck)
      .flatMap((heir) => aboveLoosened(heir, ends));
  knownLoosened.set(ends, found);
  return found;
}

function aboveLoosened(heir: Check, ends: Ends): readonly Check[] {
  const from = heir.notValid === true && heir.inheritedFrom !== undefined ? checkAt(ends.before, heir) : undefined;
  if (from === undefined || from.notValid === true || !followsParent(ends, heir)) return [];
  return originsOf(heir, ends.before).filter(({ notValid }) => notValid === true);
}

/** Inherited checks that stay valid, and come again as not valid. */
const validHeirs = (ends: Ends): readonly Check[] =>
  objectsOf(ends.after)
    .filter(isCheck)
    .filter(
      (check) => check.inheritedFrom !== undefined && check.notValid !== true && followsParent(ends, check) && comesAgain(check, ends),
    )
    .flatMap((check) => checkAt(ends.before, check) ?? []);

/** The checks that a check is inherited from and that are inherited from no other one. */
const originsOf = (check: Check, at: DatabaseSchema): readonly Check[] =>
  parentsOfCheck(check, at).flatMap((parent) => (parent.inheritedFrom === undefined ? [parent] : originsOf(parent, at)));

/** Whether one of the checks that it is inherited from is made, or made again. */
const comesAgain = (check: Check, ends: Ends): boolean =>
  parentsOfCheck(check, ends.after).some((parent) => {
    const from = checkAt(ends.before, parent);
    return from === undefined || checkKind.alter(from, parent, ends) === "recreate" || comesAgain(parent, ends);
  });

const parentsOfCheck = ({ name, inheritedFrom = [] }: Check, at: DatabaseSchema): readonly Check[] =>
  inheritedFrom.map((parent) => checkAt(at, { ...parent, name })).filter((parent) => parent !== undefined);

/** One that is not enforced is never valid. */
function normalizeCheck(check: Check): Check {
  const { notValid, inheritedFrom = [], alsoOwn: _, ...rest } = check;
  return {
    ...rest,
    ...(inheritedFrom.length === 0 ? {} : { inheritedFrom: inAnyOrder(inheritedFrom) }),
    expression: withoutOuterParentheses(check.expression),
    ...(notValid === true && check.notEnforced !== true ? { notValid } : {}),
  };
}
