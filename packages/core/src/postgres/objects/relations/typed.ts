import { MigError } from "../../../errors.ts";
import type { OperationSpec } from "../../../operation/kinds.ts";
import type { AnyOperation } from "../../../operation/operation.ts";
import type { OperationFacts } from "../../../operation/spec.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { byRefKey, refText } from "../../../schema/object.ts";
import { createMayHave } from "../../../schema/may-have.ts";
import { normalizeType } from "../../type/name.ts";
import { spelledType } from "../../type/spelling.ts";
import { isCompositeType, type CompositeType } from "../types/composite-type/model.ts";
import { columnsOf } from "./columns.ts";
import { tableAt } from "./parents.ts";
import { isTable, type Table, type TableName } from "./table/model.ts";

// Tables of a composite type: the type says which columns they have.

const mayHaveTyped = createMayHave((container) => {
  for (const object of container.values()) if (isTable(object) && object.ofType !== undefined) return true;
  return false;
});

const typedTables = (schema: DatabaseSchema): readonly Table[] =>
  mayHaveTyped(schema) ? objectsOf(schema).filter((object): object is Table => isTable(object) && object.ofType !== undefined) : [];

export const tablesOfType = (schema: DatabaseSchema, type: TableName): readonly Table[] =>
  typedTables(schema).filter(({ ofType }) => ofType?.schema === type.schema && ofType.name === type.name);

const textOf = ({ schema, name }: TableName): string => `${schema}.${name}`;

export function typeAt(schema: DatabaseSchema, ofType: TableName | undefined): CompositeType | undefined {
  const type = ofType === undefined ? undefined : getObject(schema, { kind: "compositeType", schema: ofType.schema, name: ofType.name });
  return type !== undefined && isCompositeType(type) ? type : undefined;
}

/** Models can say the columns of such a table, and nothing of its type: then both must say the same. */
export function assertAsTyped(schema: DatabaseSchema): void {
  for (const table of typedTables(schema)) {
    const type = typeAt(schema, table.ofType);
    const columns = type === undefined ? [] : differingColumns(schema, table, type);
    if (type !== undefined && columns.length > 0)
      throw new MigError("TYPED_TABLE_COLUMNS", { table: textOf(table), type: textOf(type), columns });
  }
}

interface DifferingColumn {
  readonly name: string;
  /** Its type in the table, and in the composite type. Absent: it is not there. */
  readonly inTable?: string;
  readonly inType?: string;
}

function differingColumns(schema: DatabaseSchema, table: Table, { attributes }: CompositeType): readonly DifferingColumn[] {
  const columns = columnsOf(schema, table);
  const names = new Set([...attributes, ...columns].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [inTable, inType] = [columns, attributes].map((list) => list.find((one) => one.name === name)?.type);
    const isAlike = inTable !== undefined && inType !== undefined && normalizeType(spelledType(inTable, inType)) === normalizeType(inType);
    return isAlike ? [] : [{ name, ...(inTable === undefined ? {} : { inTable }), ...(inType === undefined ? {} : { inType }) }];
  });
}

/**
 * The name of a column of a table of a type is that of the attribute: its other name is given there, and once for all tables of the type.
 * Undefined: it is of no such table.
 */
export function attributeRename(
  { schema: at, table, name }: { readonly schema: string; readonly table: string; readonly name: string },
  { name: to }: { readonly name: string },
  schema: DatabaseSchema,
) {
  const type = typeAt(schema, tableAt(schema, { schema: at, name: table })?.ofType);
  if (type === undefined) return undefined;
  const [first] = tablesOfType(schema, type).toSorted(byRefKey);
  const isFirst = first?.schema === at && first.name === table;
  return isFirst ? [{ kind: "renameAttribute" as const, schema: type.schema, compositeType: type.name, name, to }] : [];
}

/** An operation on a column, also of a table of a type: PostgreSQL refuses it there. */
export const alsoTyped = <Op extends AnyOperation & { readonly schema: string; readonly table: string }>(
  spec: OperationSpec<Op>,
): OperationSpec<Op> => ({
  ...spec,
  facts: (op, before, kinds) => {
    const ofType = tableAt(before, { schema: op.schema, name: op.table })?.ofType;
    const facts = spec.facts(op, before, kinds);
    return ofType === undefined ? facts : met(facts, [`type ${textOf(ofType)} of table ${op.schema}.${op.table}`]);
  },
});

/** An operation on an attribute that gives no value another form, also of a type that tables are of: PostgreSQL refuses it there. */
export const alsoOfTables = <Op extends AnyOperation>(spec: OperationSpec<Op>, typeOf: (op: Op) => TableName): OperationSpec<Op> => ({
  ...spec,
  facts: (op, before, kinds) => met(spec.facts(op, before, kinds), tablesOfType(before, typeOf(op)).map(refText)),
});

const met = (facts: OperationFacts, more: readonly string[]): OperationFacts =>
  more.length === 0 ? facts : { ...facts, inTheWay: [...(facts.inTheWay ?? []), ...more] };
