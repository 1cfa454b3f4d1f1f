import { columnNames, tableOf, type CatalogNames, type CatalogTable } from "../../../catalog-names.ts";
import { tablesRead, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { decodeLacking, decodeStorage, lackedBy } from "../index/fragment.ts";
import { inRelation } from "../place.ts";
import type { Check, ForeignKey, PrimaryKey, ReferentialAction, Unique } from "./model.ts";

/** `p` primary key, `u` unique, `c` check, `f` foreign key. Columns of other kinds are null. */
interface Row {
  /** Oid of the table. */
  readonly table: number;
  readonly name: string;
  readonly type: string;
  /** Numbers: `{1,2}`. */
  readonly columns: string;
  readonly over_time: boolean;
  readonly deferrable: string | null;
  /** Numbers of all columns of the index: `1 2`. */
  readonly include: string | null;
  readonly storage: readonly string[] | null;
  readonly nulls_not_distinct: boolean | null;
  readonly expression: string | null;
  readonly no_inherit: boolean | null;
  readonly valid: boolean;
  readonly enforced: boolean;
  readonly references: number | null;
  readonly references_columns: string | null;
  /** Of a table that is not modelled: its schema, its name, and those columns. */
  readonly references_other: readonly string[] | null;
  readonly on_update: string | null;
  readonly on_delete: string | null;
  readonly on_delete_columns: string | null;
  readonly match: string | null;
  /** Of a part in a partition: oid of the table and name of the constraint that it is a part of. */
  readonly part_of: readonly [table: string, name: string] | null;
  readonly lacked_by: readonly (readonly [schema: string, name: string])[] | null;
  /** Of an inherited check: oids of the tables that it comes from; whether the table itself says it too. */
  readonly inherited_from: readonly string[] | null;
  readonly is_local: boolean;
}

const conenforced = (version: number): string => (version >= 180000 ? "c.conenforced" : "true");

/** WITHOUT OVERLAPS of a key, PERIOD of a foreign key. */
const conperiod = (version: number): string => (version >= 180000 ? "c.conperiod" : "false");

/** A foreign key to a partitioned table or the like, whose names nobody else asks for. */
const referencesOther = `case when c.contype = 'f' and c.confrelid not in (select f.oid from t f) then (
        select array[n.nspname::text, r.relname::text] || array(
          select a.attname::text from unnest(c.confkey) with ordinality k(num, n)
            join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum = k.num order by k.n)
        from pg_catalog.pg_class r join pg_catalog.pg_namespace n on n.oid = r.relnamespace where r.oid = c.confrelid
      ) end`;

/** When it is checked, as the model has it; null where it is not deferrable. */
export const deferralColumn =
  "case when c.condeferrable then case when c.condeferred then 'initially deferred' else 'initially immediate' end end";

const inheritedFrom = `case when c.contype = 'c' and c.coninhcount > 0 then array(
        select k.conrelid::text from pg_catalog.pg_inherits h
          join pg_catalog.pg_constraint k on k.conrelid = h.inhparent and k.conname = c.conname and k.contype = 'c'
        where h.inhrelid = c.conrelid order by h.inhseqno) end`;

/**
 * Primary keys, unique constraints, checks and foreign keys. A foreign key to a partitioned table has parts for the partitions of that,
 * which are not listed.
 */
export const constraintCatalog: CatalogQuery<Row, PrimaryKey | Unique | Check | ForeignKey> = {
  text: (version) => `
    with t as materialized (select * from ${tablesRead} m)
    select c.conrelid::int4 as "table", c.conname::text as name, c.contype::text as type,
      c.conkey::text as columns,
      ${conperiod(version)} as over_time, ${deferralColumn} as deferrable,
      case when i.indnatts > i.indnkeyatts then i.indkey::text end as include,
      x.reloptions as storage, i.indnullsnotdistinct as nulls_not_distinct,
      case when c.contype = 'c' then pg_catalog.pg_get_expr(c.conbin, c.conrelid) end as expression,
      case when c.contype = 'c' then c.connoinherit end as no_inherit,
      c.convalidated as valid, ${conenforced(version)} as enforced,
      nullif(c.confrelid, 0)::int4 as references, c.confkey::text as references_columns, ${referencesOther} as references_other,
      nullif(c.confupdtype, 'a')::text as on_update, nullif(c.confdeltype, 'a')::text as on_delete,
        c.confdelsetcols::text as on_delete_columns,
      nullif(c.confmatchtype, 's')::text as match,
      case when p.oid is not null then array[p.conrelid::text, p.conname::text] end as part_of, ${inheritedFrom} as inherited_from,
      ${lackedBy} as lacked_by,
      c.conislocal as is_local
    from t
      join pg_catalog.pg_constraint c on c.conrelid = t.oid
      left join pg_catalog.pg_index i on i.indexrelid = c.conindid and c.contype in ('p', 'u')
      left join pg_catalog.pg_class x on x.oid = i.indexrelid
      left join pg_catalog.pg_constraint p on p.oid = c.conparentid and c.conparentid <> 0
    where c.contype in ('p', 'u', 'c', 'f') and (c.conparentid = 0 or p.conrelid <> c.conrelid)
    order by t.schema, t.name, c.conname`,
  places: {
    constraint: {
      catalog: "pg_constraint",
      is: "o.contype in ('p', 'u', 'c', 'f', 'x', 'n')",
      ...inRelation("o.conrelid"),
      name: "o.conname",
    },
  },
  decode: (row, names) => {
    const table = tableOf(names, row.table);
    const part = { schema: table.schema, table: table.name, name: row.name };
    if (row.type === "p") return [{ kind: "primaryKey", ...part, ...decodeKey(row, table), ...decodePart(row, names) }];
    if (row.type === "u")
      return [
        {
          kind: "unique",
          ...part,
          ...decodeKey(row, table),
          ...(row.nulls_not_distinct === true ? { nullsNotDistinct: true } : {}),
          ...decodePart(row, names),
        },
      ];
    if (row.type === "c") return [{ kind: "check", ...part, ...decodeCheck(row), ...decodeInherited(row, names) }];
    return [{ kind: "foreignKey", ...part, ...decodeForeignKey(row, table, names), ...decodePart(row, names) }];
  },
};

type InTable<Of> = Omit<Of, "kind" | "schema" | "table" | "name">;

function decodeKey(row: Row, table: CatalogTable): InTable<PrimaryKey> {
  const columns = columnNames(table, row.columns);
  return {
    columns,
    ...(row.over_time ? { withoutOverlaps: true } : {}),
    ...(row.include === null ? {} : { include: columnNames(table, row.include).slice(columns.length) }),
    ...decodeStorage(row.storage),
    ...decodeDeferral(row.deferrable),
    ...decodeLacking(row),
  };
}

const decodeCheck = (row: Row): InTable<Check> => ({
  expression: printedExpression(row.expression ?? ""),
  ...(row.no_inherit === true ? { noInherit: true } : {}),
  ...decodeValidity(row),
});

const decodeForeignKey = (row: Row, table: CatalogTable, names: CatalogNames): InTable<ForeignKey> => ({
  columns: columnNames(table, row.columns),
  references: decodeReferences(row, names),
  ...(row.over_time ? { period: true } : {}),
  ...decodeAction("onUpdate", row.on_update),
  ...decodeAction("onDelete", row.on_delete),
  ...(row.on_delete_columns === null ? {} : { onDeleteColumns: columnNames(table, row.on_delete_columns) }),
  ...(row.match === "f" ? { match: "full" } : {}),
  ...decodeDeferral(row.deferrable),
  ...decodeValidity(row),
});

function decodeReferences({ references, references_columns, references_other }: Row, names: CatalogNames): ForeignKey["references"] {
  if (references_other !== null) {
    const [schema = "", table = "", ...columns] = references_other;
    return { schema, table, columns };
  }
  const table = tableOf(names, references ?? 0);
  return { schema: table.schema, table: table.name, columns: columnNames(table, references_columns ?? "") };
}

function decodePart({ part_of }: Row, { tables }: CatalogNames): Pick<PrimaryKey, "partOf"> {
  const table = tables.get(Number(part_of?.[0] ?? 0));
  return part_of === null || table === undefined ? {} : { partOf: { schema: table.schema, table: table.name, name: part_of[1] } };
}

function decodeInherited({ inherited_from, is_local }: Row, { tables }: CatalogNames): Pick<Check, "inheritedFrom" | "alsoOwn"> {
  const from = (inherited_from ?? [])
    .map((oid) => tables.get(Number(oid)))
    .filter((table) => table !== undefined)
    .map(({ schema, name }) => ({ schema, table: name }));
  return from.length === 0 ? {} : { inheritedFrom: from, ...(is_local ? { alsoOwn: true } : {}) };
}

const decodeValidity = ({ valid, enforced }: Row): { readonly notValid?: true; readonly notEnforced?: true } => {
  if (!enforced) return { notEnforced: true };
  return valid ? {} : { notValid: true };
};

export const decodeDeferral = (deferrable: string | null): Pick<ForeignKey, "deferrable"> =>
  deferrable === null ? {} : { deferrable: deferrable === "initially deferred" ? deferrable : "initially immediate" };

const actions: Readonly<Record<string, ReferentialAction>> = { r: "restrict", c: "cascade", n: "set null", d: "set default" };

/** NO ACTION, the default, is left out. */
function decodeAction<Field extends "onUpdate" | "onDelete">(field: Field, code: string | null): Partial<Record<Field, ReferentialAction>> {
  const action = actions[code ?? ""];
  return action === undefined ? {} : ({ [field]: action } as Record<Field, ReferentialAction>); // a computed key
}
