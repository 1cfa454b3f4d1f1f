import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identifier, sql, when, words } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { isTable } from "../table/model.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { dropTouches } from "../../../../operation/object-operations.ts";
import { addFacts } from "./add-facts.ts";
import { columnAt, columnKey, columnRef, type ColumnRef } from "./column-ref.ts";
import { foreignKeysOver, withOtherEnds } from "./foreign-keys.ts";
import { columnAfter, columnClause } from "./fragment.ts";
import { attributeSpecs, type AttributeOperations } from "./attributes/operations.ts";
import { generatedSpecs, type GeneratedOperations } from "./generated/operations.ts";
import { identitySpecs, type IdentityOperations } from "./identity/operations.ts";
import { ownedByColumn, usedByColumn } from "./keys.ts";
import { serialSpecs, type SerialOperations } from "./identity/conversions.ts";
import { spelledOut } from "./identity/serial-type.ts";
import { lockingHeirs } from "../locks.ts";
import { childrenOf, descendantsOf, leftKey, settledKey, shapeKey, staysWithout } from "../parents.ts";
import { tableName } from "../table-part.ts";
import { allHeirs, heirColumns } from "./heir-columns.ts";
import { asInherited, mergedColumn, withoutParent } from "./inherited.ts";
import { isColumn, type Column } from "./model.ts";
import { madeNotNull, notNullName } from "./value/not-null.ts";
import { renameColumn, type RenameColumn } from "./rename.ts";
import { typeSpecs, type TypeOperations } from "./type-operations.ts";
import { valueSpecs, type ValueOperations } from "./value/operations.ts";

export interface AddColumn extends Omit<Column, "kind" | "inheritedFrom" | "alsoOwn"> {
  readonly kind: "addColumn";
}

