import { aboutOf, beside, metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { lockingTables } from "../../relations/locks.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { withEnding } from "../../../../schema/kept-name.ts";
import { identifier, literal, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { touchesOfNewParts, withPartsAnew } from "../../relations/partition-parts.ts";
import { withAttributesReset } from "../../relations/column/fragment.ts";
import type { Column } from "../../relations/column/model.ts";
import { commentSql } from "../../metadata/comment/fragment.ts";
import { resource } from "../../resources.ts";
import { isEnumType, type EnumType } from "./model.ts";

/** A column that is of the type or, with `array`, of an array of it. */
export interface EnumColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly array?: true;
  /** The default to be set for the new type; null: the one it has goes. Absent: it has none. */
  readonly default?: string | null;
  /** Its table is foreign: there are no values to be moved over. Absent: it is not. */
  readonly foreign?: true;
  /** Its values go over with those of the table that it is inherited from. Absent: they go by themselves. */
  readonly inherited?: true;
}

/** A default that is dropped before and set after: of a column of another type, or of one that tables inherit. null: it goes. */
export interface EnumDefault {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly default: string | null;
  /** Tables that inherit the column keep their own. Absent: there are none. */
  readonly only?: true;
}

/**
 * Makes an enum type anew with other labels, or the same in another order, and moves its columns over. A row with a
 * label that is no longer there makes it fail: nothing is lost. Columns of the type that are not named make it fail too,
 * and so do checks, partial indexes and foreign keys over them: they are dropped before and made again after.
 */
export interface ReplaceEnumType {
  readonly kind: "replaceEnumType";
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
  /** Absent: none. */
  readonly columns?: readonly EnumColumn[];
  /** Absent: none. */
  readonly defaults?: readonly EnumDefault[];
  /** The comment on the type, which goes with the old one. Absent: none. */
  readonly comment?: string;
}

export const replaceEnumType: OperationSpec<ReplaceEnumType> = {
  about: aboutOf("enumType"),
  ...statewise((before, op, kinds) => {
    const type = enumAt(before, op);
    if (type === undefined) return before;
    const replaced: EnumType = { ...type, values: op.values };
    const moved = (op.columns ?? []).reduce(
      (schema, { column, ...table }) => withAttributesReset(schema, { schema: table.schema, table: table.table, name: column }),
      before,
    );
    const changed = putObjects(moved, [
      replaced,
      ...[...(op.columns ?? []), ...(op.defaults ?? [])].flatMap((column) => withDefault(moved, column)),
    ]);
    return withPartsAnew(changed, (op.columns ?? []).map(inTable), kinds);
  }),
  touches: ({ schema, name, columns = [], defaults = [] }, before, kinds) => {
    const parts = touchesOfNewParts(before, columns.map(inTable), kinds);
    return {
      alters: [resource.type(schema, name), ...[...columns, ...defaults].map((at) => resource.column(at.schema, at.table, at.column))],
      remakes: [resource.type(schema, name)],
      retypes: [
        resource.type(schema, name),
        ...columns.flatMap((at) => [resource.column(at.schema, at.table, at.column), resource.row(at.schema, at.table)]),
        ...parts.retypes,
      ],
      creates: parts.creates,
      drops: parts.drops,
    };
  },
  sql: ({ schema, name, values, columns = [], defaults = [], comment }, kinds) => {
    const aside = asideName(name);
    return [
      ...defaults.map((at) => beside(alterColumn(at, sql`drop default`), quickExclusive)),
      beside(sql`alter type ${{ schema, name }} rename to ${identifier(aside)}`),
      beside(sql`create type ${{ schema, name }} as enum (${values.map(literal)})`),
      ...byTable(columns.filter(({ inherited }) => inherited !== true)).map((ofTable) => moveColumns(ofTable, sql`${{ schema, name }}`)),
      beside(sql`drop type ${{ schema, name: aside }}`),
      ...defaults.flatMap((at) =>
        at.default === null ? [] : [beside(alterColumn(at, sql`set default ${raw(at.default)}`), quickExclusive)],
      ),
      ...(comment === undefined ? [] : [beside(commentSql({ of: "enumType", schema, name, text: comment }, kinds))]),
    ];
  },
  facts: (op, before) => replaceFacts(op, enumAt(before, op)?.values),
};

const inTable = ({ schema, table, column }: EnumColumn): { readonly schema: string; readonly table: string; readonly name: string } => ({
  schema,
  table,
  name: column,
});

const alterColumn = ({ schema, table, column, only }: EnumDefault, change: Sql): Sql =>
  sql`alter table ${raw(only === true ? "only " : "")}${{ schema, name: table }} alter column ${identifier(column)} ${change}`;

function enumAt(schema: DatabaseSchema, { schema: at, name }: Pick<EnumType, "schema" | "name">): EnumType | undefined {
  const found = getObject(schema, { kind: "enumType", schema: at, name });
  return found !== undefined && isEnumType(found) ? found : undefined;
}

function withDefault(schema: DatabaseSchema, { schema: at, table, column, default: text }: EnumColumn | EnumDefault): readonly Column[] {
  const found = getObject(schema, { kind: "column", schema: at, table, name: column });
  if (found === undefined) return [];
  const bare = withoutDefault(found as Column); // a ref of kind "column" names a column
  return [{ ...bare, ...(text === undefined || text === null ? {} : { default: text }) }];
}

const withoutDefault = ({ default: _, ...column }: Column): Column => column;

/** A name for the old type while both are there, in at most 63 bytes. */
const asideName = (name: string): string => withEnding(name, "__mig_old");

function byTable(columns: readonly EnumColumn[]): readonly (readonly EnumColumn[])[] {
  const tables = new Map<string, EnumColumn[]>();
  for (const column of columns) {
    const key = resource.relation(column.schema, column.table);
    tables.set(key, [...(tables.get(key) ?? []), column]);
  }
  return [...tables.values()];
}

/**
 * One statement a table, so that it is rewritten once. PostgreSQL drops defaults first and sets them last, in whatever order it reads
 * them.
 */
function moveColumns(columns: readonly EnumColumn[], type: Sql): Sql {
  const { schema, table } = columns[0] as EnumColumn; // byTable makes no empty group
  const commands = columns.flatMap(({ column, array, default: text, foreign }) => {
    const brackets = raw(array === true ? "[]" : "");
    const name = identifier(column);
    return [
      when(text !== undefined, () => sql`alter column ${name} drop default`),
      words(
        sql`alter column ${name} type ${type}${brackets}`,
        when(foreign === undefined, () => sql`using ${name}::text${brackets}::${type}${brackets}`),
      ),
      when(text !== undefined && text !== null, () => sql`alter column ${name} set default ${raw(text ?? "")}`),
    ].filter((command) => command.sql !== "");
  });
  return sql`alter table ${{ schema, name: table }} ${commands}`;
}

function replaceFacts({ values, columns = [], defaults = [] }: ReplaceEnumType, old: readonly string[] | undefined): OperationFacts {
  const locks = lockingTables([...columns, ...defaults], "access exclusive");
  const hasRows = columns.some(({ foreign }) => foreign === undefined);
  if (locks.alsoLocks === undefined) return metadataOnly;
  return {
    lock: "access exclusive",
    ...locks,
    rewrites: hasRows,
    scans: hasRows,
    transactional: true,
    ...(!hasRows ? {} : riskOf(old?.filter((value) => !values.includes(value)))),
  };
}

function riskOf(removed: readonly string[] | undefined): Pick<OperationFacts, "mayFail"> {
  if (removed === undefined) return { mayFail: "rows hold a value that the type no longer has" };
  return removed.length === 0 ? {} : { mayFail: `rows hold ${removed.map((value) => `"${value}"`).join(", ")}` };
}
