import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { notNullName } from "./fragment.ts";
import { typePlace } from "../place.ts";
import type { Domain, DomainConstraint } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly base_type: string;
  readonly collation: string | null;
  readonly default: string | null;
  readonly not_null: boolean;
  readonly not_null_name: string | null;
}

const userDomains = `pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace and t.typtype = 'd'
      and ${userSchema("n")} and ${notOfExtension("t.oid", "pg_catalog.pg_type")}`;

/** The name of the NOT NULL of a domain, which is a constraint since PostgreSQL 18. */
const notNullNameOf = (version: number): string =>
  version >= 180000
    ? "(select k.conname::text from pg_catalog.pg_constraint k where k.contypid = t.oid and k.contype = 'n')"
    : "null::text";

export const domainCatalog: CatalogQuery<Row, Domain> = {
  exists: () => [userRows("pg_type", "o.typtype = 'd'")],
  dependents: `
    select 'type ' || n.nspname || '.' || t.typname, 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid, t.oid
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace where t.typtype = 'd' and t.oid >= 16384`,
  text: (version) => `
    select n.nspname::text as schema, t.typname::text as name, pg_catalog.format_type(t.typbasetype, t.typtypmod) as base_type,
      case when t.typcollation <> b.typcollation then (
        select case when m.nspname = 'pg_catalog' then '' else pg_catalog.quote_ident(m.nspname) || '.' end ||
          pg_catalog.quote_ident(l.collname)
        from pg_catalog.pg_collation l join pg_catalog.pg_namespace m on m.oid = l.collnamespace where l.oid = t.typcollation
      ) end as collation,
      pg_catalog.pg_get_expr(t.typdefaultbin, 0) as default, t.typnotnull as not_null,
      ${notNullNameOf(version)} as not_null_name
    from ${userDomains} join pg_catalog.pg_type b on b.oid = t.typbasetype
    order by n.nspname collate "C", t.typname collate "C"`,
  places: { domain: typePlace("o.typtype = 'd'") },
  decode: (row) => [domainOf(row)],
};

const domainOf = ({ schema, name, base_type, collation, default: given, not_null, not_null_name: constraint }: Row): Domain => ({
  kind: "domain",
  schema,
  name,
  baseType: base_type,
  ...(collation === null ? {} : { collation }),
  ...(given === null ? {} : { default: printedExpression(given) }),
  ...(not_null ? { notNull: true } : {}),
  ...(constraint === null || constraint === notNullName(name) ? {} : { notNullConstraint: constraint }),
});

interface ConstraintRow {
  readonly schema: string;
  readonly domain: string;
  readonly name: string;
  readonly expression: string;
  readonly valid: boolean;
}

export const domainConstraintCatalog: CatalogQuery<ConstraintRow, DomainConstraint> = {
  exists: () => [userRows("pg_type", "o.typtype = 'd'")],
  dependents: `
    select 'constraint ' || n.nspname || '.' || t.typname || '.' || k.conname,
      'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid, k.oid, t.oid
    from pg_catalog.pg_constraint k join pg_catalog.pg_type t on t.oid = k.contypid join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where k.contypid >= 16384 and k.contype = 'c'`,
  text: () => `
    select n.nspname::text as schema, t.typname::text as domain, k.conname::text as name,
      pg_catalog.pg_get_expr(k.conbin, 0) as expression, k.convalidated as valid
    from ${userDomains} join pg_catalog.pg_constraint k on k.contypid = t.oid and k.contype = 'c'
    order by n.nspname collate "C", t.typname collate "C", k.conname collate "C"`,
  // NOT NULL has a name and a comment of its own since PostgreSQL 18.
  places: {
    domainConstraint: {
      catalog: "pg_constraint",
      is: "o.contype in ('c', 'n')",
      join: `join ${userDomains} on t.oid = o.contypid`,
      schema: "n.nspname",
      table: "t.typname",
      name: "o.conname",
    },
  },
  decode: ({ schema, domain, name, expression, valid }) => [
    {
      kind: "domainConstraint",
      schema,
      table: domain,
      name,
      expression: printedExpression(expression),
      ...(valid ? {} : { notValid: true }),
    },
  ],
};