/** Indexes and constraints over the column go with it. */
export interface DropColumn extends ColumnRef {
  readonly kind: "dropColumn";
  /** Tables that inherit it keep it as their own, with their values. Absent: those go that only inherit it. */
  readonly only?: true;
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

const madeNotNulls = (columns: readonly Column[]): readonly string[] =>
  columns.flatMap((column) => {
    const name = notNullName(column);
    return name === undefined ? [] : [madeNotNull(column.schema, name)];
  });

/** Partitions, and tables that inherit, get it too. One that has it already merges both. */
function withHeirs(before: DatabaseSchema, column: Column, kinds: Kinds): DatabaseSchema {
  return childrenOf(before, tableName(column), kinds).reduce((schema, child) => {
    const had = columnAt(schema, { schema: child.schema, table: child.name, name: column.name });
    const inherited = asInherited(column, child);
    const { statistics } = column;
    const heir =
      had === undefined ? { ...inherited, ...(statistics === undefined ? {} : { statistics }) } : mergedColumn(ownOf(had), inherited);
    return withHeirs(putObjects(schema, [heir]), heir, kinds);
  }, before);
}

const ownOf = (column: Column): Column => (column.inheritedFrom === undefined ? { ...column, alsoOwn: true } : column);

/** Left with a column that it inherits from others too, a table has it also as its own. */
const leftWith = (column: Column): Column => (column.inheritedFrom === undefined ? column : { ...column, alsoOwn: true });

const addColumn: OperationSpec<AddColumn> = {
  about: aboutOf("column"),
  ...statewise((before, op, kinds) => {
    const objects = made(op, before);
    const [column] = objects.filter(isColumn);
    const after = putObjects(before, objects);
    return column === undefined ? after : withHeirs(after, column, kinds);
  }),
  touches: (op, before, kinds) => {
    const { column, sequence } = spelledOut({ ...op, kind: "column" });
    const heirs = descendantsOf(before, tableName(op), kinds);
    return {
      creates: [
        ...ownedByColumn(column),
        resource.toast(op.schema, op.table),
        ...(sequence === undefined ? [] : [resource.relation(sequence.schema, sequence.name)]),
        ...heirs.map((heir) => columnKey({ schema: heir.schema, table: heir.name, name: op.name })),
        ...[tableName(op), ...heirs].map(shapeKey),
        ...madeNotNulls([column]),
        settledKey(columnKey(op)),
      ],
      needs: [resource.relation(op.schema, op.table), leftKey(tableName(op)), ...usedByColumn(column)],
    };
  },
  sql: ({ schema, table, ...column }) => [
    sql`alter table ${{ schema, name: table }} add column ${columnClause(column, schema)}`,
    ...columnAfter({ schema, name: table }, column),
  ],
  facts: (op, before, kinds) => lockingHeirs(addFacts(op, before), tableName(op), before, kinds),
};

const dropColumn: OperationSpec<DropColumn> = {
  about: aboutOf("column"),
  ...statewise<DropColumn>(withoutColumn),
  touches: touchesOfDrop,
  sql: ({ schema, table, name, only }) => [
    words(
      sql`alter table`,
      when(only === true, () => sql`only`),
      sql`${{ schema, name: table }} drop column ${identifier(name)}`,
    ),
  ],
  facts: (op, before, kinds) => lockingHeirs(dropFacts(op, before, kinds), tableName(op), before, kinds),
};

/** It goes wherever it is inherited, unless the table there says that it has it too. */
function withoutColumn(before: DatabaseSchema, op: ColumnRef & { readonly only?: true }, kinds: Kinds): DatabaseSchema {
  const heirs = heirColumns(before, op, kinds);
  if (op.only === true) return withoutObject(putObjects(before, leftHeirs(heirs, op)), { ...columnRef(op), kind: "column" }, kinds);
  const kept = heirs.filter(staysWithout).map((heir) => withoutParent(heir, tableName(op)));
  const deeper = heirs.filter((heir) => !staysWithout(heir));
  const below = deeper.reduce((schema, heir) => withoutColumn(schema, heir, kinds), before);
  return withoutObject(putObjects(below, kept), { ...columnRef(op), kind: "column" }, kinds);
}

const leftHeirs = (heirs: readonly Column[], op: ColumnRef): readonly Column[] =>
  heirs.map((heir) => leftWith(withoutParent(heir, tableName(op))));

/** All that goes with it, and lets go of what it used. What it inherited from another table that has lost before. */
function touchesOfDrop(op: DropColumn, before: DatabaseSchema, kinds: Kinds): Touches {
  const column = columnAt(before, op);
  if (column === undefined) return { drops: [columnKey(op)], frees: [resource.relation(op.schema, op.table)] };
  const heirs = heirColumns(before, op, kinds);
  const within = op.only === true ? putObjects(before, leftHeirs(heirs, op)) : before;
  const { drops, frees = [] } = dropTouches({ ...columnRef(op), kind: "column" }, within, kinds);
  const above = (column.inheritedFrom ?? []).map((parent) => columnKey({ ...parent, name: op.name }));
  return {
    ...(drops === undefined ? {} : { drops }),
    frees: frees.filter((key) => !above.includes(key)),
    alters: op.only === true ? [] : heirs.filter(staysWithout).map(columnKey),
    creates: [shapeKey(tableName(op)), ...[op, ...allHeirs(before, op, kinds)].map((one) => settledKey(columnKey(one)))],
    needs: [leftKey(tableName(op)), ...above.map(settledKey)],
  };
}

/** The values of a generated column can be worked out again. */
function dropFacts(op: DropColumn, before: DatabaseSchema, kinds: Kinds): OperationFacts {
  const isGenerated = columnAt(before, op)?.generated !== undefined;
  const facts = {
    ...quickExclusive,
    ...(isGenerated
      ? {}
      : {
          losesData: `the values of column ${quoteIdentifier(op.name)}`,
          losesFrom: [{ schema: op.schema, table: op.table, column: op.name, ...(op.only === true ? { only: true as const } : {}) }],
        }),
  };
  return withOtherEnds(facts, op, foreignKeysOver(op, before, kinds));
}

/** What they do to one column, whatever inherits it. */
export const oneColumnSpecs: SpecsOf<ColumnOperations> = {
  addColumn,
  dropColumn,
  renameColumn,
  ...typeSpecs,
  ...valueSpecs,
  ...identitySpecs,
  ...serialSpecs,
  ...generatedSpecs,
  ...attributeSpecs,
};
