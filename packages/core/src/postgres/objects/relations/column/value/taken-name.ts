import type { DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { createLookup } from "../../../../../schema/lookup.ts";
import type { SchemaObject } from "../../../../../schema/object.ts";
import { isCheck, isExclusion, isForeignKey, isPrimaryKey, isUnique } from "../../constraint/model.ts";
import { isColumn, type Column } from "../model.ts";
import { notNullName } from "./not-null.ts";

const isConstraint = (object: SchemaObject): boolean =>
  [isPrimaryKey, isUnique, isCheck, isForeignKey, isExclusion].some((is) => is(object));

const nameOf = (object: SchemaObject): string | undefined =>
  isColumn(object) ? notNullName(object) : isConstraint(object) ? object.name : undefined;

const named = createLookup((object) => {
  const name = nameOf(object);
  return name === undefined ? [] : [keyOf(object.schema, name)];
});

const keyOf = (schema: string | undefined, name: string): string => `constraint named ${schema}.${name}`;

/**
 * The column with the name of its NOT NULL spelled out, where PostgreSQL would choose another one: it takes none that a constraint of
 * another table of the schema has (ChooseConstraintName), as that of a table which was renamed.
 */
export function withTakenName(column: Column, before: DatabaseSchema): Column {
  const name = notNullName(column);
  if (name === undefined || column.notNullConstraint?.name !== undefined || column.notNullConstraint?.inherited === true) return column;
  const isTaken = named.all(before, keyOf(column.schema, name)).some(({ table }) => table !== column.table);
  return isTaken ? { ...column, notNull: true, notNullConstraint: { ...column.notNullConstraint, name } } : column;
}
