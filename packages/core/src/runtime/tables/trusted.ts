import { MigError } from "../../errors.ts";
import { literal, sql, type QualifiedName, type Sql } from "../../postgres/sql/sql.ts";
import { ask } from "../ask.ts";
import { BatchFailure, sqlStateOf, type Row, type Session } from "../session.ts";
import type { MigTables } from "./mig-tables.ts";
import { tableText } from "./version-table.ts";

type Name = Required<QualifiedName>;

const oidOf = (table: Name): Sql => sql`pg_catalog.to_regclass(${literal(sql`${table}`.sql)})`;

/**
 * The roles whose code may run as this one: itself, superusers, the database's owner, and roles that it is a member of. A superuser
 * counts as a member of every role, so that its memberships say nothing.
 */
const trustedRole = sql`(r.rolsuper or r.rolname = current_user
  or r.oid = (select d.datdba from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
  or (not (select m.rolsuper from pg_catalog.pg_roles m where m.rolname = current_user) and pg_catalog.pg_has_role(r.oid, 'member')))`;

/** What in a table runs its owner's code as the role that reads or writes it, in words. Keys and built-in types run nothing. */
const runs = sql`
  select 'it is not a plain table' as what where c.relkind <> 'r'
  union all select 'it has row level security' where c.relrowsecurity
  union all select 'it has a rule' where c.relhasrules
  union all select 'it has the trigger ' || pg_catalog.quote_ident(t.tgname) from pg_catalog.pg_trigger t
    where t.tgrelid = c.oid and not t.tgisinternal
  union all select 'the table ' || i.inhrelid::pg_catalog.regclass::text || ' inherits it' from pg_catalog.pg_inherits i
    where i.inhparent = c.oid
  union all select 'its column ' || pg_catalog.quote_ident(a.attname) || ' has a default' from pg_catalog.pg_attrdef d
    join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = c.oid and pg_catalog.pg_get_expr(d.adbin, d.adrelid) not in ('0', 'CURRENT_USER')
  union all select 'it has the check ' || pg_catalog.quote_ident(k.conname) from pg_catalog.pg_constraint k
    where k.conrelid = c.oid and k.contype = 'c'
  union all select 'its index ' || x.indexrelid::pg_catalog.regclass::text || ' has an expression' from pg_catalog.pg_index x
    where x.indrelid = c.oid and (x.indexprs is not null or x.indpred is not null)
  union all select 'its column ' || pg_catalog.quote_ident(a.attname) || ' has a type of its own' from pg_catalog.pg_attribute a
    join pg_catalog.pg_type y on y.oid = a.atttypid
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and y.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace`;

const untrusted = (table: Name): Sql =>
  sql`from pg_catalog.pg_class c join pg_catalog.pg_roles r on r.oid = c.relowner
    where c.oid = ${oidOf(table)} and not ${trustedRole} and exists (${runs})`;

/** Those of the tables that must not be touched, with their owners and what they would run. For a session whose path is pinned. */
export const untrustedTables = (tables: readonly Name[]): Sql =>
  sql`select c.oid::pg_catalog.regclass::text as name, r.rolname::text as owner, found.what
from pg_catalog.pg_class c join pg_catalog.pg_roles r on r.oid = c.relowner
  cross join lateral (select pg_catalog.string_agg(what, ', ') as what from (${runs}) as all_found) as found
where c.oid in (${tables.map(oidOf)}) and not ${trustedRole} and found.what is not null`;

/** Fails, by a division by zero, if reading or writing the table would run another role's code. */
const trustSql = (table: Name): Sql => sql`select 1 / (case when exists (select ${untrusted(table)}) then 0 else 1 end) as trusted`;

/** The SQLSTATE of that failure. */
const untrustedState = "22012";

/**
 * Runs queries that read mig's tables, after a check of their owners, in one round trip.
 * @throws MigError TABLE_NOT_TRUSTED
 * @throws BatchFailure with the statement's place among those given
 */
export async function askTrusted(
  session: Session,
  { version, log }: MigTables,
  statements: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  const looks = [version, log].map((table) => trustSql(table).sql);
  try {
    return (await ask(session, [...looks, ...statements])).slice(looks.length);
  } catch (error) {
    if (!(error instanceof BatchFailure)) throw error;
    const at = error.at - looks.length;
    if (at < 0 && sqlStateOf(error) === untrustedState) throw await untrustedError(session, at === -1 ? log : version);
    throw new BatchFailure(error.cause instanceof Error ? error.cause : error, Math.max(at, 0), error.position);
  }
}

/** The error for what the check found. It reads only the catalog. */
async function untrustedError(session: Session, table: Name): Promise<MigError> {
  const [[row] = []] = await ask(session, [
    sql`select r.rolname::text as owner, (select pg_catalog.string_agg(what, ', ') from (${runs}) as found) as what ${untrusted(table)}`
      .sql,
  ]);
  return new MigError("TABLE_NOT_TRUSTED", { table: tableText(table), owner: String(row?.["owner"]), what: String(row?.["what"]) });
}
