import { schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Unmodelled } from "../schema/unmodelled.ts";
import { namesQueries, readNames, type CatalogNames } from "./catalog-names.ts";
import type { CatalogQuery } from "./catalog-query.ts";
import { dependenciesQuery, tellDependencies, type FoundObjects } from "./dependencies.ts";
import { catalogs } from "./objects/index.ts";
import { pinnedPath, printAlike } from "./session/pins.ts";
import type { SimpleQuery } from "./session-query.ts";
import { catalogParts, presenceQuery, presentIn } from "./unmodelled/presence.ts";
import { decodeUnmodelled, unmodelledQueries } from "./unmodelled/read.ts";
import { isDenied, unreadSubscriptions, withoutSubscriptions } from "./unread-subscriptions.ts";

/** A database's design at one moment. */
export interface Snapshot {
  readonly schema: DatabaseSchema;
  /** Operator classes that are the default of their type. */
  readonly defaultClasses: ReadonlySet<string>;
  /** The rows of what else was asked. */
  readonly also: readonly (readonly object[])[];
}

export interface ReadOptions {
  /** What else to ask in the first round trip. Absent: nothing. */
  readonly also?: readonly string[];
  /** A transaction is open, whose uncommitted changes are to be seen. Settings of the reading hold in it from then on. Absent: none is. */
  readonly isOpen?: boolean;
  /** Sends the queries in its own way (`preparing`). Absent: as one text with what begins and ends the reading. */
  readonly ask?: (texts: readonly string[], relations: undefined) => ReturnType<Ask>;
}

/**
 * Reads the whole schema in two round trips, in one read-only snapshot with an empty search_path, so that names are printed qualified:
 * first what all databases have, then what this one has of the rest, what texts use, and what no kind models. Nothing is left behind.
 */
export async function introspect(query: SimpleQuery, version: number, options: ReadOptions = {}): Promise<Snapshot> {
  try {
    return await read(query, version, options);
  } catch (error) {
    if (options.isOpen === true || !isDenied(error)) throw error;
    await query("rollback");
    const snapshot = await read((text) => query(withoutSubscriptions(text)), version, { also: options.also ?? [] });
    const { schema } = snapshot;
    return { ...snapshot, schema: { ...schema, unmodelled: [...(schema.unmodelled ?? []), unreadSubscriptions] } };
  }
}

async function read(query: SimpleQuery, version: number, options: ReadOptions): Promise<Snapshot> {
  const { also = [], isOpen = false, ask: askAlone } = options;
  let before = isOpen ? readSettings : readStage;
  const askBetween: Ask = async (texts, { isLast }) => {
    const after = isLast && !isOpen ? ["commit"] : [];
    const begun = before;
    before = [];
    if (askAlone === undefined) return (await query(joined([...begun, ...texts, ...after]))).slice(begun.length);
    if (begun.length > 0) await query(joined(begun));
    const lists = await askAlone(texts, undefined);
    if (after.length > 0) await query(joined(after));
    return lists;
  };
  const { schema, defaultClasses, also: rows } = await readCatalogs(askBetween, version, { also });
  return { schema, defaultClasses, also: rows };
}

/** Sends queries in one round trip, in a transaction that reads, and gives the rows of each. */
export type Ask = (texts: readonly string[], options: { readonly isLast: boolean }) => Promise<readonly (readonly object[])[]>;

/** A reading, with what the numbers in it stand for. */
export interface Reading extends Snapshot {
  readonly names: CatalogNames;
}

