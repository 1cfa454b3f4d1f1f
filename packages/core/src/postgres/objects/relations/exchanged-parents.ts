import type { Ends } from "../../../operation/ends.ts";
import { getObject, objectsIn } from "../../../schema/database-schema.ts";
import { sameData } from "../../../schema/same-data.ts";
import { isColumn, type Column } from "./column/model.ts";
import { isCheck, type Check } from "./constraint/model.ts";
import { isFrom, isInheritable, isMergeable, keptParents, type Inheritable } from "./kept-parents.ts";
import { tableAt } from "./parents.ts";
import { parentsOf, type Table, type TableName } from "./table/model.ts";

interface ExchangedParents {
  readonly joins: TableName;
  readonly leaves: readonly TableName[];
}

/**
 * One that a table joins before it leaves others, and so keeps what all have as inherited: it has all of that already, and nothing
 * changes there for which it would have to leave the others first. Undefined: there is none.
 */
export function exchangedParents(from: Table, to: Table, ends: Ends): ExchangedParents | undefined {
  const kept = keptParents(from, to, ends);
  const isIn = (list: readonly TableName[], parent: TableName): boolean => list.some((other) => sameData(other, parent));
  const leaves = (from.inherits ?? []).filter((parent) => !isIn(kept, parent));
  const joins = (to.inherits ?? []).find((parent) => !isIn(kept, parent));
  if (joins === undefined || leaves.length === 0 || isIn(leaves, joins)) return undefined;
  const isApart = (schema: Ends["before"]): boolean => leaves.every((left) => !isAbove(left, joins, schema));
  const isReady = isSteady(joins, ends) || (isApart(ends.before) && isApart(ends.after));
  return isReady && hasAll(from, joins, ends) ? { joins, leaves } : undefined;
}

/** Whether a table inherits from another one, or that is the same. */
const isAbove = (other: TableName, table: TableName, schema: Ends["before"]): boolean =>
  (other.schema === table.schema && other.name === table.name) ||
  (tableAt(schema, table)?.inherits ?? []).some((parent) => isAbove(other, parent, schema));

const hasAll = (from: Table, parent: TableName, ends: Ends): boolean =>
  objectsIn(ends.after, parent)
    .filter(isInheritable)
    .filter((part) => !isCheck(part) || part.noInherit !== true)
    .every((part) => {
      const has = getObject(ends.before, { ...part, schema: from.schema, table: from.name });
      if (has === undefined) return false;
      return isCheck(part) ? isCheck(has) && sameData(bare(has), bare(part)) : isColumn(has) && hasColumn(has, part);
    });

/** A NOT NULL keeps the name that it has. */
function hasColumn(has: Column, { notNull, identity, notNullConstraint: said = {}, ...wanted }: Column): boolean {
  if (!isMergeable(has, wanted)) return false;
  if ((notNull !== true && identity === undefined) || said.noInherit === true) return true;
  const { notNullConstraint: own = {} } = has;
  return has.notNull === true && own.noInherit !== true && own.notValid === said.notValid;
}

/** Whether a column that is NOT NULL inherits that as it is from the table that its own joins before it leaves others. */
export function joinsNotNull(from: Column, to: Column, ends: Ends): boolean {
  if (from.notNull !== true || to.notNullConstraint?.inherited !== true) return false;
  const at = { schema: from.schema, name: from.table };
  const [had, has] = [tableAt(ends.before, at), tableAt(ends.after, at)];
  const exchanged = had === undefined || has === undefined ? undefined : exchangedParents(had, has, ends);
  return exchanged !== undefined && isFrom(to, exchanged.joins);
}

const bare = ({ schema: _, table: __, inheritedFrom: ___, alsoOwn: ____, ...check }: Check): Partial<Check> => check;

/** Nothing of it changes, nor of what a new one inherits from: a change above it would come only after the table has left what is above. */
function isSteady(table: TableName, ends: Ends): boolean {
  const [from, to] = [tableAt(ends.before, table), tableAt(ends.after, table)];
  if (to === undefined) return false;
  if (from === undefined) return parentsOf(to).every((parent) => isSteady(parent, ends));
  const partsAt = (schema: Ends["before"]): readonly Inheritable[] => objectsIn(schema, table).filter(isInheritable);
  const [had, has] = [partsAt(ends.before), partsAt(ends.after)];
  return (
    sameData(from.inherits, to.inherits) && had.length === has.length && had.every((part) => sameData(part, getObject(ends.after, part)))
  );
}
