import { columnNames, tableOf } from "../../../catalog-names.ts";
import { relationsRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { firingOf } from "../../firing.ts";
import { inRelation } from "../place.ts";
import { conditionAndArguments } from "./definition.ts";
import type { Trigger, TriggerEvent } from "./model.ts";

interface Row {
  /** Oid of the table or view. */
  readonly table: number;
  readonly name: string;
  /** Bits: see `bits`. */
  readonly type: number;
  /** Numbers of columns: `1 2`. */
  readonly columns: string;
  readonly old_table: string | null;
  readonly new_table: string | null;
  readonly is_constraint: boolean;
  readonly deferrable: NonNullable<Trigger["deferrable"]> | null;
  readonly from_schema: string | null;
  readonly from_name: string | null;
  readonly function_schema: string;
  readonly function_name: string;
  readonly state: string;
  readonly definition: string;
}

/** Those of `tgtype` (pg_trigger.h in PostgreSQL's sources). */
const bits = { row: 1, before: 2, insert: 4, delete: 8, update: 16, truncate: 32, insteadOf: 64 } as const;

const events: readonly TriggerEvent[] = ["insert", "update", "delete", "truncate"];

const ofUsers = (alias: string): string => `not ${alias}.tgisinternal and ${alias}.tgparentid = 0`;

/** Triggers on tables and views, without those by which PostgreSQL does foreign keys. */
export const triggerCatalog: CatalogQuery<Row, Trigger> = {
  exists: () => [userRows("pg_trigger", ofUsers("o"))],
  text: () => `
    select t.oid::int4 as "table", g.tgname::text as name, g.tgtype::int4 as type, g.tgattr::text as columns,
      g.tgoldtable::text as old_table, g.tgnewtable::text as new_table, g.tgconstraint <> 0 as is_constraint,
      case when g.tgdeferrable then case when g.tginitdeferred then 'initially deferred' else 'initially immediate' end end as deferrable,
      fn.nspname::text as from_schema, f.relname::text as from_name, pn.nspname::text as function_schema, p.proname::text as function_name,
      g.tgenabled::text as state, pg_catalog.pg_get_triggerdef(g.oid) as definition
    from pg_catalog.pg_trigger g join ${relationsRead} t on t.oid = g.tgrelid
      join pg_catalog.pg_proc p on p.oid = g.tgfoid join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
      left join pg_catalog.pg_class f on f.oid = g.tgconstrrelid left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
    where ${ofUsers("g")}
    order by t.schema collate "C", t.name collate "C", g.tgname collate "C"`,
  dependents: `
    select 'trigger ' || n.nspname || '.' || c.relname || '.' || g.tgname, 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid,
      g.oid, 0::pg_catalog.oid
    from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${ofUsers("g")}`,
  places: {
    trigger: { catalog: "pg_trigger", is: ofUsers("o"), ...inRelation("o.tgrelid"), name: "o.tgname" },
    constraint: { catalog: "pg_constraint", is: "o.contype = 't'", ...inRelation("o.conrelid"), name: "o.conname" },
  },
  decode: (row, names) => {
    const table = tableOf(names, row.table);
    const has = (bit: keyof typeof bits): boolean => (row.type & bits[bit]) !== 0;
    const columns = columnNames(table, row.columns);
    const trigger: Trigger = {
      kind: "trigger",
      schema: table.schema,
      table: table.name,
      name: row.name,
      ...(row.is_constraint ? { constraint: true } : {}),
      ...(row.deferrable === null ? {} : { deferrable: row.deferrable }),
      ...(row.from_schema === null || row.from_name === null ? {} : { from: { schema: row.from_schema, name: row.from_name } }),
      timing: has("insteadOf") ? "instead of" : has("before") ? "before" : "after",
      events: events.filter(has),
      ...(columns.length === 0 ? {} : { columns }),
      ...(has("row") ? { forEach: "row" } : {}),
      ...(row.old_table === null ? {} : { oldTable: row.old_table }),
      ...(row.new_table === null ? {} : { newTable: row.new_table }),
      ...conditionAndArguments(row.definition),
      function: { schema: row.function_schema, name: row.function_name },
      ...firingOf(row.state),
    };
    return [trigger];
  },
};
