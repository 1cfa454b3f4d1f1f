import { indexedRelations, modelledRelations, notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { quoteLiteral } from "../../../sql/literal.ts";
import type { Comment } from "./model.ts";
import { standardComment } from "../../database/schema/fragment.ts";

interface Row {
  readonly of: Comment["of"];
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly signature: string | null;
  readonly text: string;
}

const classOf = (catalog: string): string => `d.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass`;

/**
 * Comments on objects that are modelled. Those that nobody wrote are left out: initdb's on `public`, and the one that
 * an extension brings for itself.
 */
export const commentCatalog: CatalogQuery<Row, Comment> = {
  text: () => `
    with d as (select * from pg_catalog.pg_description d where d.objoid >= 16384 or ${classOf("pg_namespace")}), t as (select * from ${modelledRelations} m)
    select 'schema' as of, null::text as schema, null::text as table, n.nspname::text as name, d.description as text, null::text as signature
    from d join pg_catalog.pg_namespace n on n.oid = d.objoid
    where ${classOf("pg_namespace")} and ${userSchema("n")} and ${notOfExtension("n.oid", "pg_catalog.pg_namespace")}
      and not (n.nspname = 'public' and d.description = ${quoteLiteral(standardComment)})
    union all
    select 'extension', null, null, e.extname::text, d.description, null
    from d join pg_catalog.pg_extension e on e.oid = d.objoid join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where ${classOf("pg_extension")} and ${userSchema("n")}
      and d.description is distinct from (select a.comment from pg_catalog.pg_available_extensions() a where a.name = e.extname)
    union all
    select 'enumType', n.nspname::text, null, y.typname::text, d.description, null
    from d join pg_catalog.pg_type y on y.oid = d.objoid join pg_catalog.pg_namespace n on n.oid = y.typnamespace
    where ${classOf("pg_type")} and y.typtype = 'e' and ${userSchema("n")} and ${notOfExtension("y.oid", "pg_catalog.pg_type")}
    union all
    select 'sequence', n.nspname::text, null, c.relname::text, d.description, null
    from d join pg_catalog.pg_class c on c.oid = d.objoid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${classOf("pg_class")} and c.relkind = 'S' and c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
      and not exists (
        select from pg_catalog.pg_depend o
        where o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.objid = c.oid and o.refobjsubid > 0
          and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
          and (o.deptype = 'i' or o.deptype = 'a' and o.refobjid not in (select t.oid from t))
      )
    union all
    select case when d.objsubid > 0 then 'column' when t.relkind = 'v' then 'view' when t.relkind = 'm' then 'materializedView' else 'table' end, t.schema, case when d.objsubid > 0 then t.name end,
      case when d.objsubid = 0 then t.name else a.attname::text end, d.description, null
    from d join t on t.oid = d.objoid left join pg_catalog.pg_attribute a on a.attrelid = d.objoid and a.attnum = d.objsubid and d.objsubid > 0
    where ${classOf("pg_class")}
    union all
    select 'index', t.schema, t.name, c.relname::text, d.description, null
    from d join pg_catalog.pg_index i on i.indexrelid = d.objoid join pg_catalog.pg_class c on c.oid = i.indexrelid join t on t.oid = i.indrelid
    where ${classOf("pg_class")} and d.objsubid = 0
    union all
    select 'statistics', n.nspname::text, null, s.stxname::text, d.description, null
    from d join pg_catalog.pg_statistic_ext s on s.oid = d.objoid join pg_catalog.pg_namespace n on n.oid = s.stxnamespace join ${indexedRelations} r on r.oid = s.stxrelid
    where ${classOf("pg_statistic_ext")} and ${userSchema("n")} and ${notOfExtension("s.oid", "pg_catalog.pg_statistic_ext")}
    union all
    select 'policy', t.schema, t.name, p.polname::text, d.description, null
    from d join pg_catalog.pg_policy p on p.oid = d.objoid join t on t.oid = p.polrelid
    where ${classOf("pg_policy")} and t.relkind = 'r'
    union all
    select 'constraint', t.schema, t.name, k.conname::text, d.description, null
    from d join pg_catalog.pg_constraint k on k.oid = d.objoid join t on t.oid = k.conrelid
    where ${classOf("pg_constraint")} and k.contype in ('p', 'u', 'c', 'f', 'x', 'n')
    union all
    select case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname::text, null, p.proname::text, d.description, pg_catalog.oidvectortypes(p.proargtypes)
    from d join pg_catalog.pg_proc p on p.oid = d.objoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where ${classOf("pg_proc")} and p.prokind <> 'a' and ${userSchema("n")} and ${notOfExtension("p.oid", "pg_catalog.pg_proc")}
    order by 1, 2, 3, 4, 6`,
  decode: ({ of, schema, table, name, signature, text }) => [
    {
      kind: "comment",
      of,
      ...(schema === null ? {} : { schema }),
      ...(table === null ? {} : { table }),
      name,
      ...(signature === null ? {} : { signature }),
      text,
    },
  ],
};
