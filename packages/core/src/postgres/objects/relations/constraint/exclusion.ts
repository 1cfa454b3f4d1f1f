import type { Expression } from "../../../../operation/ends.ts";
import { aboutOf, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import {
  normalizeElement,
  normalStorage,
  settleElements,
  settleName,
  statisticsChanges,
  usesOfNames,
  withoutStatistics,
  type AttachIndex,
  type RenamePartitionIndex,
  type SetIndexStatistics,
} from "../index/fragment.ts";
import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { renamedText, usesOfRow, usesOfText } from "../../../expression/text-uses.ts";
import { keysOfOperatorText, withOperators } from "../../../expression/operator-names.ts";
import { toldAs, toldUses, type Use } from "../../../../schema/use.ts";
import { indexedConstraintAddresses } from "../address.ts";
import { hasTarget, renamedElements } from "../index/fragment.ts";
import { standsAsideOfClasses, standsAsideOfText } from "../text-part.ts";
import { usesOfMethod } from "../../database/access-method/fragment.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameConstraint } from "./fragment.ts";
import { hasTable, partOf, renamedColumns, renamedPart, tableName, usesOfPart, type TablePart } from "../table-part.ts";
import { exclusionClause } from "./fragment.ts";
import { isExclusion, type Exclusion, type ExclusionElement } from "./model.ts";
import { followsParent } from "../parents.ts";
import { renamedLacking, normalLacking, usesOfLacking } from "../lacking.ts";
import { renamedPartOf, standsAsideOfLacking, standsAsideOfWhole, usesOfPartOf } from "../partition-parts.ts";
import {
  addSql,
  addFacts,
  addTouches,
  alterKey,
  asOwnKey,
  constraintKey,
  creationOfKey,
  dropsConstraint,
  indexKey,
  scansExclusive,
  withConstraint,
  type ConstraintShape,
} from "./parts.ts";

export interface AddExclusion extends Omit<Exclusion, "kind" | "elements" | "partOf" | "lackedBy" | "invalid"> {
  readonly kind: "addExclusion";
  /** Without parts in the partitions of the table: keys of these are attached to it one by one, and then it is valid. */
  readonly only?: true;
  readonly elements: readonly Omit<ExclusionElement, "statistics">[];
}

export interface DropExclusion extends TablePart {
  readonly kind: "dropExclusion";
}

export interface ExclusionOperations {
  readonly addExclusion: AddExclusion;
  readonly dropExclusion: DropExclusion;
}

type Content = Omit<Exclusion, "kind">;

const columnsOf = ({ elements, include = [] }: Content): readonly string[] => [
  ...elements.flatMap(({ column }) => (column === undefined ? [] : [column])),
  ...include,
];

const keyTexts = ({ elements }: Content): readonly string[] =>
  elements.flatMap(({ expression }) => (expression === undefined ? [] : [expression]));

const textsOf = (exclusion: Content): readonly string[] => [
  ...keyTexts(exclusion),
  ...(exclusion.where === undefined ? [] : [exclusion.where]),
];

const shape: ConstraintShape<Exclusion> = { kind: "exclusion", is: isExclusion };

export const exclusionOperations: SpecsOf<ExclusionOperations> = {
  addExclusion: {
    about: aboutOf("exclusion"),
    ...statewise((before, op, kinds) => withConstraint(before, { ...op, kind: "exclusion" }, kinds)),
    touches: (op, before, kinds) => addTouches(shape, op, before, kinds),
    sql: (op) => [addSql(op, exclusionClause(op))],
    facts: (op, before, kinds) => addFacts({ ...scansExclusive, mayFail: "rows that exclude each other" }, op, before, kinds),
  },
  dropExclusion: dropsConstraint<DropExclusion, Exclusion>(shape),
};

export const exclusionKind: PostgresKind<
  Exclusion,
  AddExclusion | DropExclusion | SetIndexStatistics | RenameConstraint | RenamePartitionIndex | AttachIndex
> = {
  kind: "exclusion",
  owns: (exclusion) => [constraintKey(exclusion), indexKey(exclusion)],
  uses: (exclusion) => [
    ...usesOfPart(exclusion, columnsOf(exclusion)),
    ...usesOfPartOf(exclusion, constraintKey),
    ...usesOfLacking(exclusion),
    ...usesOfMethod(exclusion.method),
    ...usesOfNames(exclusion, exclusion.elements),
    ...exclusion.elements.flatMap(({ operator }) => keysOfOperatorText(operator)).map((of): Use => ({ of, how: "blocks" })),
    ...usesOfRow(textsOf(exclusion), exclusion),
    ...(toldUses(exclusion) ?? textsOf(exclusion).flatMap((text) => usesOfText(text, exclusion))),
  ],
  standsAside: (exclusion, change, ends) =>
    standsAsideOfWhole(exclusion, change, ends) ||
    standsAsideOfLacking(exclusion, change) ||
    (change.isRetyped && hasTarget(exclusion.elements)) ||
    standsAsideOfText(exclusion, textsOf(exclusion), change) ||
    standsAsideOfClasses(exclusion.elements, "by operators", change),
  rename: partRenamedBy("renameConstraint"),
  renamed: (exclusion, names) => ({
    ...renamedPart(exclusion, constraintKey(exclusion), names),
    elements: renamedElements(exclusion, exclusion.elements, names).map((element) => ({
      ...element,
      operator: withOperators(element.operator, names),
    })),
    ...renamedPartOf(exclusion, constraintKey, names),
    ...renamedLacking(exclusion, names),
    ...(exclusion.include === undefined ? {} : { include: renamedColumns(exclusion, exclusion.include, names) }),
    ...(exclusion.where === undefined ? {} : { where: renamedText(exclusion.where, exclusion, names) }),
  }),
  addresses: indexedConstraintAddresses,
  normalize: normalizeExclusion,
  create: (exclusion, ends) => [
    ...creationOfKey(exclusion, ends, { add: addition(exclusion), comesWithTable: false }),
    ...statisticsChanges(exclusion, [], exclusion.elements),
  ],
  drop: (exclusion, ends) =>
    hasTable(ends.after, exclusion) && !followsParent(ends, exclusion) ? [{ ...partOf(exclusion), kind: "dropExclusion" }] : [],
  alter: (from, to, ends) => {
    const attached = alterKey(withoutTargets(from), withoutTargets(to), ends, normalizeExclusion);
    return attached === "recreate" ? "recreate" : [...statisticsChanges(to, from.elements, to.elements), ...attached];
  },
  expressions: (exclusion) => {
    const table = tableName(exclusion);
    const keys = keyTexts(exclusion).map((text): Expression => ({ text, table, as: "value" }));
    return exclusion.where === undefined ? keys : [...keys, { text: exclusion.where, table, as: "condition" }];
  },
  withExpressions: (exclusion, texts) => {
    const rest = [...texts];
    const elements = exclusion.elements.map((element) =>
      element.expression === undefined ? element : { ...element, expression: rest.shift() ?? element.expression },
    );
    return { ...exclusion, elements, ...(exclusion.where === undefined ? {} : { where: rest.shift() ?? exclusion.where }) };
  },
  settleNames: (wanted, live, context) => ({
    ...wanted,
    elements: settleElements(wanted.elements, { schema: live.schema, table: live.table, columns: live.elements }, context).map(
      (element, at) => ({ ...element, operator: settleOperator(element.operator, live.elements[at]?.operator) }),
    ),
  }),
};

const addition = (exclusion: Exclusion): AddExclusion =>
  toldAs<AddExclusion>(exclusion, {
    ...asOwnKey(exclusion),
    kind: "addExclusion",
    elements: exclusion.elements.map(withoutStatistics),
  });

const withoutTargets = (exclusion: Exclusion): Exclusion => ({ ...exclusion, elements: exclusion.elements.map(withoutStatistics) });

function normalizeExclusion(exclusion: Exclusion): Exclusion {
  const { include, where, storage, lackedBy, ...rest } = exclusion;
  return {
    ...rest,
    elements: exclusion.elements.map((element) => ({ ...normalizeElement(element), operator: bareOperator(element.operator) })),
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(where === undefined ? {} : { where: withoutOuterParentheses(where) }),
    ...normalStorage(storage),
    ...normalLacking({ lackedBy: lackedBy ?? [] }),
  };
}

const qualifiedOperator = /^operator\s*\(\s*(?<name>.+?)\s*\)$/iu;

/** Those of pg_catalog need no schema. */
function bareOperator(operator: string): string {
  const name = qualifiedOperator.exec(operator)?.groups?.["name"];
  if (name === undefined) return operator;
  const bare = name.replace(/^pg_catalog\./u, "");
  return bare.includes(".") ? `OPERATOR(${bare})` : bare;
}

function settleOperator(wanted: string, live: string | undefined): string {
  const nameOf = (operator: string): string => qualifiedOperator.exec(operator)?.groups?.["name"] ?? operator;
  return live !== undefined && settleName(nameOf(wanted), nameOf(live)) === nameOf(live) ? live : wanted;
}
