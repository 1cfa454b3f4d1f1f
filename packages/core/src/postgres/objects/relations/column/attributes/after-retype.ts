import type { Ends } from "../../../../../operation/ends.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { changeColumn, columnAt, columnKey, type ColumnRef } from "../column-ref.ts";
import { elementsOf, isKeyed, keyedKeys, mapElements, withoutStatistics } from "../../index/fragment.ts";
import { withStatisticsAnew } from "../../statistics/fragment.ts";
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

function isRetyped(column: Column, { after }: Ends): boolean {
  const stays = columnAt(after, column);
  if (stays === undefined) return false;
  const [had, has] = [normalizeColumn(column), normalizeColumn(stays)];
  return had.type !== has.type || had.collation !== has.collation;
}

/** Sets again what a change of type that is not the column's own, such as an enum's, takes from a column. */
export function attributesAgain(ref: ColumnRef, ends: Ends): readonly AttributeOperations[keyof AttributeOperations][] {
  const [had, has] = [columnAt(ends.before, ref), columnAt(ends.after, ref)];
  if (had === undefined || has === undefined || isRetyped(had, ends)) return [];
  const { storage, compression, ...rest } = has;
  const kept: Column = {
    ...rest,
    ...(storage === undefined || had.storage !== storage ? {} : { storage }),
    ...(compression === undefined || had.compression !== compression ? {} : { compression }),
  };
  return attributeChanges(kept, kept, { isRetyped: true });
}
