import type { Ends } from "../../../operation/ends.ts";
import { getObject, objectsIn } from "../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import { sameData } from "../../../schema/same-data.ts";
import { isColumn, type Column } from "./column/model.ts";
import { notNullName } from "./column/value/not-null.ts";
import { isCheck, type Check } from "./constraint/model.ts";
import type { Table, TableName } from "./table/model.ts";

/**
 * The tables that a table goes on inheriting from, without a break. New ones come last: those that would stand behind them are left and
 * joined again. So are those that lose something which the table keeps as its own, as PostgreSQL would take it from both, and those
 * that get what the table has in another form.
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

type Part = Column | Check;

const isPart = (object: SchemaObject): object is Part => isColumn(object) || isCheck(object);

function isTorn(table: Table, parent: TableName, ends: Ends): boolean {
  return objectsIn(ends.before, table)
    .filter(isPart)
    .some((part) => {
      const stays = getObject(ends.after, part);
      return stays !== undefined && isPart(stays) && isPartTorn(part, stays, parent);
    });
}

function isPartTorn(from: Part, to: Part, parent: TableName): boolean {
  const [had, has] = [isFrom(from, parent), isFrom(to, parent)];
  if (had && !has) return from.alsoOwn !== true && !(from.inheritedFrom ?? []).some((other) => isFrom(to, nameOf(other)));
  if (!has || !isColumn(from) || !isColumn(to)) return false;
  return !had && !isMergeable(from, to);
}

const nameOf = ({ schema, table }: { readonly schema: string; readonly table: string }): TableName => ({ schema, name: table });

const isFrom = ({ inheritedFrom = [] }: Part, { schema, name }: TableName): boolean =>
  inheritedFrom.some((from) => from.schema === schema && from.table === name);

/** PostgreSQL makes one column of two only if they are of one type, and where both are NOT NULL that keeps its name. */
function isMergeable(from: Column, to: Column): boolean {
  const [had, has] = [notNullName(from), notNullName(to)];
  return sameData(formOf(from), formOf(to)) && (had === undefined || has === undefined || had === has);
}

const formOf = ({ type, collation, generated }: Column): Partial<Column> => ({
  type,
  ...(collation === undefined ? {} : { collation }),
  ...(generated === undefined ? {} : { generated }),
});
