import type { ValueType } from "./values.ts";

export interface ColumnRow extends ValueType {
  readonly table: string;
  readonly name: string;
  readonly not_null: boolean;
  /** The foreign key that it is the first column of: the referenced table and column, quoted. Null: none. */
  readonly target_table: string | null;
  readonly target_column: string | null;
}

/** Tables with the columns that an INSERT may name, in their order; names are quoted. */
export const columnsQuery = `
select format('%I.%I', n.nspname, c.relname) as "table", format('%I', a.attname) as name, 
  a.attnotnull or (with recursive up as (select t.typbasetype as next, t.typnotnull as needed union all select y.typbasetype, y.typnotnull from up join pg_type y on y.oid = up.next)
    select bool_or(needed) from up) as not_null,
  ${valueType("a.atttypid", "a.atttypmod")},
  (select json_agg(v order by v.attnum) from (
     select o.attnum, ${valueType("o.atttypid", "o.atttypmod")} from pg_attribute o where o.attrelid = t.typrelid and o.attnum > 0 and not o.attisdropped
   ) v) as attributes,
  f.target_table, f.target_column
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
join pg_type t on t.oid = a.atttypid
left join lateral (
  select format('%I.%I', tn.nspname, tc.relname) as target_table, format('%I', ta.attname) as target_column
  from pg_constraint k
  cross join lateral unnest(k.conkey, k.confkey) as pair (own, target)
  join pg_class tc on tc.oid = k.confrelid join pg_namespace tn on tn.oid = tc.relnamespace
  join pg_attribute ta on ta.attrelid = k.confrelid and ta.attnum = pair.target
  where k.contype = 'f' and k.conrelid = c.oid and pair.own = a.attnum
  order by k.oid limit 1
) f on true
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by c.oid, a.attnum`;

/** Columns of a query for a type: of a domain, `base` is the type at the end of all domains, as is `element` of an array of one. */
function valueType(type: string, modifier: string): string {
  const base = belowDomains(type);
  const element = belowDomains(`(select y.typelem from pg_type y where y.oid = ${base} and y.typcategory = 'A')`);
  return `format_type(${type}, ${modifier}) as type,
  (select y.typcategory::text from pg_type y where y.oid = ${type}) as category, format_type(${base}, null) as base, format_type(${element}, null) as element,
  (select array_agg(quote_literal(e.enumlabel) order by e.enumsortorder) from pg_enum e where e.enumtypid in (${base}, ${element})) as labels`;
}

function belowDomains(type: string): string {
  return `(with recursive up as (select ${type} as oid union all select y.typbasetype from up join pg_type y on y.oid = up.oid where y.typtype = 'd')
    select y.oid from up join pg_type y on y.oid = up.oid where y.typtype <> 'd')`;
}
