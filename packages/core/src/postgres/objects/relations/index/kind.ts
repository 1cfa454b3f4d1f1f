import type { Expression } from "../../../../operation/ends.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { toldUses } from "../../../../schema/use.ts";
import { renamedText, usesOfText } from "../../../expression/text-uses.ts";
import type { PostgresKind } from "../../kind.ts";
import { partRenamedBy } from "../../renaming.ts";
import type { RenameIndex } from "./rename.ts";
import { relationAddress } from "../address.ts";
import { partOf, renamedColumns, renamedPart, tableName, usesOfPart } from "../table-part.ts";
import { standsAsideOfText } from "../text-part.ts";
import type { Index, IndexElement } from "./model.ts";
import { renamedElements } from "./renamed-elements.ts";
import { indexKey, ownKeys } from "./own-keys.ts";
import { normalizeIndex, settleElements } from "./normal-form.ts";
import { statisticsChanges, withoutStatistics, type SetIndexStatistics } from "./statistics.ts";
import type { CreateIndex, DropIndex, SetIndexStorage } from "./operations.ts";

export const indexKind: PostgresKind<Index, CreateIndex | DropIndex | RenameIndex | SetIndexStorage | SetIndexStatistics> = {
  kind: "index",
  owns: ownKeys,
  uses: (index) => [
    ...usesOfPart(index, columnsOf(index)),
    ...(toldUses(index) ?? textsOf(index).flatMap((text) => usesOfText(text, index))),
  ],
  standsAside: (index, change) => standsAsideOfText(index, textsOf(index), change),
  rename: partRenamedBy("renameIndex"),
  renamed: (index, names) => ({
    ...renamedPart(index, indexKey(index), names),
    columns: renamedElements(index, index.columns, names),
    ...(index.include === undefined ? {} : { include: renamedColumns(index, index.include, names) }),
    ...(index.where === undefined ? {} : { where: renamedText(index.where, index, names) }),
  }),
  addresses: { index: relationAddress("index") },
  normalize: normalizeIndex,
  create: ({ invalid: _, ...index }) => [
    { ...index, kind: "createIndex", columns: index.columns.map(withoutStatistics).map(asKey) },
    ...statisticsChanges(index, [], index.columns),
  ],
  goesAlong: "with relation",
  drop: (index) => [{ ...partOf(index), kind: "dropIndex" }],
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

/** An invalid index is built again. */
function alterIndex(from: Index, to: Index): readonly (SetIndexStorage | SetIndexStatistics)[] | "recreate" {
  if (from.invalid === true && to.invalid !== true) return "recreate";
  const { storage: had = {}, ...fromRest } = whole(normalizeIndex(from));
  const { storage: wanted = {}, ...toRest } = whole(normalizeIndex(to));
  if (!sameData(fromRest, toRest)) return "recreate";
  const set = Object.entries(wanted).filter(([name, value]) => had[name] !== value);
  const reset = Object.keys(had).filter((name) => wanted[name] === undefined);
  const storage: SetIndexStorage = {
    ...partOf(to),
    kind: "setIndexStorage",
    ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
    ...(reset.length === 0 ? {} : { reset }),
  };
  return [...(set.length === 0 && reset.length === 0 ? [] : [storage]), ...statisticsChanges(to, from.columns, to.columns)];
}

/** A column that is nothing but that is called by its name. */
const asKey = (element: Omit<IndexElement, "statistics">): string | Omit<IndexElement, "statistics"> =>
  element.column !== undefined && Object.keys(element).length === 1 ? element.column : element;

const whole = ({ invalid: _, ...index }: Index): Index => ({ ...index, columns: index.columns.map(withoutStatistics) });

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
