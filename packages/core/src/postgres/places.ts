import type { Use } from "../schema/use.ts";
import { classOf, fromPlace, oidOf, placesOf, refColumns, rowsOf, type WordPlace } from "./catalog-place.ts";
import { firstUserOid, modelledRelations, type CatalogQuery } from "./catalog-query.ts";
import { addressesOf } from "./objects/addresses.ts";
import { kinds } from "./objects/index.ts";
import { resource } from "./objects/resources.ts";

// From rows of pg_depend and its like to resource keys.

/**
 * What is at a place: a word and the fields of a ref. The word is one of `general`, or of a kind's `addresses`. A type that comes with a
 * table is that table, that of an array its element, a default its column, a rule of a view the view; what an extension brought is the
 * extension.
 */
export type Place = readonly [word: string, schema: string | null, table: string | null, name: string, signature: string | null];

/** The JSON of a `Place`, of a row of a kind's place in the catalogs. */
export const placeOf = (place: WordPlace): string => `json_build_array(${refColumns(place)})::text`;

/** The words of catalogs that several kinds are in: which of them it is does not matter to a resource key. */
const general: Readonly<Record<string, (schema: string, table: string, name: string, signature: string) => string>> = {
  relation: (schema, _, name) => resource.relation(schema, name),
  column: resource.column,
  type: (schema, _, name) => resource.type(schema, name),
  constraint: resource.constraint,
  routine: (schema, _, name, signature) => resource.signature(schema, name, signature),
  extension: (_, __, name) => resource.extension(name),
  schema: (_, __, name) => resource.schema(name),
};

/** The resource key of what is at a place. */
export function keyAt([word, schema, table, name, signature]: Place): string {
  const key = general[word];
  if (key !== undefined) return key(schema ?? "", table ?? "", name, signature ?? "");
  const address = addressesOf(kinds).get(word);
  if (address === undefined) throw new Error(`No kind has the word ${word} for its objects.`);
  return address.key({
    ...(schema === null ? {} : { schema }),
    ...(table === null ? {} : { table }),
    name,
    ...(signature === null ? {} : { signature }),
  });
}

/** The relation that what is at a place is a part of, as a resource key. */
export const withinAt = ([, schema, table]: Place): Pick<Use, "in"> =>
  table === null ? {} : { in: resource.relation(schema ?? "", table) };

/** What is at the place `w`: FROM items, and the word and the fields of the ref. */
interface GeneralPlace {
  readonly from: string;
  readonly ref: readonly [word: string, schema: string, table: string, name: string, signature: string];
}

const generalPlaces: Readonly<Record<string, GeneralPlace>> = {
  pg_class: {
    from: `pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = w.objsubid and w.objsubid > 0 where c.oid = w.objid`,
    ref: [
      "case when a.attname is null then 'relation' else 'column' end",
      "n.nspname",
      "case when a.attname is not null then c.relname end",
      "coalesce(a.attname, c.relname)",
      "null",
    ],
  },
  pg_type: {
    from: `pg_catalog.pg_type t
      join pg_catalog.pg_type y on y.oid = case when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else t.oid end
      join pg_catalog.pg_namespace n on n.oid = y.typnamespace
      left join pg_catalog.pg_class c on c.oid = y.typrelid and c.relkind <> 'c' where t.oid = w.objid`,
    ref: ["case when c.oid is null then 'type' else 'relation' end", "n.nspname", "null", "y.typname", "null"],
  },
  pg_constraint: {
    from: `pg_catalog.pg_constraint k
      left join pg_catalog.pg_class c on c.oid = k.conrelid left join pg_catalog.pg_type y on y.oid = k.contypid
      join pg_catalog.pg_namespace n on n.oid = coalesce(c.relnamespace, y.typnamespace) where k.oid = w.objid`,
    ref: ["'constraint'", "n.nspname", "coalesce(c.relname, y.typname)", "k.conname", "null"],
  },
  pg_proc: {
    from: "pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where p.oid = w.objid",
    ref: ["'routine'", "n.nspname", "null", "p.proname", "pg_catalog.oidvectortypes(p.proargtypes)"],
  },
  pg_attrdef: {
    from: `pg_catalog.pg_attrdef f
      join pg_catalog.pg_class c on c.oid = f.adrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum where f.oid = w.objid`,
    ref: ["'column'", "n.nspname", "c.relname", "a.attname", "null"],
  },
  pg_rewrite: {
    from: `pg_catalog.pg_rewrite v
      join pg_catalog.pg_class c on c.oid = v.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where v.oid = w.objid and v.rulename = '_RETURN'`,
    ref: ["'relation'", "n.nspname", "null", "c.relname", "null"],
  },
  pg_namespace: { from: "pg_catalog.pg_namespace n where n.oid = w.objid", ref: ["'schema'", "null", "null", "n.nspname", "null"] },
  pg_extension: { from: "pg_catalog.pg_extension x where x.oid = w.objid", ref: ["'extension'", "null", "null", "x.extname", "null"] },
};

