import type { Session } from "@migts/core/project";

/** What a template holds, so that a copy of it can be told from it later. */
export interface Baseline {
  /** Of the design: any change of it gives another. */
  readonly design: string;
  /** Tables with rows, as SQL names them, and what tells that their rows are the same. */
  readonly filled: Readonly<Record<string, string>>;
  /** Positions of sequences that have moved, as SQL names them. */
  readonly moved: Readonly<Record<string, string>>;
  /** Settings of the database, which a copy of it does not get by itself: `alter database ... set <text>`. */
  readonly settings: readonly string[];
}

const users = (name: string): string => `${name} !~ '^pg_' and ${name} <> 'information_schema'`;

/**
 * Rows of the catalog change their xmin when they change, and a copy of a database has the same ones. TRUNCATE changes those of pg_class.
 */
const catalogs = [
  "attrdef",
  "attribute",
  "constraint",
  "enum",
  "largeobject_metadata",
  "namespace",
  "policy",
  "proc",
  "rewrite",
  "trigger",
  "type",
];

const designQuery = `select pg_catalog.md5(pg_catalog.string_agg(part, ' ')) as design from (${catalogs
  .map((name) => {
    const id = name === "attribute" ? "attrelid" : "oid";
    return `select '${name} ' || count(*)::text || ' ' || coalesce(sum(pg_catalog.hashtextextended(${id}::text || ' ' || c.xmin::text, 0))::text, '') as part
      from pg_catalog.pg_${name} c where c.${id} >= 16384`;
  })
  .join(" union all ")} union all
  select 'class ' || coalesce(sum(pg_catalog.hashtextextended(pg_catalog.concat_ws(' ', c.oid, c.relname, c.relnamespace, c.relowner, c.relacl, c.reloptions,
      c.relrowsecurity, c.relforcerowsecurity, c.relpersistence), 0))::text, '')
    from pg_catalog.pg_class c where c.oid >= 16384) parts`;

/** Tables that hold rows themselves, and whether any are there now. */
const tablesQuery = `select c.oid::text as oid, pg_catalog.format('%I.%I', n.nspname, c.relname) as name, pg_catalog.pg_relation_size(c.oid) > 0 as written
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't' and ${users("n.nspname")} order by c.oid`;

const sequencesQuery = `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name, pg_catalog.pg_sequence_last_value(c.oid)::text as last, s.seqstart::text as start
  from pg_catalog.pg_sequence s join pg_catalog.pg_class c on c.oid = s.seqrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${users("n.nspname")} order by c.oid`;

const settingsQuery = `select setting from pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) setting
  where s.setrole = 0 and s.setdatabase = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()) order by 1`;

export interface WrittenTable {
  readonly oid: string;
  readonly name: string;
}

/** A database as it is. */
export interface State extends Pick<Baseline, "design" | "moved"> {
  /** Tables that have rows, or had some. */
  readonly written: readonly WrittenTable[];
  /** Where sequences begin. */
  readonly starts: Readonly<Record<string, string>>;
}

/** In one round trip. */
export async function readState(session: Session): Promise<State> {
  const [design = [], tables = [], sequences = []] = await session.batch([designQuery, tablesQuery, sequencesQuery]);
  return {
    design: String(design[0]?.["design"]),
    written: tables.filter((row) => row["written"] === true).map(({ oid, name }) => ({ oid: String(oid), name: String(name) })),
    moved: Object.fromEntries(sequences.flatMap(({ name, last }) => (last === null ? [] : [[String(name), last as string]]))),
    starts: Object.fromEntries(sequences.map(({ name, start }) => [String(name), String(start)])),
  };
}

/** What tells the rows of tables apart, by the name of the table. */
export async function rowsOf(session: Session, tables: readonly WrittenTable[]): Promise<Readonly<Record<string, string>>> {
  if (tables.length === 0) return {};
  const results = await session.batch(
    tables.map(
      ({ name }) =>
        `select count(*)::text || ' ' || coalesce(sum(pg_catalog.hashtextextended(t::text, 0))::text, '') as rows from only ${name} t`,
    ),
  );
  return Object.fromEntries(tables.map(({ name }, at) => [name, String(results[at]?.[0]?.["rows"])]));
}

export async function readBaseline(session: Session): Promise<Baseline> {
  const { design, written, moved } = await readState(session);
  const rows = await rowsOf(session, written);
  const settings = await session.query(settingsQuery);
  return {
    design,
    filled: Object.fromEntries(Object.entries(rows).filter(([, text]) => text !== "0 ")),
    moved,
    settings: settings.map((row) => settingText(String(row["setting"]))),
  };
}

/** @example settingText("search_path=app, public") // "search_path = app, public" */
function settingText(setting: string): string {
  const at = setting.indexOf("=");
  const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
  // A list is stored as it is written in SQL, anything else as its plain value.
  const isList = /^(?:search_path|session_preload_libraries|local_preload_libraries|temp_tablespaces|DateStyle)$/iu.test(name);
  return `${name} = ${isList && value !== "" ? value : `'${value.replaceAll("'", "''")}'`}`;
}
