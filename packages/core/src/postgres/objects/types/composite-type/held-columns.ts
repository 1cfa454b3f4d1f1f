import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { withEnding } from "../../../../schema/kept-name.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { normalizeType } from "../../../type/name.ts";
import { typeParts } from "../../../type/parts.ts";
import { typeNames } from "../../../type/user-types.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import type { CompositeTypeRef } from "./keys.ts";
import { isCompositeType, type CompositeType } from "./model.ts";

/** A column that is of the type or, with `array`, of an array of it. */
export interface HeldColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Another composite type with such values in it, of which the column is. Absent: it is of the type itself. */
  readonly type?: CompositeTypeRef;
  readonly array?: true;
  /** The default to be set again; null: the one it has goes. Absent: it has none. */
  readonly default?: string | null;
}

/**
 * Ordinary columns at both ends of the type, or of another composite type with such values in it. Those that are inherited change with the
 * others; in domains mig cannot reach the values.
 */
export function heldColumns(type: CompositeTypeRef, { before, after }: Ends): readonly HeldColumn[] {
  const types = withOuter(type, before);
  return objectsOf(before)
    .filter(isColumn)
    .flatMap((column): readonly HeldColumn[] => {
      const of = types.find((one) => isOf(column, one));
      const stays = of === undefined ? undefined : getObject(after, column);
      if (of === undefined || stays === undefined || !isColumn(stays)) return [];
      if (normalizeType(stays.type) !== normalizeType(column.type)) return [];
      if (column.generated !== undefined || stays.generated !== undefined || column.inheritedFrom !== undefined) return [];
      const text = column.default === undefined ? undefined : column.default === stays.default ? column.default : null;
      return [
        {
          schema: column.schema,
          table: column.table,
          column: column.name,
          ...(of === type ? {} : { type: of }),
          ...(typeParts(column.type).array ? { array: true } : {}),
          ...(text === undefined ? {} : { default: text }),
        },
      ];
    });
}

/** The type, and those that have attributes of it, or of one of these. */
function withOuter(type: CompositeTypeRef, schema: DatabaseSchema): readonly CompositeTypeRef[] {
  const others = objectsOf(schema).filter(isCompositeType);
  const found = [type];
  for (const inner of found) {
    const outer = others.filter(
      (other) => !found.some((one) => one.schema === other.schema && one.name === other.name) && hasAttributeOf(other, inner),
    );
    found.push(...outer.map(({ schema: at, name }) => ({ schema: at, name })));
  }
  return found;
}

const hasAttributeOf = (other: CompositeType, inner: CompositeTypeRef): boolean =>
  other.attributes.some(({ type }) => isOf({ type, schema: other.schema }, inner));

const isOf = ({ type, schema: home }: Pick<Column, "type" | "schema">, { schema, name }: CompositeTypeRef): boolean =>
  typeNames(type, home)[0]?.name === name && typeNames(type, home).some((one) => one.schema === schema && one.name === name);

const changing = ({ schema, table }: HeldColumn, changes: readonly Sql[]): Sql => sql`alter table ${{ schema, name: table }} ${changes}`;

/**
 * How values are kept while their type changes: as PostgreSQL prints them, with the attributes in their order, or as JSON, with their
 * names.
 */
export type KeptAs = "text" | "json";

/** The values as text: indexes over the column stay. */
export const asKept = (held: HeldColumn, own: CompositeTypeRef, as: KeptAs): Sql => {
  const name = identifier(held.column);
  const drop = held.default === undefined ? [] : [sql`alter column ${name} drop default`];
  return changing(held, [
    ...drop,
    sql`alter column ${name} type text using ${as === "json" ? checkedJson(held, own) : sql`${name}::text`}`,
  ]);
};

/**
 * JSON does not hold everything: its own null in a json attribute, arrays that do not start at 1. A value that would not come back the same
 * stops the statement, by a cast that cannot be done and names it.
 */
function checkedJson(held: HeldColumn, own: CompositeTypeRef): Sql {
  const name = identifier(held.column);
  const json = sql`pg_catalog.to_json(${name})`;
  const refused = sql`pg_catalog.concat('JSON cannot hold ', ${name}::text)::pg_catalog.int4::text`;
  return sql`case when ${ofJson(held, own, json)}::text is not distinct from ${name}::text then ${json}::text else ${refused} end`;
}

/** The values as they were. */
export function asType(held: HeldColumn, own: CompositeTypeRef, as: KeptAs): Sql {
  const name = identifier(held.column);
  const full = fullType(held, own);
  const set = held.default === undefined || held.default === null ? [] : [sql`alter column ${name} set default ${raw(held.default)}`];
  const json = sql`${name}::json`;
  const value = as === "json" ? sql`case when ${name} is not null then ${ofJson(held, own, json)} end` : sql`${name}::${full}`;
  return changing(held, [sql`alter column ${name} type ${full} using ${value}`, ...set]);
}

const fullType = ({ type, array }: HeldColumn, own: CompositeTypeRef): Sql => {
  const { schema, name } = type ?? own;
  return sql`${{ schema, name }}${raw(array === true ? "[]" : "")}`;
};

/** Only a record can be made of JSON: an array is one of its values for that time. */
const ofJson = (held: HeldColumn, own: CompositeTypeRef, json: Sql): Sql =>
  held.array === true
    ? sql`(pg_catalog.json_populate_record(null::${holderOf(held, own)}, pg_catalog.json_build_object('held', ${json}))).held`
    : sql`pg_catalog.json_populate_record(null::${fullType(held, own)}, ${json})`;

const holderOf = ({ type }: HeldColumn, own: CompositeTypeRef): CompositeTypeRef => {
  const { schema, name } = type ?? own;
  return { schema, name: withEnding(name, "__mig_held") };
};

/** Types with a value of each array, for as long as JSON is read: what makes them, and what drops them. */
export function holders(columns: readonly HeldColumn[], own: CompositeTypeRef): readonly { readonly create: Sql; readonly drop: Sql }[] {
  const arrays = new Map(columns.filter(({ array }) => array === true).map((held) => [fullType(held, own).sql, held]));
  return [...arrays.values()].map((held) => ({
    create: sql`create type ${holderOf(held, own)} as (held ${fullType(held, own)})`,
    drop: sql`drop type ${holderOf(held, own)}`,
  }));
}
