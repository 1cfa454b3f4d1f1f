import type { Ends, Expression } from "../../../../operation/ends.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { toldAs, toldUses } from "../../../../schema/use.ts";
import { renamedText, usesOfRow, usesOfText } from "../../../expression/text-uses.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameIndex } from "./rename.ts";
import { usesOfMethod } from "../../database/access-method/fragment.ts";
import { relationAddress } from "../address.ts";
import { partOf, renamedColumns, renamedPart, tableName, usesOfPart } from "../table-part.ts";
import { standsAsideOfClasses, standsAsideOfText } from "../text-part.ts";
import { getObject } from "../../../../schema/database-schema.ts";
import { creationOfPart } from "../constraint/fragment.ts";
import { followsParent } from "../parents.ts";
import { asMade, hasOtherParts, isAttached, renamedLacking, usesOfLacking } from "../lacking.ts";
import { losesWhole, renamedPartOf, standsAsideOfLacking, standsAsideOfWhole, usesOfPartOf } from "../partition-parts.ts";
import { attachmentBetween, attachmentOf, type AttachIndex } from "./attach.ts";
import type { RenamePartitionIndex } from "./rename-in-partition.ts";
import { isIndex, type Index, type IndexElement } from "./model.ts";
import { usesOfNames } from "./element-keys.ts";
import { renamedElements } from "./renamed-elements.ts";
import { indexKey, ownKeys } from "./own-keys.ts";
import { normalizeIndex, settleElements } from "./normal-form.ts";
import { hasTarget, statisticsChanges, withoutStatistics, type SetIndexStatistics } from "./statistics.ts";
import type { CreateIndex, DropIndex, SetIndexStorage } from "./operations.ts";

export const indexKind: PostgresKind<
  Index,
  CreateIndex | DropIndex | RenameIndex | RenamePartitionIndex | AttachIndex | SetIndexStorage | SetIndexStatistics
> = {
  kind: "index",
  owns: ownKeys,
  uses: (index) => [
    ...usesOfPart(index, columnsOf(index)),
    ...usesOfPartOf(index, indexKey),
    ...usesOfLacking(index),
    ...usesOfMethod(index.method),
    ...usesOfNames(index, index.columns),
    ...usesOfRow(textsOf(index), index),
    ...(toldUses(index) ?? textsOf(index).flatMap((text) => usesOfText(text, index))),
  ],
  usesWithin: (index) =>
    index.partOf === undefined &&
    index.lackedBy === undefined &&
    toldUses(index)?.length === 0 &&
    usesOfMethod(index.method).length === 0 &&
    index.columns.every(({ collation, operatorClass }) => collation === undefined && operatorClass === undefined),
  standsAside: (index, change, ends) =>
    standsAsideOfWhole(index, change, ends) ||
    standsAsideOfLacking(index, change) ||
    (change.isRetyped && hasTarget(index.columns)) ||
    standsAsideOfText(index, textsOf(index), change) ||
    standsAsideOfClasses(index.columns, index.method, change),
  rename: partRenamedBy("renameIndex"),
  renamed: (index, names) => ({
    ...renamedPart(index, indexKey(index), names),
    columns: renamedElements(index, index.columns, names),
    ...renamedPartOf(index, indexKey, names),
    ...renamedLacking(index, names),
    ...(index.include === undefined ? {} : { include: renamedColumns(index, index.include, names) }),
    ...(index.where === undefined ? {} : { where: renamedText(index.where, index, names) }),
  }),
  addresses: { index: relationAddress("index") },
  normalize: normalizeIndex,
  create: createIndex,
  goesAlong: "with relation",
  drop: (index, ends) => (followsParent(ends, index) ? [] : [{ ...partOf(index), kind: "dropIndex" }]),
  alter: alterIndex,
  expressions: (index) => {
    const table = tableName(index);
    const keys = expressionKeys(index).map(({ expression }): Expression => ({ text: expression, table, as: "value" }));
    return index.where === undefined ? keys : [...keys, { text: index.where, table, as: "condition" }];
  },
  withExpressions: (index, texts) => {
    const rest = [...texts];
    const columns = index.columns.map((element) =>
      element.expression === undefined ? element : { ...element, expression: rest.shift() ?? element.expression },
    );
    return { ...index, columns, ...(index.where === undefined ? {} : { where: rest.shift() ?? index.where }) };
  },
  settleNames: (wanted, live, context) => ({ ...wanted, columns: settleElements(wanted.columns, live, context) }),
};