/** What there may be at a place: anything, or what texts can use. */
export type Sought = "all" | "used in texts";

const usedInTexts: ReadonlySet<string> = new Set(["pg_class", "pg_type", "pg_constraint", "pg_proc"]);

const generalSought = (sought: Sought): readonly (readonly [string, GeneralPlace])[] =>
  Object.entries(generalPlaces).filter(([catalog]) => sought === "all" || usedInTexts.has(catalog));

/** What kinds with catalogs of their own say of these. */
const ownPlaces = (all: readonly CatalogQuery[], sought: Sought): readonly WordPlace[] =>
  placesOf(all).filter(({ catalog, usedInTexts: isUsed = false }) => generalPlaces[catalog] === undefined && (sought === "all" || isUsed));

/** The catalogs whose rows can be found. */
export const placedCatalogs = (all: readonly CatalogQuery[], sought: Sought): readonly string[] => [
  ...new Set([...generalSought(sought).map(([catalog]) => catalog), ...ownPlaces(all, sought).map(({ catalog }) => catalog)]),
];

const at = "w.classid, w.objid, w.objsubid";

/**
 * Common table expressions for places (`classid`, `objid`, `objsubid`, each once): the last, `place`, has those of the user's that have a
 * resource key, with the word and the fields of a `Place`.
 */
export function placeTables(places: string, all: readonly CatalogQuery[], sought: Sought): string {
  const branches = [
    `select ${at}, 'extension', null::text, null::text, w.extname, null::text from w where w.extname is not null`,
    ...generalSought(sought).map(
      ([catalog, { from, ref }]) => `select ${at}, g.*
      from w, lateral (select ${ref.map((field) => `(${field})::text`).join(", ")} from ${from}) g
      where w.classid = ${classOf(catalog)} and w.extname is null`,
    ),
    ...ownPlaces(all, sought).map(
      (place) => `select ${at}, ${refColumns(place)}
      ${fromPlace(place, {
        from: `w join ${rowsOf(place)} on ${oidOf(place)} = w.objid`,
        conditions: [`w.classid = ${classOf(place.catalog)}`, "w.extname is null"],
      })}`,
    ),
  ];
  return `t as (select * from ${modelledRelations} m), member as materialized (
    select e.classid, e.objid, x.extname::text
    from pg_catalog.pg_extension x
    join pg_catalog.pg_depend e on e.refclassid = ${classOf("pg_extension")} and e.refobjid = x.oid and e.deptype = 'e'
    where e.objid >= ${firstUserOid}
  ), w as materialized (
    select q.classid, q.objid, q.objsubid, e.extname from (${places}) q left join member e on e.classid = q.classid and e.objid = q.objid
    where q.objid >= ${firstUserOid} or q.classid = ${classOf("pg_namespace")}
  ), place(classid, objid, objsubid, word, schema, "table", name, signature) as (
    ${branches.join("\n    union all\n    ")}
  )`;
}
