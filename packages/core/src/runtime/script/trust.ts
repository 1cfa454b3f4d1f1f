import { dollarQuoted } from "../../postgres/sql/literal.ts";
import { literal, raw, sql, type Sql } from "../../postgres/sql/sql.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { untrustedTables } from "../tables/trusted.ts";
import { refusal, type Before } from "./refusal.ts";

/** A block that fails if reading or writing mig's tables would run another role's code, as a run does. */
export const trustSql = (tables: MigTables): string => blockSql(trustBody(tables, "transaction"));

/** A block of PL/pgSQL around the body of a check. */
export const blockSql = (body: Sql): string =>
  `do ${dollarQuoted(sql`declare mig_path pg_catalog.text := pg_catalog.current_setting('search_path'); mig_found record; begin ${body} end`.sql)}`;

/** It looks with a pinned search_path, and then restores the session's. The rest of the block may read the tables. */
export function trustBody({ version, log }: MigTables, before: Before): Sql {
  const message = sql`pg_catalog.concat(mig_found.name, ' belongs to the role ', mig_found.owner,
    ' and could run that role''s code with your privileges: ', mig_found.what)`;
  const hint = literal("Find out who created it. If you trust it, take it over by ALTER TABLE ... OWNER TO. If not, drop it.");
  return sql`perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
for mig_found in ${untrustedTables([version, log])} loop
${raw(refusal({ message, hint }, before))}
return;
end loop;
perform pg_catalog.set_config('search_path', mig_path, true);`;
}