/** A part comes with its whole, or with its table; the rest is its own. */
function createIndex(
  given: Index,
  ends: Ends,
): readonly (CreateIndex | RenamePartitionIndex | AttachIndex | SetIndexStorage | SetIndexStatistics)[] {
  const { invalid: _, ...rest } = given;
  const index = toldAs<Index>(given, rest);
  if (isAttached(index, ends)) {
    const { partOf: __, ...own } = index;
    return [...createIndex(toldAs<Index>(index, own), ends), ...attachmentOf(index)];
  }
  const part = creationOfPart(index, ends);
  if (part === undefined) {
    const { partOf: __, ...own } = asMade(index);
    const made: CreateIndex = { ...own, kind: "createIndex", columns: index.columns.map(withoutStatistics).map(asKey) };
    return [toldAs<CreateIndex>(index, made), ...statisticsChanges(index, [], index.columns)];
  }
  const whole = index.partOf === undefined ? undefined : getObject(ends.after, { ...index.partOf, kind: "index" });
  const changes = whole !== undefined && isIndex(whole) ? alterIndex(asMadeOf(index, whole), index, ends) : [];
  return [...part, ...(changes === "recreate" ? [] : changes)];
}

/** A part as PostgreSQL makes it: stored as the whole is. */
const asMadeOf = ({ storage: _, ...part }: Index, { storage }: Index): Index => ({
  ...part,
  columns: part.columns.map(withoutStatistics),
  ...(storage === undefined ? {} : { storage }),
});

/** An invalid index is built again; so is a part whose whole goes, and a whole that loses a part. */
function alterIndex(from: Index, to: Index, ends: Ends): readonly (AttachIndex | SetIndexStorage | SetIndexStatistics)[] | "recreate" {
  if (hasOtherParts(from, to, ends) || losesWhole(from, to, ends)) return "recreate";
  const { storage: had = {}, ...fromRest } = comparable(normalizeIndex(from));
  const { storage: wanted = {}, ...toRest } = comparable(normalizeIndex(to));
  if (!sameData(fromRest, toRest)) return "recreate";
  const set = Object.entries(wanted).filter(([name, value]) => had[name] !== value);
  const reset = Object.keys(had).filter((name) => wanted[name] === undefined);
  const storage: SetIndexStorage = {
    ...partOf(to),
    kind: "setIndexStorage",
    ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
    ...(reset.length === 0 ? {} : { reset }),
  };
  return [
    ...(set.length === 0 && reset.length === 0 ? [] : [storage]),
    ...statisticsChanges(to, from.columns, to.columns),
    ...attachmentBetween(from, to, ends),
  ];
}

/** A column that is nothing but that is called by its name. */
const asKey = (element: Omit<IndexElement, "statistics">): string | Omit<IndexElement, "statistics"> =>
  element.column !== undefined && Object.keys(element).length === 1 ? element.column : element;

const comparable = ({ invalid: _, partOf: __, lackedBy: ___, ...index }: Index): Index => ({
  ...index,
  columns: index.columns.map(withoutStatistics),
});

const columnsOf = ({ columns, include = [] }: Index): readonly string[] => [
  ...columns.flatMap(({ column }) => (column === undefined ? [] : [column])),
  ...include,
];

const expressionKeys = ({ columns }: Index): readonly (IndexElement & { readonly expression: string })[] =>
  columns.flatMap((element) => (element.expression === undefined ? [] : [{ ...element, expression: element.expression }]));

const textsOf = (index: Index): readonly string[] => [
  ...expressionKeys(index).map(({ expression }) => expression),
  ...(index.where === undefined ? [] : [index.where]),
];
