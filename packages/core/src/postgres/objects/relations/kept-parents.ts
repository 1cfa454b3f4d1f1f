import type { Ends } from "../../../operation/ends.ts";
import { getObject, objectsIn } from "../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import { sameData } from "../../../schema/same-data.ts";
import { isColumn, type Column } from "./column/model.ts";
import { notNullName } from "./column/value/not-null.ts";
import { isCheck, isPrimaryKey, type Check } from "./constraint/model.ts";
import type { Table, TableName } from "./table/model.ts";

/**
 * The tables that a table goes on inheriting from, without a break. New ones come last: those that would stand behind them are left and
 * joined again. So are those that get what the table has in another form, and those that lose a NOT NULL which the table keeps and
 * which cannot be left to it.
 */
export function keptParents(from: Table, to: Table, ends: Ends): readonly TableName[] {
  const { inherits: had = [] } = from;
  const { inherits: has = [] } = to;
  const staying = had.filter((parent) => has.some((other) => sameData(other, parent)));
  let count = 0;
  while (count < staying.length && sameData(staying[count], has[count])) count += 1;
  const kept = staying.slice(0, count);
  const torn = kept.findIndex((parent) => isTorn(from, parent, ends));
  return torn === -1 ? kept : kept.slice(0, torn);
}

/** What a table gets from one that it inherits from. */
export type Inheritable = Column | Check;

export const isInheritable = (object: SchemaObject): object is Inheritable => isColumn(object) || isCheck(object);

function isTorn(table: Table, parent: TableName, ends: Ends): boolean {
  return objectsIn(ends.before, table)
    .filter(isInheritable)
    .some((part) => {
      const stays = getObject(ends.after, part);
      return stays !== undefined && isInheritable(stays) && isPartTorn(part, stays, { parent, ends });
    });
}

interface OfParent {
  readonly parent: TableName;
  readonly ends: Ends;
}

function isPartTorn(from: Inheritable, to: Inheritable, { parent, ends }: OfParent): boolean {
  const [had, has] = [isFrom(from, parent), isFrom(to, parent)];
  if (!isColumn(from) || !isColumn(to)) return false;
  if (had && !has)
    return from.notNullConstraint?.inherited === true && hasFirmNotNull({ ...from, schema: parent.schema, table: parent.name }, ends);
  return has && !had && !isMergeable(from, to);
}

/** Whether a column cannot lose its NOT NULL before it goes: a primary key or an identity needs it. */
const hasFirmNotNull = (ref: Column, { before }: Ends): boolean =>
  objectsIn(before, { schema: ref.schema, name: ref.table }).some(
    (object) =>
      (isPrimaryKey(object) && object.columns.includes(ref.name)) ||
      (isColumn(object) && object.name === ref.name && object.identity !== undefined),
  );

export const isFrom = ({ inheritedFrom = [] }: Inheritable, { schema, name }: TableName): boolean =>
  inheritedFrom.some((from) => from.schema === schema && from.table === name);

/** PostgreSQL makes one column of two only if they are of one type, and where both are NOT NULL that keeps its name. */
export function isMergeable(from: Column, to: Column): boolean {
  const [had, has] = [notNullName(from), notNullName(to)];
  return sameData(formOf(from), formOf(to)) && (had === undefined || has === undefined || had === has);
}

const formOf = ({ type, collation, generated }: Column): Partial<Column> => ({
  type,
  ...(collation === undefined ? {} : { collation }),
  ...(generated === undefined ? {} : { generated }),
});
