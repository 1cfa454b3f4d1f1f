import { classOf } from "./catalog-place.ts";
import { firstUserOid, whichRelations } from "./catalog-query.ts";

// How the rows of the system catalogs are, told without reading them: by how many there are and by the transactions that wrote them. A row
// that is written anew has the number of a later transaction.

/** The rows of the catalogs at one moment. */
export interface Stamps {
  /** Of what is in relations, by catalog and oid of the relation. */
  readonly relations: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** By catalog and oid: what is named by others, such as types. One more or fewer changes nothing of what is in relations. */
  readonly named: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Of each other catalog as a whole. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Where the relation is a row's, as an oid; and which rows. An index is of its table, as are what holds long values and the sequence of an
 * identity column.
 */
const ofRelations: Readonly<Record<string, { readonly relation: string; readonly where?: string }>> = {
  pg_class: { relation: "o.oid" },
  pg_attribute: { relation: "o.attrelid", where: "o.attnum > 0" },
  pg_attrdef: { relation: "o.adrelid" },
  pg_constraint: { relation: "o.conrelid", where: "o.conrelid <> 0" },
  pg_index: { relation: "o.indrelid" },
  pg_trigger: { relation: "o.tgrelid" },
  pg_description: { relation: "o.objoid", where: `o.classoid = ${classOf("pg_class")}` },
};

const ofNamed: Readonly<Record<string, string>> = {
  pg_type: "o.oid",
  pg_enum: "o.enumtypid",
  pg_sequence: "o.seqrelid",
  pg_proc: "o.oid",
  pg_namespace: "o.oid",
};

/** Of those, the rows that are of no relation. */
const partsOfOthers: Readonly<Record<string, string>> = {
  pg_constraint: "o.conrelid = 0",
  pg_description: `o.classoid <> ${classOf("pg_class")} and o.objoid >= ${firstUserOid}`,
  pg_depend: "o.deptype = 'e'",
};

/** What says nothing of the design, or is told by the rows that it is about. */
const unwatched = ["pg_statistic", "pg_statistic_ext_data", "pg_largeobject", "pg_largeobject_metadata", "pg_depend"];

/**
 * Where these have rows, nothing is told of relations apart: what children have comes from their parents, and statistics are in no table.
 */
const acrossRelations = ["pg_inherits", "pg_statistic_ext"];

const stamp = "pg_catalog.concat(pg_catalog.count(*), ' ', pg_catalog.sum(o.xmin::pg_catalog.text::pg_catalog.int8))";

interface WatchedRow {
  readonly name: string;
  readonly has_oid: boolean;
}

/** The conditions of the stamps of all other catalogs, by their names, from the rows of `watchedCatalogs.text`. */
export function watchedCatalogs([rows = []]: readonly (readonly object[])[]): readonly string[] {
  const others = (rows as readonly WatchedRow[]).flatMap(({ name, has_oid }) => {
    if (name in ofRelations || name in ofNamed || unwatched.includes(name)) return [];
    return [
      `select 'others' as sort, '${name}' as catalog, ${stamp} as stamps
      from pg_catalog.${name} o${has_oid ? ` where o.oid >= ${firstUserOid}` : ""}`,
    ];
  });
  const parts = Object.entries(partsOfOthers).map(
    ([name, where]) => `select 'others' as sort, '${name}' as catalog, ${stamp} as stamps from pg_catalog.${name} o where ${where}`,
  );
  return [...others, ...parts];
}

/**
 * The catalogs of the database that the role may read. Those that all databases share are not looked at: what they say is read each time.
 */
watchedCatalogs.text = `
  select c.relname::text as name, exists (
      select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'oid') as has_oid
  from pg_catalog.pg_class c
  where c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace and c.relkind = 'r' and not c.relisshared
    and pg_catalog.has_table_privilege(c.oid, 'select')
  order by 1`;

/** One row for each catalog: its stamps, by the oid of what they are of or as a whole. */
export const stampQuery = (watched: readonly string[]): string => `
  with owner as materialized (
    select c.oid, coalesce(i.indrelid, h.oid, case c.relkind when 'S' then (
        select d.refobjid from pg_catalog.pg_depend d
        where d.classid = ${classOf("pg_class")} and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'i'
      ) end, c.oid) as relation
    from pg_catalog.pg_class c left join pg_catalog.pg_index i on i.indexrelid = c.oid
      left join pg_catalog.pg_class h on h.reltoastrelid = c.oid and c.relkind = 't'
    where c.oid >= ${firstUserOid}
  )
  ${[
    ...Object.entries(ofRelations).map(
      ([name, { relation, where = "true" }]) => `
  select 'relations' as sort, '${name}' as catalog, pg_catalog.string_agg(g.stamp, ',') as stamps from (
    select pg_catalog.concat(w.relation, ' ', ${stamp}) as stamp
    from owner w join pg_catalog.${name} o on ${relation} = w.oid where ${where} group by w.relation) g`,
    ),
    ...Object.entries(ofNamed).map(
      ([name, oid]) => `
  select 'named' as sort, '${name}' as catalog, pg_catalog.string_agg(g.stamp, ',') as stamps from (
    select pg_catalog.concat(${oid}, ' ', ${stamp}) as stamp from pg_catalog.${name} o where ${oid} >= ${firstUserOid} group by ${oid}) g`,
    ),
    ...watched,
  ].join("\n  union all ")}`;

interface StampRow {
  readonly sort: "relations" | "named" | "others";
  readonly catalog: string;
  readonly stamps: string | null;
}

export function stampsIn([rows = []]: readonly (readonly object[])[]): Stamps {
  const of = (sort: StampRow["sort"]): readonly StampRow[] => (rows as readonly StampRow[]).filter((row) => row.sort === sort);
  const byOid = (sort: StampRow["sort"]) => new Map(of(sort).map(({ catalog, stamps }) => [catalog, entriesIn(stamps ?? "")]));
  return {
    relations: byOid("relations"),
    named: byOid("named"),
    others: new Map(of("others").map(({ catalog, stamps }) => [catalog, stamps ?? ""])),
  };
}

const entriesIn = (text: string): ReadonlyMap<number, string> =>
  new Map(
    (text === "" ? [] : text.split(",")).map((entry) => {
      const at = entry.indexOf(" ");
      return [Number(entry.slice(0, at)), entry.slice(at)];
    }),
  );

/** Relations that have changed, come or gone. Undefined: more has changed than what is in relations. */
export function changedSince(from: Stamps, to: Stamps): readonly number[] | undefined {
  const isAcross = acrossRelations.some((catalog) => !(to.others.get(catalog) ?? "0 ").startsWith("0 "));
  const isOther = [...to.others].some(([catalog, text]) => from.others.get(catalog) !== text);
  const isRenamed = [...to.named].some(([catalog, stamps]) => {
    const had = from.named.get(catalog);
    return [...stamps].some(([oid, text]) => had?.has(oid) === true && had.get(oid) !== text);
  });
  if (isAcross || isOther || isRenamed) return undefined;
  const changed = new Set<number>();
  for (const [catalog, stamps] of to.relations) {
    const had = from.relations.get(catalog);
    for (const [oid, text] of stamps) if (had?.get(oid) !== text) changed.add(oid);
    for (const oid of had?.keys() ?? []) if (!stamps.has(oid)) changed.add(oid);
  }
  return [...changed];
}

/**
 * Of changed relations: they, and all with rows that depend on them or on what is in them, whose texts name these; and all views, which
 * are few and have none of their texts kept. The relations are those of a condition on `c`.
 */
export const closureQuery = `
  with changed as materialized (select c.oid from pg_catalog.pg_class c where ${whichRelations}),
  part(classid, objid) as (
    select ${classOf("pg_class")}, r.oid from changed r
    union all select ${classOf("pg_class")}, i.indexrelid from changed r join pg_catalog.pg_index i on i.indrelid = r.oid
    union all select ${classOf("pg_constraint")}, k.oid from changed r join pg_catalog.pg_constraint k on k.conrelid = r.oid
    union all select ${classOf("pg_type")}, y.oid from changed r join pg_catalog.pg_class c on c.oid = r.oid
      join pg_catalog.pg_type e on e.oid = c.reltype, lateral (values (e.oid), (e.typarray)) y(oid)
  )
  select coalesce(pg_catalog.array_agg(distinct u.oid::int4), '{}') as ids from (
    select r.oid from changed r
    union all select v.oid from pg_catalog.pg_class v where v.relkind in ('v', 'm') and v.oid >= ${firstUserOid}
    union all select case d.classid
        when ${classOf("pg_class")} then coalesce((select i.indrelid from pg_catalog.pg_index i where i.indexrelid = d.objid), d.objid)
        when ${classOf("pg_constraint")} then (select k.conrelid from pg_catalog.pg_constraint k where k.oid = d.objid)
        when ${classOf("pg_attrdef")} then (select f.adrelid from pg_catalog.pg_attrdef f where f.oid = d.objid)
        when ${classOf("pg_trigger")} then (select g.tgrelid from pg_catalog.pg_trigger g where g.oid = d.objid)
        when ${classOf("pg_policy")} then (select l.polrelid from pg_catalog.pg_policy l where l.oid = d.objid)
        when ${classOf("pg_rewrite")} then (select w.ev_class from pg_catalog.pg_rewrite w where w.oid = d.objid)
      end
    from part p join pg_catalog.pg_depend d on d.refclassid = p.classid and d.refobjid = p.objid
  ) u where u.oid is not null and u.oid <> 0`;

export function idsIn([rows = []]: readonly (readonly object[])[]): readonly number[] {
  const [row] = rows as readonly { readonly ids: readonly number[] }[]; // as the query names it
  return row?.ids ?? [];
}