/** Reads in two round trips. `tables`: those that are known already, of which this gives nothing. Absent: none is. */
export async function readCatalogs(
  ask: Ask,
  version: number,
  { also = [], tables = new Map() }: Pick<ReadOptions, "also"> & { readonly tables?: CatalogNames["tables"] },
): Promise<Reading> {
  const always = catalogs.filter(({ exists }) => exists === undefined);
  const texts = catalogTexts(always, version);
  const lists = await ask([...texts, ...also, presenceQuery(version)], { isLast: false });
  const present = presentIn(lists.at(-1));
  const parts = catalogParts().filter(({ key }) => present.has(key));
  const dependencies = dependenciesQuery([...always, ...new Set(parts.map(({ catalog }) => catalog))]);
  const rest = [...parts.map(({ text }) => text(version)), dependencies, ...unmodelledQueries(version, present)];
  const decode = async () => decodeCatalogs(always, lists, tables);
  const [more, decoded] = await Promise.all([ask(rest, { isLast: true }), decode()]); // the server works meanwhile
  parts.forEach(({ catalog }, at) => decodeInto(decoded, catalog, more[at]));
  const { names } = decoded;
  const objects = objectsIn(decoded);
  const [uses = [], named = [], flags = []] = more.slice(parts.length);
  tellDependencies(objects, uses, names);
  return {
    schema: { ...schemaOf(objects.all), unmodelled: decodeUnmodelled(named, flags) },
    defaultClasses: new Set([...names.classes.values()].flatMap(({ is_default, name }) => (is_default ? [name] : []))),
    also: lists.slice(texts.length, -1),
    names,
  };
}

/** The queries of these catalogs, and of what their numbers stand for. */
export const catalogTexts = (of: readonly CatalogQuery[], version: number): readonly string[] => [
  ...namesQueries,
  ...of.map((catalog) => catalog.text(version, catalogs)),
];

/** What rows have been decoded to. */
interface Decoded {
  readonly objects: Map<CatalogQuery, SchemaObject[]>;
  readonly names: CatalogNames;
}

/** The objects in the rows of `catalogTexts`. `tables`: those that are known already. Absent: none is. */
export function decodeCatalogs(
  of: readonly CatalogQuery[],
  lists: readonly (readonly object[])[],
  tables: CatalogNames["tables"] = new Map(),
): Decoded {
  const names = readNames(lists);
  const decoded: Decoded = { objects: new Map(), names: { ...names, tables: new Map(tables) } };
  const rowsOf = (at: number): readonly object[] => lists[namesQueries.length + at] ?? [];
  of.forEach((catalog, at) => {
    if (catalog.learn !== undefined) for (const row of rowsOf(at)) catalog.learn(row, decoded.names);
  });
  of.forEach((catalog, at) => decodeInto(decoded, catalog, rowsOf(at)));
  return decoded;
}

function decodeInto({ objects, names }: Decoded, catalog: CatalogQuery, rows: readonly object[] = []): void {
  const found = objects.get(catalog) ?? [];
  objects.set(catalog, found);
  for (const row of rows) found.push(...catalog.decode(row, names));
}

/** In the order of the catalogs, whenever they were asked; and those that `dependents` can name. */
function objectsIn({ objects }: Decoded): FoundObjects {
  const of = (some: readonly CatalogQuery[]): SchemaObject[] => some.flatMap((catalog) => objects.get(catalog) ?? []);
  return { all: of(catalogs), dependents: new Set(of(catalogs.filter(({ dependents }) => dependents !== undefined))) };
}

/** Reads only what no kind models. Throws where something is locked. */
export async function readUnmodelled(query: SimpleQuery, version: number): Promise<readonly Unmodelled[]> {
  const lists = await query(joined([...readStage, "set local lock_timeout = '100ms'", presenceQuery(version)]));
  const [named = [], flags = []] = await query(joined([...unmodelledQueries(version, presentIn(lists.at(-1))), "commit"]));
  return decodeUnmodelled(named, flags);
}

/** The memory is for sorting the columns of a large database; a small one does not use it. */
export const readSettings = [pinnedPath, printAlike, "set local jit = off", "set local work_mem = '64MB'"];

export const readStage = ["begin transaction isolation level repeatable read read only", ...readSettings];

export const joined = (queries: readonly string[]): string => queries.join(";\n");
