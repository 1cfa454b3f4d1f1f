import type { Ends, Expression, ObjectKind } from "../../../../operation/object-kind.ts";
import { objectsIn } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { usedObjects } from "../../../expression/used-objects.ts";
import { normalizeType } from "../../../type/name.ts";
import type { SetIndexStatistics } from "../index/fragment.ts";
import { hasTable, present, tableName, tableRef } from "../table-part.ts";
import { alterColumn, fillColumn } from "./alter.ts";
import { columnAt, columnRef } from "./column-ref.ts";
import { foreignKeysOver } from "./foreign-keys.ts";
import { asMade } from "./identity/serial-type.ts";
import { isColumn, type Column } from "./model.ts";
import { normalizeColumn } from "./normal-form.ts";
import type { ColumnOperations } from "./operations.ts";
import { isCitext, isString } from "../../../type/casts.ts";
import { enumTypes } from "../../../type/user-types.ts";
import { typeParts } from "../../../type/parts.ts";

export const columnKind: ObjectKind<Column, ColumnOperations[keyof ColumnOperations] | SetIndexStatistics> = {
  kind: "column",
  dependsOn: (column, schema) => [
    ...present(schema, [tableRef(column)]),
    ...enumTypes(column.type, column.schema, schema),
    ...(column.generated === undefined ? [] : usedObjects(column.generated.expression, tableName(column), schema)),
  ],
  normalize: normalizeColumn,
  create: (column, ends) =>
    hasTable(ends.before, column)
      ? (fillColumn(columnAt(ends.before, column), column, ends) ?? [{ ...asMade(column, ends), kind: "addColumn" }])
      : [],
  drop: (column, { after }) => (hasTable(after, column) ? [{ kind: "dropColumn", ...columnRef(column) }] : []),
  alter: alterColumn,
  rebuilds: (from, to, ends) => (isRetyped(from, to) ? [...generatedOf(from, ends), ...comparedKeys(from, to, ends)] : []),
  expressions: ({ default: given, generated, type, ...column }) => {
    const table = tableName(column);
    const ofDefault: readonly Expression[] = given === undefined ? [] : [{ text: given, table, as: "default", type }];
    return generated === undefined ? ofDefault : [...ofDefault, { text: generated.expression, table, as: "value", type }];
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
  settleNames: (wanted, live) => {
    const collation = wanted.collation === undefined ? undefined : settled(wanted.collation, live.collation);
    return { ...wanted, type: settledType(wanted.type, live.type), ...(collation === undefined ? {} : { collation }) };
  },
};

/** Before PostgreSQL 18, NOT NULL is no constraint. */
const withoutConstraint = ({ notNullConstraint: _, ...column }: Column): Column => column;

function isRetyped(from: Column, to: Column): boolean {
  const [had, wanted] = [normalizeColumn(from), normalizeColumn(to)];
  return had.type !== wanted.type || had.collation !== wanted.collation;
}

/**
 * PostgreSQL does not change the type of a column that a generated one uses. One that becomes an ordinary column keeps its
 * values: it is let go of before.
 */
function generatedOf(column: Column, { before, after }: Ends): readonly ObjectRef[] {
  const staysGenerated = (other: Column): boolean => columnAt(after, other)?.generated !== undefined;
  const uses = ({ generated, name }: Column): boolean =>
    generated !== undefined &&
    name !== column.name &&
    usedObjects(generated.expression, tableName(column), before).some((ref) => ref.kind === "column" && ref.name === column.name);
  return objectsIn(before, tableName(column)).filter((object) => isColumn(object) && uses(object) && staysGenerated(object));
}

/**
 * Foreign keys over a column, from either side. PostgreSQL checks one again as soon as one of its columns has another
 * type: it would refuse `uuid` for `text` while the other column is still to follow.
 */
function comparedKeys(from: Column, to: Column, { before }: Ends): readonly ObjectRef[] {
  if (familyOf(from.type) === familyOf(to.type)) return [];
  const keys = foreignKeysOver(from, before);
  return [...keys.from, ...keys.to];
}

const integers = new Set(["smallint", "integer", "bigint"]);

/** Types that can be compared with each other by one index. */
function familyOf(type: string): string {
  const { base, array } = typeParts(type);
  const family = integers.has(base) ? "integer" : isString(base) && !isCitext(base) ? "string" : base;
  return array ? `${family}[]` : family;
}

const name = String.raw`(?:"(?:[^"]|"")+"|[^\s".]+)`;
const schemaPart = new RegExp(`^${name}\\.`, "u");

/** The live spelling, where the wanted one is the same without a schema. */
function settled(wanted: string, live: string | undefined): string {
  return live !== undefined && !schemaPart.test(wanted) && live.replace(schemaPart, "") === wanted ? live : wanted;
}

function settledType(wanted: string, live: string): string {
  const [given, there] = [normalizeType(wanted), normalizeType(live)];
  return settled(given, there) === there ? live : wanted;
}
