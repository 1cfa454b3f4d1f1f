import type { Ends, Expression, UsedChange } from "../../../../operation/ends.ts";
import { spelledName, spelledType } from "../../../type/spelling.ts";
import type { RenameConstraint } from "../constraint/fragment.ts";
import type { SetIndexStatistics } from "../index/fragment.ts";
import type { PostgresKind } from "../../kind.ts";
import { columnAddress, constraintAddress } from "../address.ts";
import { partRenamedBy } from "../../renaming.ts";
import { columnLikeness } from "./likeness.ts";
import { arrayKeys } from "../../../type/user-types.ts";
import { hasTable, tableName } from "../table-part.ts";
import { alterColumn, fillColumn } from "./alter.ts";
import { columnAt, columnRef } from "./column-ref.ts";
import { detachedColumn, renamedColumn, usesOfColumn } from "./uses.ts";
import { namesOfColumn, ownedByColumn } from "./keys.ts";
import { asMade } from "./identity/serial-type.ts";
import type { Column } from "./model.ts";
import { normalizeColumn } from "./normal-form.ts";
import type { ColumnOperations } from "./operations.ts";
import { isLateDefault } from "./value/late-default.ts";
import type { SetColumnDefault } from "./value/operations.ts";

export const columnKind: PostgresKind<Column, ColumnOperations[keyof ColumnOperations] | SetIndexStatistics | RenameConstraint> = {
  kind: "column",
  isOrdered: true,
  owns: ownedByColumn,
  names: namesOfColumn,
  uses: usesOfColumn,
  standsAside,
  rename: partRenamedBy("renameColumn"),
  likeness: columnLikeness,
  renamed: renamedColumn,
  holdsData: ({ generated }) => generated === undefined,
  detached: detachedColumn,
  addresses: { column: columnAddress, constraint: { ...constraintAddress, since: 180000 } },
  normalize: normalizeColumn,
  create: (column, ends) =>
    hasTable(ends.before, column)
      ? (fillColumn(columnAt(ends.before, column), column, ends) ?? [{ ...asMade(column, ends), kind: "addColumn" }])
      : lateDefault(column, ends),
  drop: (column, { before, after }) => {
    if (hasTable(after, column)) return [{ kind: "dropColumn", ...columnRef(column) }];
    return isLateDefault(column, before) ? [{ kind: "dropColumnDefault", ...columnRef(column) }] : [];
  },
  alter: alterColumn,
  expressions: ({ default: given, generated, type, ...column }) => {
    const table = tableName(column);
    const ofDefault: readonly Expression[] = given === undefined ? [] : [{ text: given, as: "default", type }];
    return generated === undefined ? ofDefault : [...ofDefault, { text: generated.expression, table, as: "value" }];
  },
  withExpressions: (column, texts) => {
    const rest = [...texts];
    const given = column.default === undefined ? undefined : (rest.shift() ?? column.default);
    const { generated } = column;
    return {
      ...column,
      ...(given === undefined ? {} : { default: given }),
      ...(generated === undefined ? {} : { generated: { ...generated, expression: rest.shift() ?? generated.expression } }),
    };
  },
  forServer: (column, version) => (version >= 180000 || column.notNullConstraint === undefined ? column : withoutConstraint(column)),
  fromServer: (column, live, version) => (version >= 180000 ? column : withConstraintOf(column, live)),
  settleNames: (wanted, live) => {
    const collation = wanted.collation === undefined ? undefined : spelledName(wanted.collation, live.collation);
    return { ...wanted, type: spelledType(wanted.type, live.type), ...(collation === undefined ? {} : { collation }) };
  },
};

const lateDefault = (column: Column, { after }: Ends): readonly SetColumnDefault[] =>
  column.default !== undefined && isLateDefault(column, after)
    ? [{ kind: "setColumnDefault", ...columnRef(column), default: column.default }]
    : [];

/** Before PostgreSQL 18, NOT NULL is no constraint. */
const withoutConstraint = ({ notNullConstraint: _, ...column }: Column): Column => column;

const withConstraintOf = (column: Column, { notNullConstraint: said }: Column): Column =>
  said === undefined || column.notNull !== true ? column : { ...column, notNullConstraint: said };

/**
 * A generated one that becomes an ordinary column keeps its values: it is let go of before the columns that it uses change. An ordinary
 * one follows its type, but not what happens to the arrays of it.
 */
function standsAside(column: Column, change: UsedChange, { after }: Ends): boolean {
  if (!change.isRetyped || change.use.follows === true) return false;
  if (column.generated !== undefined) return columnAt(after, column)?.generated !== undefined;
  return arrayKeys(column.type, column.schema).includes(change.use.of);
}
