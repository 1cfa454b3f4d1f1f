import type { Kinds } from "../../../../operation/kinds.ts";
import { objectsIn, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { asInherited, columnAt, mergedColumn, withoutParent } from "../column/fragment.ts";
import { columnsOf, type Column } from "../columns.ts";
import { checkWithoutParent, inheritedCheck } from "../constraint/fragment.ts";
import { isCheck } from "../constraint/model.ts";
import { withLacking } from "../lacking.ts";
import { isParted, withoutWhole, withPart } from "../partition-parts.ts";
import { parentsOf, type Table, type TableName } from "./model.ts";

// What a table gets by becoming a partition or by inheriting, and what is its own when it stops.

/** The schema in which a table, which is there with what is its own, has got what it inherits from these tables. */
export const withInherited = (schema: DatabaseSchema, table: Table, parents: readonly TableName[], kinds: Kinds): DatabaseSchema =>
  parents.reduce((next, parent) => joined(next, table, parent, kinds), schema);

function joined(before: DatabaseSchema, table: Table, parent: TableName, kinds: Kinds): DatabaseSchema {
  const { schema, name } = table;
  const columns = columnsOf(before, parent).map((column) => {
    const had = columnAt(before, { schema, table: name, name: column.name });
    return had === undefined ? asInherited(column, table) : mergedColumn(ownOf(had, table), asInherited(column, table));
  });
  const own = objectsIn(before, table).filter(isCheck);
  const checks = objectsIn(before, parent)
    .filter(isCheck)
    .filter(({ noInherit }) => noInherit !== true)
    .map(({ notValid: _, ...check }) =>
      inheritedOnly(
        inheritedCheck(
          check, // valid, since a new table has no rows: one that is there has it already
          table,
          own.find((other) => other.name === check.name),
        ),
        table,
      ),
    );
  const after = putObjects(before, [...columns, ...checks]);
  if (table.partitionOf === undefined || table.foreign !== undefined) return after;
  const parted = objectsIn(after, parent)
    .filter(isParted)
    .reduce((next, whole) => withPart(next, whole, table, kinds), after);
  return withLacking(parted, parent, kinds, "gone");
}

/** What a partition has is what its table has: nothing of that is its own. */
const inheritedOnly = <Part extends { readonly alsoOwn?: true }>(part: Part, { partitionOf }: Table): Part => {
  const { alsoOwn: _, ...inherited } = part;
  return partitionOf === undefined ? part : (inherited as Part); // it is optional
};

const ownOf = (column: Column, table: Table): Column =>
  column.inheritedFrom === undefined && table.partitionOf === undefined ? { ...column, alsoOwn: true } : column;

/** The schema in which a table does not inherit from one any more: what that has, it has by itself. */
export function withoutInherited(before: DatabaseSchema, table: Table, parent: TableName, kinds: Kinds): DatabaseSchema {
  const { partitionOf: _, inherits = [], ...rest } = table;
  const left =
    table.partitionOf === undefined ? inherits.filter(({ schema, name }) => schema !== parent.schema || name !== parent.name) : [];
  const own: Table = left.length === 0 ? rest : { ...rest, inherits: left };
  const objects = objectsIn(before, table);
  const columns = columnsOf(before, table)
    .filter(({ inheritedFrom }) => inheritedFrom !== undefined)
    .map((column) => withoutParent(column, parent));
  const checks = objects
    .filter(isCheck)
    .filter(({ inheritedFrom }) => inheritedFrom !== undefined)
    .map((check) => checkWithoutParent(check, parent));
  return withLacking(withoutWhole(putObjects(before, [own, ...columns, ...checks]), table), parent, kinds, "gone");
}

/** The table with another one that it inherits from. */
export const withParent = (table: Table, parent: TableName): Table => ({ ...table, inherits: [...parentsOf(table), parent] });
