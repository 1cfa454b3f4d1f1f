import { tableOf } from "../../../catalog-names.ts";
import { relationsRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression, printedQuery } from "../../../expression/printed-expression.ts";
import { printedRule, readRule } from "../../../expression/rule-text.ts";
import { firingOf } from "../../firing.ts";
import { inRelation } from "../place.ts";
import type { Rule } from "./model.ts";

interface Row {
  /** Oid of the table or view. */
  readonly table: number;
  readonly name: string;
  readonly event: Rule["event"];
  readonly state: string;
  readonly definition: string;
}

const ofUsers = (alias: string): string => `${alias}.ev_class >= 16384 and ${alias}.rulename <> '_RETURN'`;

/** Rules, without the one by which PostgreSQL does a view. */
export const ruleCatalog: CatalogQuery<Row, Rule> = {
  exists: () => [userRows("pg_rewrite", ofUsers("o"))],
  text: () => `
    select t.oid::int4 as "table", r.rulename::text as name,
      case r.ev_type when '2' then 'update' when '3' then 'insert' when '4' then 'delete' end as event,
      r.ev_enabled::text as state, pg_catalog.pg_get_ruledef(r.oid) as definition
    from pg_catalog.pg_rewrite r join ${relationsRead} t on t.oid = r.ev_class
    where ${ofUsers("r")} and r.ev_type in ('2', '3', '4')
    order by t.schema collate "C", t.name collate "C", r.rulename collate "C"`,
  dependents: `
    select 'rule ' || n.nspname || '.' || c.relname || '.' || r.rulename, 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid,
      r.oid, 0::pg_catalog.oid
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${ofUsers("r")}`,
  places: { rule: { catalog: "pg_rewrite", is: ofUsers("o"), ...inRelation("o.ev_class"), name: "o.rulename" } },
  decode: ({ table, name, event, state, definition }, names) => {
    const { schema, name: of } = tableOf(names, table);
    const { where, instead, commands } = readRule(printedRule(definition));
    const rule: Rule = {
      kind: "rule",
      schema,
      table: of,
      name,
      event,
      ...(where === undefined ? {} : { where: printedExpression(where) }),
      ...(instead === true ? { instead } : {}),
      ...(commands.length === 0 ? {} : { commands: commands.map(printedQuery) }),
      ...firingOf(state),
    };
    return [rule];
  },
};
