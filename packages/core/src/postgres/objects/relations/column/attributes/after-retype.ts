import type { Ends } from "../../../../../operation/ends.ts";
import { getObject, objectsIn, putObjects, type DatabaseSchema } from "../../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../../schema/object.ts";
import { sameData } from "../../../../../schema/same-data.ts";
import { changeColumn, columnAt, columnKey, type ColumnRef } from "../column-ref.ts";
import {
  elementsOf,
  isKeyed,
  keyedKeys,
  mapElements,
  statisticsChanges,
  withoutStatistics,
  type SetIndexStatistics,
} from "../../index/fragment.ts";
import { withStatisticsAnew } from "../../statistics/fragment.ts";
import { columnsOf } from "../../columns.ts";
import type { Column } from "../model.ts";
import { normalizeColumn } from "../normal-form.ts";
import { attributeChanges } from "./alter.ts";
import { afterRetype } from "./model.ts";
import type { AttributeOperations } from "./operations.ts";

// PostgreSQL makes the indexes over a column anew when that gets another type, or other values: without the statistics
// targets of their expressions.

/** Indexes over the column, and exclusion constraints, that have a statistics target. */
function targetedOver(ref: ColumnRef, schema: DatabaseSchema) {
  return objectsIn(schema, { schema: ref.schema, name: ref.table })
    .filter(isKeyed)
    .filter((object) => elementsOf(object).some(({ statistics }) => statistics !== undefined))
    .filter((object) => keyedKeys(object).includes(columnKey(ref)));
}

/** The schema after the indexes and extended statistics over a column were made anew. */
export function withIndexesAnew(before: DatabaseSchema, ref: ColumnRef): DatabaseSchema {
  const schema = withStatisticsAnew(before, columnKey(ref));
  const targeted = targetedOver(ref, schema);
  return targeted.length === 0
    ? schema
    : putObjects(
        schema,
        targeted.map((object) => mapElements(object, withoutStatistics)),
      );
}

/** The schema after a column got another type, but for that type. */
export const withAttributesReset = (schema: DatabaseSchema, ref: ColumnRef): DatabaseSchema =>
  withIndexesAnew(changeColumn(schema, ref, afterRetype), ref);

/**
 * Sets the targets of indexes over a column again, where the index stays as it is. Others get theirs when they are made or altered; of
 * several columns of an index that get another type, the first sees to it.
 */
export function indexStatisticsAgain(ref: ColumnRef, ends: Ends): readonly SetIndexStatistics[] {
  return targetedOver(ref, ends.before).flatMap((object) => {
    const stays = getObject(ends.after, object);
    if (stays === undefined || !isKeyed(stays)) return [];
    const [had, has] = [elementsOf(object), elementsOf(stays)];
    if (!sameData(had.map(withoutStatistics), has.map(withoutStatistics)) || isSeenTo(object, ref, ends)) return [];
    const kept = has.map((element, at) => (element.statistics === had[at]?.statistics ? element : withoutStatistics(element)));
    return statisticsChanges(stays, [], kept); // what changes is set by the index's own operation
  });
}

/** Whether an earlier column of the table gets another type too, and is in the index. */
function isSeenTo(object: SchemaObject, ref: ColumnRef, ends: Ends): boolean {
  const columns = columnsOf(ends.before, { schema: ref.schema, name: ref.table });
  const first = columns.find((column) => isRetyped(column, ends) && targetedOver(column, ends.before).some((other) => other === object));
  return first !== undefined && first.name !== ref.name;
}

function isRetyped(column: Column, { after }: Ends): boolean {
  const stays = columnAt(after, column);
  if (stays === undefined) return false;
  const [had, has] = [normalizeColumn(column), normalizeColumn(stays)];
  return had.type !== has.type || had.collation !== has.collation;
}

/** Sets again what a change of type that is not the column's own, such as an enum's, takes from a column and its indexes. */
export function attributesAgain(
  ref: ColumnRef,
  ends: Ends,
): readonly (AttributeOperations[keyof AttributeOperations] | SetIndexStatistics)[] {
  const [had, has] = [columnAt(ends.before, ref), columnAt(ends.after, ref)];
  if (had === undefined || has === undefined || isRetyped(had, ends)) return [];
  const { storage, compression, ...rest } = has;
  const kept: Column = {
    ...rest,
    ...(storage === undefined || had.storage !== storage ? {} : { storage }),
    ...(compression === undefined || had.compression !== compression ? {} : { compression }),
  };
  return [...attributeChanges(kept, kept, { isRetyped: true }), ...indexStatisticsAgain(ref, ends)];
}
