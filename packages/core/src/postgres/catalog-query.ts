import type { SchemaObject } from "../schema/object.ts";
import type { CatalogNames } from "./catalog-names.ts";
import type { CatalogPlace } from "./catalog-place.ts";

/** One row as the driver gives it: text, boolean, number (int4 only), text[], JSON or null. Cast everything else to text. */
export type CatalogRow = object;

/** A query over pg_catalog, next to what its rows mean. It runs with an empty search_path, so printed names are qualified. */
export interface CatalogQuery<Row = CatalogRow, Object extends SchemaObject = SchemaObject> {
  /** `version` is the server's version number, such as 180004; `all` are the queries of all kinds. */
  readonly text: (version: number, all: readonly CatalogQuery[]) => string;
  /** Where there may be some of it: only if any of these rows is there the query is sent, after the others. Absent: always. */
  readonly exists?: (all: readonly CatalogQuery[]) => readonly Presence[];
  /**
   * It reads what others have at their places, and is asked for each system catalog apart: a query over all takes long to plan. Absent: at
   * once.
   */
  readonly isReadByPlace?: true;
  /** Where the system catalogs have these objects, by the words of the kind's `addresses`. Absent: they cannot be commented on. */
  readonly places?: Readonly<Record<string, CatalogPlace>>;
  /**
   * A query of texts of these objects of which the server is asked what they use (see dependencies.ts): `key`, the resource key of the
   * object; `classid` and `objid`, the place in pg_depend that depends for it; `self`, the oid of what is the object itself. Absent: none.
   */
  readonly dependents?: string;
  /** Tells the queries of other kinds what a row's numbers stand for. It is called for all rows before any is decoded. */
  learn?(row: Row, names: CatalogNames): void;
  /** One row can stand for several objects, or for none. */
  decode(row: Row, names: CatalogNames): readonly Object[];
}

/** Rows of a catalog that only some databases have, as SQL. Those with one `from` are looked for in one pass. */
export interface Presence {
  /** FROM and WHERE: `pg_catalog.pg_class o where o.oid >= 16384`. */
  readonly from: string;
  /** Which of these rows, quickly answered. It may read `r`, the usual owners (rights.ts), and `modelled`, the relations. Absent: any. */
  readonly where?: string;
}

/** The lowest number of an object of the user's: those of the system are below. */
export const firstUserOid = "16384";

/** Schemas of the user's: those of the system and of temporary objects start with `pg_`, which no other can. */
export const userSchema = (alias: string): string => String.raw`${alias}.nspname !~ '^pg_' and ${alias}.nspname <> 'information_schema'`;

/** By the extensions, of which there are few: the server asks once, not for each object. */
const membersOfExtensions = (catalog: string): string => `
  select e.objid from pg_catalog.pg_depend e
  where e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and e.classid = '${catalog}'::pg_catalog.regclass
    and e.deptype = 'e'`;

/** True where the object was not made by an extension. `catalog` is the catalog that the oid is in. */
export const notOfExtension = (oid: string, catalog: string): string => `${oid} not in (${membersOfExtensions(catalog)})`;

/**
 * Whether a table is of a type that an extension has brought and may change, and so is not modelled. Few databases have any table of a
 * type: the server looks for the members of extensions only then.
 */
export const isOfForeignType = (alias: string): string =>
  `case when ${alias}.reloftype = 0 then false else ${alias}.reloftype in (${membersOfExtensions("pg_catalog.pg_type")}) end`;

/** Children of such tables, which are not modelled either: with a part of its columns a table makes no sense. */
export const childrenOfOthers = `
  select i.inhrelid from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhparent
  where ${isOfForeignType("p")}`;

/**
 * In a query of what is in relations, the condition on `c` which of them it reads. A reading of a database that is known but for some
 * relations puts these in its place (reread.ts).
 */
export const whichRelations = "c.oid is not null";

/** Relations of the user's that are modelled, as a FROM item with `oid`, `schema`, `name`, `relkind`. */
const relations = (kinds: string, which?: string): string => `(
  select c.oid, n.nspname::text as schema, c.relname::text as name, c.relkind
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in (${kinds})${which === undefined ? "" : ` and ${which}`} and c.relpersistence <> 't'
    and not ${isOfForeignType("c")} and ${userSchema("n")}
    and c.oid not in (${childrenOfOthers})
    and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
)`;

/** Values of relkind, as SQL: tables, partitioned and foreign ones among them. */
export const tableKinds = "'r', 'p', 'f'";

/** What can have indexes or extended statistics: the tables and the materialized views. */
export const indexedKinds = "'r', 'p', 'm', 'f'";

const relationKinds = "'r', 'p', 'v', 'm', 'f'";

/**
 * The tables that are modelled, partitioned and foreign ones among them: without tables of a type, temporary tables and tables of
 * extensions.
 */
export const modelledTables = relations(tableKinds);

/** The same with views and materialized views. */
export const modelledRelations = relations(relationKinds);

/** Those of the modelled tables that are read, for the query of what is in tables. */
export const tablesRead = relations(tableKinds, whichRelations);

/** The same with views and materialized views. */
export const relationsRead = relations(relationKinds, whichRelations);

/** What is read of what can have indexes or extended statistics. */
export const indexedRead = relations(indexedKinds, whichRelations);

/** `modelledRelations` as a CTE, for queries that ask in several places whether something is in one: the server plans it once. */
export const relationsOnce = `modelled as materialized (select m.oid, m.relkind from ${modelledRelations} m)`;

/** True where a query with this CTE has an oid of a relation that is not modelled. `kinds` are values of relkind. Absent: of any. */
export const isNotModelled = (oid: string, kinds?: string): string =>
  `${oid} not in (select m.oid from modelled m${kinds === undefined ? "" : ` where m.relkind in (${kinds})`})`;
