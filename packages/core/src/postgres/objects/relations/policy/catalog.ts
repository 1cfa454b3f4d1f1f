import { tableOf } from "../../../catalog-names.ts";
import { tablesRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { inRelation } from "../place.ts";
import type { Policy, PolicyCommand } from "./model.ts";

interface Row {
  /** Oid of the table. */
  readonly table: number;
  readonly name: string;
  readonly permissive: boolean;
  /** A letter: see `commands`. */
  readonly command: string;
  /** Null: everybody. */
  readonly roles: readonly string[] | null;
  readonly using: string | null;
  readonly with_check: string | null;
}

const commands: Readonly<Record<string, PolicyCommand>> = { r: "select", a: "insert", w: "update", d: "delete" };

export const policyCatalog: CatalogQuery<Row, Policy> = {
  exists: () => [userRows("pg_policy")],
  text: () => `
    select t.oid::int4 as "table", p.polname::text as name, p.polpermissive as permissive, p.polcmd::text as command,
      case when 0 <> all (p.polroles) then array(
        select pg_catalog.pg_get_userbyid(r.oid)::text from unnest(p.polroles) r(oid) order by 1) end as roles,
      pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as with_check
    from pg_catalog.pg_policy p join ${tablesRead} t on t.oid = p.polrelid
    order by t.schema collate "C", t.name collate "C", p.polname collate "C"`,
  dependents: `
    select 'policy ' || n.nspname || '.' || c.relname || '.' || p.polname, 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid,
      p.oid, 0::pg_catalog.oid
    from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  places: { policy: { catalog: "pg_policy", ...inRelation("o.polrelid"), where: "t.relkind in ('r', 'p')", name: "o.polname" } },
  decode: ({ table, name, permissive, command, roles, using, with_check }, names) => {
    const { schema, name: of } = tableOf(names, table);
    const about = commands[command];
    const policy: Policy = {
      kind: "policy",
      schema,
      table: of,
      name,
      ...(permissive ? {} : { restrictive: true }),
      ...(about === undefined ? {} : { command: about }),
      ...(roles === null ? {} : { roles }),
      ...(using === null ? {} : { using: printedExpression(using) }),
      ...(with_check === null ? {} : { withCheck: printedExpression(with_check) }),
    };
    return [policy];
  },
};
