import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { isTable } from "../table/model.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { dropTouches } from "../../../../operation/object-operations.ts";
import { addFacts } from "./add-facts.ts";
import { columnAt, columnKey, columnRef, type ColumnRef } from "./column-ref.ts";
import { foreignKeysOver, withOtherEnds } from "./foreign-keys.ts";
import { columnAfter, columnClause } from "./fragment.ts";
import { attributeOperations, type AttributeOperations } from "./attributes/operations.ts";
import { generatedOperations, type GeneratedOperations } from "./generated/operations.ts";
import { identityOperations, type IdentityOperations } from "./identity/operations.ts";
import { ownedByColumn, usedByColumn } from "./keys.ts";
import { serialOperations, type SerialOperations } from "./identity/conversions.ts";
import { spelledOut } from "./identity/serial-type.ts";
import type { Column } from "./model.ts";
import { renameColumn, type RenameColumn } from "./rename.ts";
import { typeOperations, type TypeOperations } from "./type-operations.ts";
import { valueOperations, type ValueOperations } from "./value/operations.ts";

export interface AddColumn extends Omit<Column, "kind"> {
  readonly kind: "addColumn";
}

/** Indexes and constraints over the column go with it. */
export interface DropColumn extends ColumnRef {
  readonly kind: "dropColumn";
}

export interface ColumnOperations
  extends ValueOperations, TypeOperations, IdentityOperations, SerialOperations, GeneratedOperations, AttributeOperations {
  readonly addColumn: AddColumn;
  readonly dropColumn: DropColumn;
  readonly renameColumn: RenameColumn;
}

function made(op: AddColumn, before: DatabaseSchema): readonly SchemaObject[] {
  const table = getObject(before, { kind: "table", schema: op.schema, name: op.table });
  const { column, sequence } = spelledOut(
    { ...op, kind: "column", ...(op.identity === undefined ? {} : { notNull: true }) },
    table !== undefined && isTable(table) ? table : {},
  );
  return sequence === undefined ? [column] : [column, sequence];
}

const addColumn: OperationSpec<AddColumn> = {
  about: aboutOf("column"),
  ...statewise((before, op) => putObjects(before, made(op, before))),
  touches: (op) => {
    const { column, sequence } = spelledOut({ ...op, kind: "column" });
    return {
      creates: [
        ...ownedByColumn(column),
        resource.toast(op.schema, op.table),
        ...(sequence === undefined ? [] : [resource.relation(sequence.schema, sequence.name)]),
      ],
      needs: [resource.relation(op.schema, op.table), ...usedByColumn(column)],
    };
  },
  sql: ({ schema, table, ...column }) => [
    sql`alter table ${{ schema, name: table }} add column ${columnClause(column, schema)}`,
    ...columnAfter({ schema, name: table }, column),
  ],
  facts: addFacts,
};

const dropColumn: OperationSpec<DropColumn> = {
  about: aboutOf("column"),
  ...statewise((before, op, kinds) => withoutObject(before, { ...columnRef(op), kind: "column" }, kinds)),
  touches: touchesOfDrop,
  sql: ({ schema, table, name }) => [sql`alter table ${{ schema, name: table }} drop column ${identifier(name)}`],
  facts: dropFacts,
};

/** All that goes with it, and lets go of what it used. */
function touchesOfDrop(op: DropColumn, before: DatabaseSchema, kinds: Kinds): Touches {
  if (columnAt(before, op) === undefined) return { drops: [columnKey(op)], frees: [resource.relation(op.schema, op.table)] };
  return dropTouches({ ...columnRef(op), kind: "column" }, before, kinds);
}

/** The values of a generated column can be worked out again. */
function dropFacts(op: DropColumn, before: DatabaseSchema): OperationFacts {
  const isGenerated = columnAt(before, op)?.generated !== undefined;
  const facts = {
    ...quickExclusive,
    ...(isGenerated
      ? {}
      : {
          losesData: `the values of column ${quoteIdentifier(op.name)}`,
          losesFrom: [{ schema: op.schema, table: op.table, column: op.name }],
        }),
  };
  return withOtherEnds(facts, op, foreignKeysOver(op, before));
}

export const columnOperations: SpecsOf<ColumnOperations> = {
  addColumn,
  dropColumn,
  renameColumn,
  ...typeOperations,
  ...valueOperations,
  ...identityOperations,
  ...serialOperations,
  ...generatedOperations,
  ...attributeOperations,
};
