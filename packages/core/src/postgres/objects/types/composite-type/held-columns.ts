import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsOf } from "../../../../schema/database-schema.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { normalizeType } from "../../../type/name.ts";
import { typeParts } from "../../../type/parts.ts";
import { typeNames } from "../../../type/user-types.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import type { CompositeTypeRef } from "./keys.ts";

/** A column that is of the type or, with `array`, of an array of it. */
export interface HeldColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly array?: true;
  /** The default to be set again; null: the one it has goes. Absent: it has none. */
  readonly default?: string | null;
}

/** Ordinary columns of the type at both ends. Those that are inherited change with the others; in other types mig cannot reach the values. */
export function heldColumns(type: CompositeTypeRef, { before, after }: Ends): readonly HeldColumn[] {
  return objectsOf(before)
    .filter(isColumn)
    .filter((column) => isOf(column, type))
    .flatMap((column): readonly HeldColumn[] => {
      const stays = getObject(after, column);
      if (stays === undefined || !isColumn(stays) || normalizeType(stays.type) !== normalizeType(column.type)) return [];
      if (column.generated !== undefined || stays.generated !== undefined || column.inheritedFrom !== undefined) return [];
      const text = column.default === undefined ? undefined : column.default === stays.default ? column.default : null;
      return [
        {
          schema: column.schema,
          table: column.table,
          column: column.name,
          ...(typeParts(column.type).array ? { array: true } : {}),
          ...(text === undefined ? {} : { default: text }),
        },
      ];
    });
}

const isOf = ({ type, schema: home }: Column, { schema, name }: CompositeTypeRef): boolean =>
  typeNames(type, home)[0]?.name === name && typeNames(type, home).some((one) => one.schema === schema && one.name === name);

const changing = ({ schema, table }: HeldColumn, changes: readonly Sql[]): Sql => sql`alter table ${{ schema, name: table }} ${changes}`;

/** The values as text, in which they are while their type changes. */
export const asText = (held: HeldColumn): Sql => {
  const name = identifier(held.column);
  const drop = held.default === undefined ? [] : [sql`alter column ${name} drop default`];
  return changing(held, [...drop, sql`alter column ${name} type text using ${name}::text`]);
};

/** The values as they were. */
export function asType(held: HeldColumn, { schema, name: type }: CompositeTypeRef): Sql {
  const name = identifier(held.column);
  const full = sql`${{ schema, name: type }}${raw(held.array === true ? "[]" : "")}`;
  const set = held.default === undefined || held.default === null ? [] : [sql`alter column ${name} set default ${raw(held.default)}`];
  return changing(held, [sql`alter column ${name} type ${full} using ${name}::${full}`, ...set]);
}
