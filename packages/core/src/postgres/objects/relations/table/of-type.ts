import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters } from "../../../../operation/object-operations.ts";
import { quickExclusive } from "../../../../operation/shapes.ts";
import type { Touches } from "../../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { columnsOf } from "../columns.ts";
import { leftKey, shapeKey } from "../parents.ts";
import { typeAt } from "../typed.ts";
import type { Table, TableName } from "./model.ts";

/** Binds the columns of a table to the attributes of a composite type, which must have the same names and types in the same order. */
export interface SetTableType extends TableName {
  readonly kind: "setTableType";
  readonly ofType: TableName;
}

/** Has the columns of a table not be those of a type any more. They stay as they are, and can change. */
export interface UnsetTableType extends TableName {
  readonly kind: "unsetTableType";
}

export interface OfTypeOperations {
  readonly setTableType: SetTableType;
  readonly unsetTableType: UnsetTableType;
}

const nameOf = ({ schema, name }: TableName): TableName => ({ schema, name });

/** The table as it is without a type. */
export const withoutType = ({ ofType: _, ...table }: Table): Table => table;

/** It comes after all changes of the columns and of the type. */
const setting = alters<SetTableType, Table>("table", (table, { ofType }) => ({ ...table, ofType }));
const unsetting = alters<UnsetTableType, Table>("table", withoutType);

/** What says that the columns change is not the table: others need not wait for it. */
const ofColumns = ({ needs = [], frees = [] }: Touches): Touches => ({ needs, frees });

/** Why the columns of a table are not those of the type: PostgreSQL can put neither in another order. */
export function inTheWayOfType(table: TableName, ofType: TableName | undefined, schema: DatabaseSchema): readonly string[] {
  const type = typeAt(schema, ofType);
  if (type === undefined) return [];
  const columns = columnsOf(schema, table);
  const isAlike = columns.length === type.attributes.length && type.attributes.every(({ name }, at) => columns[at]?.name === name);
  return isAlike ? [] : [`columns of table ${table.schema}.${table.name} in another order than type ${type.schema}.${type.name}`];
}

const setTableType: OperationSpec<SetTableType> = {
  ...setting,
  touches: (op, before, kinds: Kinds) => {
    const touches = ofColumns(setting.touches(op, before, kinds));
    const own = [resource.relation(op.schema, op.name), resource.type(op.ofType.schema, op.ofType.name), shapeKey(op), leftKey(op)];
    return { ...touches, needs: [...(touches.needs ?? []), ...own] };
  },
  sql: (op) => [sql`alter table ${nameOf(op)} of ${op.ofType}`],
  facts: (op, before) => {
    const inTheWay = inTheWayOfType(op, op.ofType, before);
    return inTheWay.length === 0 ? quickExclusive : { ...quickExclusive, inTheWay };
  },
};

const unsetTableType: OperationSpec<UnsetTableType> = {
  ...unsetting,
  touches: (op, before, kinds) => ({
    ...ofColumns(unsetting.touches(op, before, kinds)),
    creates: [leftKey(op)],
    needs: [resource.relation(op.schema, op.name)],
  }),
  sql: (op) => [sql`alter table ${nameOf(op)} not of`],
  facts: () => quickExclusive,
};

export const ofTypeOperations: SpecsOf<OfTypeOperations> = { setTableType, unsetTableType };
