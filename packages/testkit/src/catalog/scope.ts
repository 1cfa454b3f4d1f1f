/**
 * The shared beginning of the snapshot query: which objects count. Left out are the server's own schemas, temporary
 * ones, members of extensions, and the tables named by $1.
 */
export const scope = /* sql */ `
with member as (select classid, objid from pg_depend where deptype = 'e'),
space as (
  select n.oid, n.nspname, quote_ident(n.nspname) as name, n.nspacl, n.nspowner
  from pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from member m where m.classid = 'pg_namespace'::regclass and m.objid = n.oid)
),
hidden as (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relname = any ($1::text[]) or n.nspname || '.' || c.relname = any ($1::text[])
),
relation as (
  select c.*, s.name || '.' || quote_ident(c.relname) as name
  from pg_class c join space s on s.oid = c.relnamespace
  where not exists (select from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
    and c.oid not in (select oid from hidden)
),
-- relations and types alike may be owned by a column or belong to a hidden table
owned_by as (
  select d.objid as sequence, d.deptype, d.refobjid as owner,
    s.name || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname) as column_name
  from pg_depend d
  join pg_class q on q.oid = d.objid and q.relkind = 'S'
  join pg_class c on c.oid = d.refobjid join space s on s.oid = c.relnamespace
  join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
)
`;

/** SQL for `text` with a space before it where `condition` holds, else for nothing. */
export const when = (condition: string, text: string): string => `case when ${condition} then ' ' || ${text} else '' end`;

const items = (acl: string): string =>
  `(select coalesce(string_agg(item::text, ', ' order by item::text), 'none') from unnest(${acl}) item)`;

/** SQL for the privileges of an object, where they are not the usual of what has that letter in acldefault. */
export const privileges = (acl: string, letter: string, owner: string): string =>
  `case when ${acl} is null then '' else coalesce(' privileges ' || nullif(${items(acl)}, ${items(`acldefault('${letter}', ${owner})`)}), '') end`;

/** Lines of the snapshot, and where there can be any: most databases have few of these, and the server plans each for a millisecond. */
export interface SnapshotPart {
  /** A query of `line`. */
  readonly lines: string;
  /** SQL of a boolean. Absent: always. */
  readonly exists?: string;
}

/** Where a catalog has rows with a number of the user's, of an extension maybe. */
export const ofUser = (catalog: string, where = "true"): string => `exists (select from ${catalog} o where o.oid >= 16384 and ${where})`;
