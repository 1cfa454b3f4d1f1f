import pg from "pg";
import { withClient } from "../query-rows.ts";
import { readTables, sharedRows, type TableRows } from "./read.ts";

/** By "schema.table". */
export type Rows = ReadonlyMap<string, TableRows>;

/** What a statement loses, and what it is about: a planned statement has both. */
interface Losing {
  readonly operation: object;
  readonly facts: {
    readonly losesData?: string;
    /** Empty: no rows of a table, but the position of a sequence. */
    readonly losesFrom?: readonly { readonly schema?: string; readonly table: string; readonly column?: string }[];
  };
}

/**
 * What statements say they lose, all or a part of it: "public.users" is a table, "public.users.name" a column, "position public.users.id"
 * that of its sequence.
 */
export const lostPlaces = (statements: readonly Losing[]): ReadonlySet<string> =>
  new Set([
    ...ownPlaces(statements),
    ...statements.flatMap(({ facts: { losesFrom = [] } }) =>
      losesFrom.map(({ schema, table, column }) => placeOf({ schema, table, name: column })),
    ),
  ]);

/** What statements say they lose altogether. A column that gets another type keeps what PostgreSQL casts. */
export const gonePlaces = (statements: readonly Losing[]): ReadonlySet<string> =>
  ownPlaces(statements.filter(({ operation }) => !("kind" in operation) || operation.kind !== "alterColumnType"));

/** What those are about that lose something. */
const ownPlaces = (statements: readonly Losing[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ operation, facts: { losesData, losesFrom } }) =>
      losesData === undefined ? [] : [losesFrom?.length === 0 ? `position ${placeOf(operation)}` : placeOf(operation)],
    ),
  );

function placeOf(operation: object): string {
  // payloads name what they are about alike
  const { schema, table, name } = operation as { readonly schema?: string; readonly table?: string; readonly name?: string };
  return [schema, table, name].filter((part) => part !== undefined).join(".");
}

/**
 * The rows that two readings have in common, as texts to compare: the columns of one type on both sides, and positions of sequences, that
 * nothing says it loses.
 */
export const keptRows = (before: Rows, after: Rows, lost: ReadonlySet<string>): readonly [string, string] =>
  sharedRows(
    new Map(
      [...before].filter(([key, rows]) =>
        rows.sequence === undefined
          ? ![key, ...(rows.above?.partitioned ?? [])].some((place) => lost.has(place))
          : isPositionKept(key, rows.sequence.owner, lost),
      ),
    ),
    after,
    ({ table, name, types: [from, to] }) =>
      from === to && ![table, ...(before.get(table)?.above?.all ?? [])].some((place) => lost.has(`${place}.${name}`)),
  );

/** The sequence of a column goes with that, or with its table, which may be a foreign one without rows of its own. */
function isPositionKept(key: string, owner: string | undefined, lost: ReadonlySet<string>): boolean {
  if (lost.has(`position ${key}`)) return false;
  return (
    owner === undefined ||
    ![owner, owner.slice(0, owner.lastIndexOf("."))].flatMap((place) => [place, `position ${place}`]).some((place) => lost.has(place))
  );
}

/**
 * The rows of a database as they must be when its columns have got the types that they have in another: values of a column whose
 * type differs are what PostgreSQL casts them to. A column that it cannot cast is left out.
 */
export async function rowsAsWanted(url: string, wantedUrl: string): Promise<Rows> {
  const [rows, wanted] = [await readTables(url), await readTables(wantedUrl)];
  return withClient(url, async (live) =>
    withClient(wantedUrl, async (other) => {
      for (const client of [live, other])
        await client.query("set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'");
      const composites = [await compositesOf(live), await compositesOf(other)] as const;
      const cast = new Map<string, TableRows>();
      for (const [key, table] of rows) {
        const there = wanted.get(key);
        if (isWithinBounds(table, there)) cast.set(key, await castTable(table, there, { live, other, composites }));
      }
      return cast;
    }),
  );
}

/** The rows that a way there and back must lead back to: a sequence that had to move stays where it is. */
export const comesBack = (start: Rows, asWanted: Rows): Rows => new Map([...start].filter(([key]) => asWanted.has(key)));

/** A sequence whose position the other does not have must move. */
function isWithinBounds({ rows: [position] }: TableRows, wanted: TableRows | undefined): boolean {
  if (wanted?.sequence === undefined || position === undefined) return true;
  const [min, max] = wanted.sequence.bounds;
  const at = BigInt(position[0] ?? "0");
  return at >= min && at <= max;
}

