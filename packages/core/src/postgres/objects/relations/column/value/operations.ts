import { aboutOf, quickExclusive, statewise } from "../../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../../operation/kinds.ts";
import { usersOf } from "../../../../../operation/links.ts";
import { objectsIn, removeObjects, type DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { toldUses } from "../../../../../schema/use.ts";
import { quoteIdentifier } from "../../../../sql/identifier.ts";
import { identifier, raw, sql } from "../../../../sql/sql.ts";
import { typeKeys } from "../../../../type/user-types.ts";
import { alterColumnSql, changeColumn, columnAt, columnKey, type ColumnRef } from "../column-ref.ts";
import { defaultKeys, notNullKey, without } from "../keys.ts";
import type { Column, NotNullConstraint } from "../model.ts";
import { addNotNullClause, madeNotNull, notNullConstraint, notNullName } from "./not-null.ts";

/** New rows get it; rows that are there keep their values. */
export interface SetColumnDefault extends ColumnRef {
  readonly kind: "setColumnDefault";
  /** SQL. */
  readonly default: string;
}

export interface DropColumnDefault extends ColumnRef {
  readonly kind: "dropColumnDefault";
}

export interface SetColumnNotNull extends ColumnRef {
  readonly kind: "setColumnNotNull";
  /** What else it says, on PostgreSQL 18. Absent: nothing; where there is one that is not valid, it is validated. */
  readonly constraint?: NotNullConstraint;
}

export interface DropColumnNotNull extends ColumnRef {
  readonly kind: "dropColumnNotNull";
  /** Tables that inherit it keep it as their own. Absent: those lose it that only inherit it. */
  readonly only?: true;
}

export interface ValueOperations {
  readonly setColumnDefault: SetColumnDefault;
  readonly dropColumnDefault: DropColumnDefault;
  readonly setColumnNotNull: SetColumnNotNull;
  readonly dropColumnNotNull: DropColumnNotNull;
}

/** What the column's present default uses. */
function usedByDefault(ref: ColumnRef, before: DatabaseSchema): readonly string[] {
  const text = columnAt(before, ref)?.default;
  return text === undefined ? [] : defaultKeys(text, ref);
}

const setColumnDefault: OperationSpec<SetColumnDefault> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, (column) => ({ ...column, default: op.default }))),
  touches: (op, before) => {
    const needs = defaultKeys(op.default, op);
    // a bare label of an enum names no type; it may have another one by then
    const reads = typeKeys(columnAt(before, op)?.type ?? "", op.schema);
    return { alters: [columnKey(op)], needs, reads, frees: without(usedByDefault(op, before), [...needs, ...reads]) };
  },
  sql: (op) => [alterColumnSql(op, sql`set default ${raw(op.default)}`)],
  facts: () => quickExclusive,
};

const dropColumnDefault: OperationSpec<DropColumnDefault> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, ({ default: _, ...column }) => column)),
  touches: (op, before) => {
    const column = columnAt(before, op);
    const told = column?.default === undefined ? [] : (toldUses(column) ?? []).map(({ of }) => of);
    return { alters: [columnKey(op)], frees: [...new Set([...usedByDefault(op, before), ...told])] };
  },
  sql: (op) => [alterColumnSql(op, sql`drop default`)],
  facts: () => quickExclusive,
};

const setColumnNotNull: OperationSpec<SetColumnNotNull> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, (column) => withNotNull(column, op.constraint))),
  touches: (op) => ({ alters: [columnKey(op)], creates: [notNullKey(op, op.constraint), ...madeBy(op)] }),
  sql: (op) => [
    op.constraint === undefined
      ? alterColumnSql(op, sql`set not null`)
      : sql`alter table ${{ schema: op.schema, name: op.table }} ${addNotNullClause(op.name, op.constraint)}`,
  ],
  facts: (op, before) =>
    op.constraint?.notValid === true || isCheckedNotNull(op, before)
      ? quickExclusive
      : { ...quickExclusive, scans: true, mayFail: `rows with NULL in ${quoteIdentifier(op.name)}` },
};

const madeBy = ({ schema, table, name, constraint = {} }: SetColumnNotNull): readonly string[] => {
  const made = notNullName({ kind: "column", schema, table, name, type: "", notNull: true, notNullConstraint: constraint });
  return made === undefined ? [] : [madeNotNull(schema, made)];
};

function withNotNull({ notNullConstraint: had, ...column }: Column, given: NotNullConstraint | undefined): Column {
  const { notValid: _, ...validated } = column.notNull === true ? (had ?? {}) : {};
  const said = notNullConstraint(column.table, column.name, given ?? validated);
  return { ...column, notNull: true, ...(said === undefined ? {} : { notNullConstraint: said }) };
}

const dropColumnNotNull: OperationSpec<DropColumnNotNull> = {
  about: aboutOf("column"),
  ...statewise((before, op, kinds) => {
    const comments = usersOf(before, notNullKey(op, columnAt(before, op)?.notNullConstraint), kinds);
    return changeColumn(removeObjects(before, comments), op, ({ notNull: _, notNullConstraint: __, ...column }) => column);
  }),
  touches: (op, before) => ({ alters: [columnKey(op)], drops: [notNullKey(op, columnAt(before, op)?.notNullConstraint)] }),
  sql: (op) => [
    op.only === true
      ? sql`alter table only ${{ schema: op.schema, name: op.table }} alter column ${identifier(op.name)} drop not null`
      : alterColumnSql(op, sql`drop not null`),
  ],
  facts: () => quickExclusive,
};

/** A validated check says already that there is no NULL: PostgreSQL then does not read the table. */
function isCheckedNotNull({ schema, table, name }: ColumnRef, before: DatabaseSchema): boolean {
  const says = `${quoteIdentifier(name)} is not null`.toLowerCase();
  return objectsIn(before, { schema, name: table }).some((object) => {
    if (object.kind !== "check" || !("expression" in object) || "notValid" in object || "notEnforced" in object) return false;
    return (
      String(object.expression)
        .replaceAll(/^\(+|\)+$/gu, "")
        .toLowerCase() === says
    );
  });
}

export const valueSpecs: SpecsOf<ValueOperations> = { setColumnDefault, dropColumnDefault, setColumnNotNull, dropColumnNotNull };
