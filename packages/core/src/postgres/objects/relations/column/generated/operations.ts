import { aboutOf, quickExclusive, statewise } from "../../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../../operation/kinds.ts";
import { withoutOuterParentheses } from "../../../../expression/parentheses.ts";
import { raw, sql } from "../../../../sql/sql.ts";
import { withIndexesAnew } from "../attributes/after-retype.ts";
import { alterColumnSql, changeColumn, columnAt, columnKey, type ColumnRef } from "../column-ref.ts";
import { generatedKeys, without } from "../keys.ts";

/** Gives a generated column another expression. PostgreSQL 17; for a virtual column of a table without checks. */
export interface SetColumnExpression extends ColumnRef {
  readonly kind: "setColumnExpression";
  /** SQL. */
  readonly expression: string;
}

/** Makes a stored generated column an ordinary one that keeps its values. */
export interface DropColumnExpression extends ColumnRef {
  readonly kind: "dropColumnExpression";
}

export interface GeneratedOperations {
  readonly setColumnExpression: SetColumnExpression;
  readonly dropColumnExpression: DropColumnExpression;
}

const setColumnExpression: OperationSpec<SetColumnExpression> = {
  about: aboutOf("column"),
  ...statewise((before, { expression, ...ref }) =>
    changeColumn(withIndexesAnew(before, ref), ref, (column) => ({
      ...column,
      generated: { expression, as: column.generated?.as ?? "stored" },
    })),
  ),
  touches: (op, before) => {
    const old = columnAt(before, op)?.generated?.expression;
    const needs = generatedKeys(op.expression, op);
    return { alters: [columnKey(op)], needs, frees: old === undefined ? [] : without(generatedKeys(old, op), needs) };
  },
  sql: (op) => [alterColumnSql(op, sql`set expression as (${raw(withoutOuterParentheses(op.expression))})`)],
  facts: (op, before) => {
    const isStored = columnAt(before, op)?.generated?.as !== "virtual";
    return { ...quickExclusive, rewrites: isStored, scans: isStored };
  },
};

const dropColumnExpression: OperationSpec<DropColumnExpression> = {
  about: aboutOf("column"),
  ...statewise((before, op) => changeColumn(before, op, ({ generated: _, ...column }) => column)),
  touches: (op, before) => {
    const old = columnAt(before, op)?.generated?.expression;
    return { alters: [columnKey(op)], frees: old === undefined ? [] : generatedKeys(old, op) };
  },
  sql: (op) => [alterColumnSql(op, sql`drop expression`)],
  facts: () => quickExclusive,
};

export const generatedSpecs: SpecsOf<GeneratedOperations> = { setColumnExpression, dropColumnExpression };
