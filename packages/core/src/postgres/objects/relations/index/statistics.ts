import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { raw, sql } from "../../../sql/sql.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { isExclusion, type Exclusion } from "../constraint/model.ts";
import { resource } from "../../resources.ts";
import { columnKeys, partOf, type TablePart } from "../table-part.ts";
import { isIndex, type Index, type IndexElement } from "./model.ts";

/** How exactly the next ANALYZE looks at an expression of an index, or of an exclusion constraint's index. */
export interface SetIndexStatistics extends TablePart {
  readonly kind: "setIndexStatistics";
  /** The position of the expression among the keys, from 1 on. */
  readonly column: number;
  /** From 0, which is not at all, to 10000. `default`: as the server is set. */
  readonly statistics: number | "default";
}

type Keyed = Index | Exclusion;

export const isKeyed = (object: SchemaObject): object is Keyed => isIndex(object) || isExclusion(object);

export const elementsOf = (object: Keyed): readonly IndexElement[] => (object.kind === "index" ? object.columns : object.elements);

/** The index or exclusion constraint with each key changed. */
export function mapElements(object: Keyed, change: (element: IndexElement, at: number) => IndexElement): Keyed {
  return object.kind === "index"
    ? { ...object, columns: object.columns.map(change) }
    : { ...object, elements: object.elements.map((element, at) => ({ ...change(element, at), operator: element.operator })) };
}

export const withoutStatistics = <Element extends IndexElement>({ statistics: _, ...element }: Element): Omit<Element, "statistics"> =>
  element;

/** What makes the statistics targets of one side those of the other, where the keys are the same. */
export function statisticsChanges(
  part: TablePart,
  from: readonly IndexElement[],
  to: readonly IndexElement[],
): readonly SetIndexStatistics[] {
  return to.flatMap(({ statistics }, at) =>
    statistics === from[at]?.statistics
      ? []
      : [{ kind: "setIndexStatistics" as const, ...partOf(part), column: at + 1, statistics: statistics ?? "default" }],
  );
}

/** What its keys, included columns and condition use, as resource keys. */
export function keyedKeys(object: Keyed): readonly string[] {
  const elements = elementsOf(object);
  const texts = [...elements.map(({ expression }) => expression), object.where].filter((text) => text !== undefined);
  const columns = elements.flatMap(({ column }) => column ?? []);
  return [...columnKeys(object, [...columns, ...(object.include ?? [])]), ...texts.flatMap((text) => keysInText(text, object))];
}

function keyedAt(schema: DatabaseSchema, part: TablePart): Keyed | undefined {
  const [found] = ["index", "exclusion"].flatMap((kind) => getObject(schema, { ...partOf(part), kind }) ?? []);
  return found !== undefined && isKeyed(found) ? found : undefined;
}

export const setIndexStatistics: OperationSpec<SetIndexStatistics> = {
  about: aboutOf("index"),
  ...statewise((before, { column, statistics, ...part }) => {
    const object = keyedAt(before, part);
    if (object === undefined) return before;
    const set = statistics === "default" || statistics < 0 ? {} : { statistics };
    return putObjects(before, [
      mapElements(object, (element, at) => (at + 1 === column ? { ...withoutStatistics(element), ...set } : element)),
    ]);
  }),
  // A change of type of a column makes the index anew without them.
  touches: (op, before) => {
    const object = keyedAt(before, op);
    return { alters: [resource.relation(op.schema, op.name)], ...(object === undefined ? {} : { needs: keyedKeys(object) }) };
  },
  sql: ({ schema, name, column, statistics }) => [
    sql`alter index ${{ schema, name }} alter column ${raw(BigInt(column).toString())} set statistics ${raw(statistics === "default" ? "-1" : BigInt(statistics).toString())}`,
  ],
  facts: () => ({ ...metadataOnly, lock: "share update exclusive" }),
};

/** Whether an index has a statistics target, which PostgreSQL forgets where it makes the index anew for another type of a column. */
export const hasTarget = (elements: readonly IndexElement[]): boolean => elements.some(({ statistics }) => statistics !== undefined);
