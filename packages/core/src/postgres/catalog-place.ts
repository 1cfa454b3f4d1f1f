/**
 * Where the objects that go by a word are in the system catalogs. Comments, owners and privileges of all kinds are read by this, and rows
 * of pg_depend are matched with it. All but `catalog` and `rows` is SQL over a row `o`, and over what `join` adds.
 */
export interface CatalogPlace {
  /** The catalog by which pg_depend and pg_description name the objects, without its schema: `pg_type`. */
  readonly catalog: string;
  /**
   * The catalog that `o` is a row of. Absent: the same. Columns are named by the pg_class row of their table, and are in `pg_attribute`.
   */
  readonly rows?: string;
  /** The object's number in `catalog`. Absent: `o.oid`. */
  readonly oid?: string;
  /** The number of the column that it is. Absent: it is none. */
  readonly column?: string;
  /** Which rows, by themselves. Absent: all. */
  readonly is?: string;
  /**
   * Further FROM items, such as the schema. `t` has the modelled tables, views and materialized views (`oid`, `schema`, `name`,
   * `relkind`). Absent: none.
   */
  readonly join?: string;
  /** Which rows, with what was joined: those of the user's that the kind reads. Absent: all. */
  readonly where?: string;
  /** Fields of the ref. Absent: it has none. */
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  readonly signature?: string;
  /** The arguments as statements about it take them. Absent: as the signature. */
  readonly arguments?: string;
  /** The name as statements about it take it, with its schema and what else tells it. Absent: its names in quotes, and the arguments. */
  readonly quoted?: string;
  /**
   * Texts, such as defaults and queries, can use it by itself; relations, types, constraints and routines are known to be used. Absent:
   * none can.
   */
  readonly usedInTexts?: true;
  /** Which of them have their comments under this word, and not under another one. Absent: all. */
  readonly commented?: string;
  /** A comment that it has from the start, which counts as none. Absent: it has none. */
  readonly usualComment?: string;
  /** The oid of its owner, of a column that of its table. Absent: it has none. */
  readonly role?: string;
  /** Absent: it belongs to whoever owns what it is in. */
  readonly owner?: PlaceOwner;
  /** Absent: nothing is granted on it. */
  readonly access?: PlaceAccess;
}

export interface PlaceOwner {
  /** What ALTER ... OWNER TO calls it: `materialized view`. */
  readonly words: string;
  /** Whether it has an owner of its own. Absent: it has. */
  readonly where?: string;
}

export interface PlaceAccess {
  readonly acl: string;
  /** The letter that acldefault takes. */
  readonly letter: string;
  /** What GRANT calls it: `sequence`. Of a column, this is its table. */
  readonly words: string;
  /** The acl that it has from the start. Absent: null, which stands for what acldefault gives. */
  readonly usual?: string;
}

/** A place with the word that the kind's `addresses` has for it. */
export interface WordPlace extends CatalogPlace {
  readonly word: string;
}

/** The places of all kinds. */
export const placesOf = (all: readonly { readonly places?: Readonly<Record<string, CatalogPlace>> }[]): readonly WordPlace[] =>
  all.flatMap(({ places = {} }) => Object.entries(places).map(([word, place]) => ({ ...place, word })));

/** The oid of a system catalog, as pg_depend has it. */
export const classOf = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass`;

export const oidOf = ({ oid = "o.oid" }: CatalogPlace): string => oid;

/** The catalog that has the rows, as `o`. */
export const rowsOf = ({ catalog, rows = catalog }: CatalogPlace): string => `pg_catalog.${rows} o`;

interface From {
  /** What `o` is joined to. Absent: nothing. */
  readonly from?: string;
  /** A further FROM item, over all others. Absent: none. */
  readonly lateral?: string;
  /** Further conditions. Absent: none. */
  readonly conditions?: readonly string[];
}

/** FROM and WHERE of the objects. */
export function fromPlace(place: CatalogPlace, { from = rowsOf(place), lateral, conditions = [] }: From = {}): string {
  const { join = "", is, where } = place;
  const all = [is, where, ...conditions].filter((condition) => condition !== undefined);
  return `from ${from} ${join}${lateral === undefined ? "" : `, ${lateral}`}${all.length === 0 ? "" : ` where ${all.join(" and ")}`}`;
}

/** SELECT items: the word and the fields of the ref, text or null each. */
export const refColumns = ({ word, schema, table, name, signature }: WordPlace): string =>
  [`'${word}'`, ...[schema, table, name, signature].map((field) => (field === undefined ? "null" : field))]
    .map((field) => `(${field})::text`)
    .join(", ");

/** What `refColumns` gives, under the names of the fields. */
export interface RefRow {
  readonly of: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly signature: string | null;
}

/** The word and the ref of what such a row is about. */
export const refOfRow = ({ of, schema, table, name, signature }: RefRow) => ({
  of,
  ...(schema === null ? {} : { schema }),
  ...(table === null ? {} : { table }),
  name,
  ...(signature === null ? {} : { signature }),
});

/** The name as SQL takes it, quoted and with its schema: of a column, that of its table. */
export function quotedName({ schema, table, name, signature, arguments: written = signature, column, quoted }: CatalogPlace): string {
  if (quoted !== undefined) return quoted;
  const own = column === undefined ? name : (table ?? name);
  const path = schema === undefined ? `quote_ident(${own})` : `format('%I.%I', ${schema}, ${own})`;
  return written === undefined ? path : `${path} || '(' || ${written} || ')'`;
}