interface Clients {
  /** Of the database that has the rows. */
  readonly live: pg.Client;
  /** Of the database that has the types. */
  readonly other: pg.Client;
  /** Of both. */
  readonly composites: readonly [Composites, Composites];
}

type Composites = ReadonlyMap<string, string>;

async function castTable(table: TableRows, wanted: TableRows | undefined, clients: Clients): Promise<TableRows> {
  const types = new Map((wanted?.columns ?? []).map(({ name, type }) => [name, type]));
  const judged: { readonly name: string; readonly type: string; readonly cells: Cells }[] = [];
  for (const [at, { name, type }] of table.columns.entries()) {
    const to = types.get(name) ?? type;
    const had = table.rows.map((row) => row[at] ?? null);
    const cells = to === type ? await asComposite(had, type, clients).catch(leftOut) : await castCells(had, [type, to], clients);
    if (cells !== undefined) judged.push({ name, type: to, cells });
  }
  return {
    columns: judged.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((_, row) => judged.map(({ cells }) => cells[row] ?? null)),
    ...(table.above === undefined ? {} : { above: table.above }),
    ...(table.sequence === undefined ? {} : { sequence: table.sequence }),
  };
}

type Cells = readonly (string | null)[];

/** The server has rejected the values. */
function leftOut(error: unknown): undefined {
  if (!(error instanceof pg.DatabaseError)) throw error;
}

/** Values of a composite type that has its attributes in another order, or others, as that prints them: by the names of attributes. */
async function asComposite(cells: Cells, type: string, { live, other, composites }: Clients): Promise<Cells> {
  const element = type.replace(/\[\]$/u, "");
  const [had, has] = composites.map((names) => names.get(element));
  if (had === has || had === undefined || has === undefined) return cells;
  const { rows } = await live.query<{ json: string | null }>(
    "select pg_catalog.to_json(value::" + type + ")::text as json from unnest($1::text[]) with ordinality as given (value, at) order by at",
    [cells],
  );
  const back =
    element === type
      ? `json_populate_record(null::${type}, json::json)`
      : `coalesce((select array_agg(json_populate_record(null::${element}, nullif(e::text, 'null')::json) order by n) filter (where true)
          from json_array_elements(json::json) with ordinality x(e, n)), '{}')`;
  const there = await other.query<{ cell: string | null }>(
    `select case when json is not null then (${back})::text end as cell from unnest($1::text[]) with ordinality as given (json, at) order by at`,
    [rows.map(({ json }) => json)],
  );
  return there.rows.map(({ cell }) => cell);
}

/** The names of the attributes of each composite type, as one text, by the type's name. */
async function compositesOf(client: pg.Client): Promise<Composites> {
  const { rows } = await client.query<{ type: string; names: string }>(
    `select format_type(c.reltype, null) as type, string_agg(a.attname, ',' order by a.attnum) as names
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped where c.relkind = 'c' group by 1`,
  );
  return new Map(rows.map(({ type, names }) => [type, names]));
}

/** By a cast between the types, or over text where one database has not both types or there is no cast between them. */
async function castCells(cells: Cells, types: readonly [string, string], { live, other }: Clients): Promise<Cells | undefined> {
  const paths = castPaths(types);
  const ways = paths.flatMap((path) => [[live, path] as const, [other, path] as const]);
  for (const [client, path] of ways) {
    try {
      const { rows } = await client.query<{ cell: string | null }>(
        `select (${path})::text as cell from unnest($1::text[]) with ordinality as given (value, at) order by at`,
        [cells],
      );
      return rows.map(({ cell }) => cell);
    } catch {
      continue; // the next way, or none
    }
  }
  return undefined;
}

const isJson = (type: string): boolean => type === "json" || type === "jsonb";

/**
 * Two casts of PostgreSQL are not what people mean: "char" to a number as its byte ('7' becomes 55), and the text of a JSON string with
 * its quotes.
 */
function castPaths([from, to]: readonly [string, string]): readonly string[] {
  const overText = `value::${to}`;
  if (from === '"char"' || to === '"char"') return isJson(from) ? [`(value::${from} #>> '{}')::${to}`] : [overText];
  if (isJson(from) && !isJson(to)) return [`(value::${from} #>> '{}')::${to}`];
  if (isJson(to) && !isJson(from)) return /^(?:text|char|name)/u.test(from) ? [overText] : [`to_jsonb(value::${from})::${to}`];
  return [`value::${from}::${to}`, overText];
}
