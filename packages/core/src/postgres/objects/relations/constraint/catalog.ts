import { modelledTables, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { decodeStorage } from "../index/fragment.ts";
import type { Check, ForeignKey, PrimaryKey, ReferentialAction, Unique } from "./model.ts";

/** `p` primary key, `u` unique, `c` check, `f` foreign key. Columns of other kinds are null. */
interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly columns: readonly string[] | null;
  readonly deferrable: string | null;
  readonly include: readonly string[] | null;
  readonly storage: readonly string[] | null;
  readonly nulls_not_distinct: boolean | null;
  readonly expression: string | null;
  readonly no_inherit: boolean | null;
  readonly valid: boolean;
  readonly enforced: boolean;
  readonly references_schema: string | null;
  readonly references_table: string | null;
  readonly references_columns: readonly string[] | null;
  readonly on_update: string | null;
  readonly on_delete: string | null;
  readonly on_delete_columns: readonly string[] | null;
  readonly match: string | null;
}

const conenforced = (version: number): string => (version >= 180000 ? "c.conenforced" : "true");

/** Keys over time ranges (WITHOUT OVERLAPS, PERIOD) are not modelled, and left alone. */
const isModelled = (version: number): string => (version >= 180000 ? "not c.conperiod" : "true");

/** Names of the columns with these numbers, in their order. One number is by far the usual case, and quick. */
const names = (numbers: string, table: string): string => {
  const name = (number: string): string =>
    `(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = ${table} and a.attnum = ${number})`;
  return `case when pg_catalog.cardinality(${numbers}) = 1 then array[${name(`(${numbers})[1]`)}]
    else (select pg_catalog.array_agg(${name("k.num")} order by k.n) from unnest(${numbers}) with ordinality k(num, n)) end`;
};

/** When it is checked, as the model has it; null where it is not deferrable. */
export const deferralColumn =
  "case when c.condeferrable then case when c.condeferred then 'initially deferred' else 'initially immediate' end end";

/** Primary keys, unique constraints, checks and foreign keys. A foreign key to a partitioned table has parts of its own, which are not listed. */
export const constraintCatalog: CatalogQuery<Row, PrimaryKey | Unique | Check | ForeignKey> = {
  text: (version) => `
    with t as materialized (select * from ${modelledTables} m)
    select t.schema, t.name as "table", c.conname::text as name, c.contype::text as type,
      case when c.contype <> 'c' then ${names("c.conkey", "c.conrelid")} end as columns,
      ${deferralColumn} as deferrable,
      case when i.indnatts > i.indnkeyatts then ${names("(i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1]", "c.conrelid")} end as include,
      x.reloptions as storage, i.indnullsnotdistinct as nulls_not_distinct,
      case when c.contype = 'c' then pg_catalog.pg_get_expr(c.conbin, c.conrelid) end as expression,
      case when c.contype = 'c' then c.connoinherit end as no_inherit,
      c.convalidated as valid, ${conenforced(version)} as enforced,
      rn.nspname::text as references_schema, r.relname::text as references_table,
      case when c.contype = 'f' then ${names("c.confkey", "c.confrelid")} end as references_columns,
      c.confupdtype::text as on_update, c.confdeltype::text as on_delete,
      case when c.confdelsetcols is not null then ${names("c.confdelsetcols", "c.conrelid")} end as on_delete_columns,
      c.confmatchtype::text as match
    from t
      join pg_catalog.pg_constraint c on c.conrelid = t.oid
      left join pg_catalog.pg_index i on i.indexrelid = c.conindid and c.contype in ('p', 'u')
      left join pg_catalog.pg_class x on x.oid = i.indexrelid
      left join pg_catalog.pg_class r on r.oid = c.confrelid
      left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where c.contype in ('p', 'u', 'c', 'f') and c.conparentid = 0 and ${isModelled(version)}
    order by 1, 2, 3`,
  decode: (row) => {
    const part = { schema: row.schema, table: row.table, name: row.name };
    if (row.type === "p") return [{ kind: "primaryKey", ...part, ...decodeKey(row) }];
    if (row.type === "u")
      return [{ kind: "unique", ...part, ...decodeKey(row), ...(row.nulls_not_distinct === true ? { nullsNotDistinct: true } : {}) }];
    if (row.type === "c") return [{ kind: "check", ...part, ...decodeCheck(row) }];
    return [{ kind: "foreignKey", ...part, ...decodeForeignKey(row) }];
  },
};

type InTable<Of> = Omit<Of, "kind" | "schema" | "table" | "name">;

const decodeKey = (row: Row): InTable<PrimaryKey> => ({
  columns: row.columns ?? [],
  ...(row.include === null ? {} : { include: row.include }),
  ...decodeStorage(row.storage),
  ...decodeDeferral(row.deferrable),
});

const decodeCheck = (row: Row): InTable<Check> => ({
  expression: printedExpression(row.expression ?? ""),
  ...(row.no_inherit === true ? { noInherit: true } : {}),
  ...decodeValidity(row),
});

const decodeForeignKey = (row: Row): InTable<ForeignKey> => ({
  columns: row.columns ?? [],
  references: { schema: row.references_schema ?? "", table: row.references_table ?? "", columns: row.references_columns ?? [] },
  ...decodeAction("onUpdate", row.on_update),
  ...decodeAction("onDelete", row.on_delete),
  ...(row.on_delete_columns === null ? {} : { onDeleteColumns: row.on_delete_columns }),
  ...(row.match === "f" ? { match: "full" } : {}),
  ...decodeDeferral(row.deferrable),
  ...decodeValidity(row),
});

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
