import { classOf } from "../catalog-place.ts";
import { firstUserOid, userSchema, type Presence } from "../catalog-query.ts";
import { userRows } from "../presence.ts";
import { isOtherOwner } from "../rights.ts";

/** A catalog whose rows, all or some, no kind models. `o` is the row. */
export interface UnmodelledSource {
  /** Without its schema: `pg_proc`. */
  readonly catalog: string;
  /** What its rows are read from, with an `oid`. Absent: the catalog itself. */
  readonly from?: string;
  /** What an object is called, where the server's own word says too little. Absent, or null: that. */
  readonly what?: string;
  /** The column with the schema. Absent: its objects are in none. */
  readonly namespace?: string;
  /** The first server that has such rows. Absent: all have. */
  readonly since?: number;
  /** Which rows. Absent: all. */
  readonly where?: string;
  /** What two databases can differ in. */
  readonly definition: string;
  /** SQL that makes the object again. Absent: mig cannot. */
  readonly restore?: string;
  /** The column with the owner. Absent: it has none of its own. */
  readonly owner?: string;
  /** For what has an owner and privileges: their column, and the letter of acldefault. */
  readonly access?: { readonly acl: string; readonly letter: string };
}

/** What only some databases have. */
export interface Part {
  readonly key: string;
  /** Where there may be some of it. */
  readonly exists: readonly Presence[];
  /** A query of it. */
  readonly text: string;
}

/** Whether a catalog may have such rows: it has some, if only of an extension. */
export const sourceExists = ({ catalog, from, where }: UnmodelledSource): Presence =>
  from === undefined
    ? userRows(catalog, where)
    : { from: `${from} o where o.oid >= ${firstUserOid}`, ...(where === undefined ? {} : { where }) };

/** The rows of a catalog as a query of classid, objid, definition, restore. What an extension or another object brought is left out. */
export function sourceQuery({
  catalog,
  from,
  what,
  namespace,
  where = "true",
  definition,
  restore,
  owner,
  access,
}: UnmodelledSource): string {
  const schema = namespace === undefined ? "" : `join pg_catalog.pg_namespace n on n.oid = o.${namespace} and ${userSchema("n")}`;
  const privileges =
    access === undefined || owner === undefined ? "" : ` || coalesce(${privilegesText(access.acl, access.letter, owner)}, '')`;
  const owned =
    owner === undefined ? "" : ` || case when ${isOtherOwner(`o.${owner}`)} then E'\\nowner ' || pg_get_userbyid(o.${owner}) else '' end`;
  return `select ${classOf(catalog)}::oid as classid, o.oid as objid, ${what ?? "null"}::text as what,
      coalesce(${definition}, '')${privileges}${owned} as definition, ${restore ?? "null::text"} as restore
    from ${from ?? `pg_catalog.${catalog}`} o ${schema} cross join r
    where o.oid >= ${firstUserOid} and ${where}
      and not exists (select from pg_catalog.pg_depend e where e.classid = ${classOf(catalog)} and e.objid = o.oid
        and e.deptype in ('e', 'i') and (e.refclassid, e.refobjid) <> (e.classid, e.objid))`;
}

/** Who may do what, with "owner" for the owner, whose name differs from database to database. Null: the usual. */
const privilegesText = (acl: string, letter: string, owner: string): string =>
  `case when o.${acl} is not null then nullif(${aclText(`o.${acl}`, owner)}, ${aclText(`acldefault('${letter}', o.${owner})`, owner)}) end`;

const aclText = (acl: string, owner: string): string => `(
  select E'\n' || string_agg(g.text, ', ' order by g.text) from (
    select p.privilege_type || case when p.is_grantable then '*' else '' end || ' to '
      || case p.grantee when o.${owner} then 'owner' when 0 then 'public' else pg_get_userbyid(p.grantee) end
    from aclexplode(${acl}) p
  ) g(text))`;
