import type { Ask, NotResumable, Recovery } from "../../operation/spec.ts";
import { raw, sql, type QualifiedName, type Sql } from "../sql/sql.ts";
import { asText, type Reader } from "./words.ts";

const kinds = ["index", "table", "schema", "database", "system"] as const;

/**
 * After a REINDEX CONCURRENTLY that was cut off or failed: the indexes that it was building, or about to drop, stay behind
 * under names that end in _ccnew and _ccold. Those that were not there before are dropped, and it is run again.
 * Undefined: without CONCURRENTLY nothing stays behind.
 */
export function reindexRecovery(reader: Reader, unreadable: NotResumable): Recovery | NotResumable | undefined {
  const options = reader.parentheses() ?? [];
  reader.take("verbose");
  const kind = kinds.find((one) => reader.take(one));
  const isConcurrent = reader.take("concurrently") || isOn(options);
  if (!isConcurrent) return undefined;
  const name = reader.name();
  if (kind === undefined || (name === undefined && kind !== "database" && kind !== "system")) return unreadable;
  const scope = scopeOf(kind, name ?? { name: "" });
  return {
    look: sql`select coalesce(pg_catalog.string_agg(indexrelid::text, ' '), '') as seen from pg_catalog.pg_index where not indisvalid`,
    judge: async (ask, seen) => {
      const left = (await leftovers(ask, scope)).filter(({ oid }) => seen?.split(" ").includes(oid) !== true);
      return {
        state: "undone",
        first: left.map(({ schema, name: index }) => sql`drop index concurrently if exists ${{ schema, name: index }}`),
      };
    },
  };
}

/** `(concurrently)`, also with a value. */
function isOn(options: readonly string[]): boolean {
  const at = options.indexOf("concurrently");
  return at !== -1 && !["false", "off", "0"].includes(options[at + 1] ?? "");
}

/** The tables whose indexes it builds. */
function scopeOf(kind: (typeof kinds)[number], name: QualifiedName): Sql {
  if (kind === "database" || kind === "system") return sql`select oid from pg_catalog.pg_class`;
  if (kind === "schema") return sql`select oid from pg_catalog.pg_class where relnamespace = pg_catalog.to_regnamespace(${asText(name)})`;
  const found = sql`pg_catalog.to_regclass(${asText(name)})`;
  const table = kind === "table" ? found : sql`(select indrelid::pg_catalog.regclass from pg_catalog.pg_index where indexrelid = ${found})`;
  return sql`select relid::pg_catalog.oid from pg_catalog.pg_partition_tree(${table}) union all select ${table}::pg_catalog.oid`;
}

interface Leftover {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

async function leftovers(ask: Ask, scope: Sql): Promise<readonly Leftover[]> {
  const query = sql`with scope (oid) as (${scope})
select i.indexrelid::text as oid, n.nspname::text as schema, c.relname::text as name
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and c.relname::text ${raw("~")} '_cc(new|old)[0-9]*$'
  and (i.indrelid in (select oid from scope)
    or i.indrelid in (select reltoastrelid from pg_catalog.pg_class where oid in (select oid from scope)))
  and not exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
order by 1`;
  const [rows = []] = await ask(query.sql);
  return rows as readonly Leftover[]; // as the query names them
}
