import { schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Unmodelled } from "../schema/unmodelled.ts";
import { namesQueries, readNames, type CatalogNames } from "./catalog-names.ts";
import type { CatalogQuery } from "./catalog-query.ts";
import { dependenciesQuery, tellDependencies } from "./dependencies.ts";
import { catalogs } from "./objects/index.ts";
import { pinnedPath, printAlike } from "./session/pins.ts";
import type { SimpleQuery } from "./session-query.ts";
import { catalogParts, presenceQuery, presentIn } from "./unmodelled/presence.ts";
import { decodeUnmodelled, unmodelledQueries } from "./unmodelled/read.ts";

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
}

/**
 * Reads the whole schema in two round trips: every kind's catalog query, then those of what only some databases have and what no kind models, in one read-only snapshot with an
 * empty search_path, so that names are printed qualified. Nothing is left behind.
 */
export async function introspect(query: SimpleQuery, version: number, { also = [], isOpen = false }: ReadOptions = {}): Promise<Snapshot> {
  const always = catalogs.filter(({ exists }) => exists === undefined);
  const texts = catalogTexts(always, version);
  const begun = isOpen ? settings : stage;
  const lists = (await query(joined([...begun, ...texts, dependenciesQuery(catalogs), ...also, presenceQuery(version)]))).slice(
    begun.length,
  );
  const { unmodelled, more } = await readPresent(query, version, { presence: lists.at(-1), parts: catalogParts, isOpen });
  const { objects, names } = decodeCatalogs(always, lists);
  for (const { catalog, rows } of more) for (const row of rows) objects.push(...catalog.decode(row, names));
  tellDependencies(objects, lists[texts.length] ?? []);
  return {
    schema: { ...schemaOf(objects), unmodelled },
    defaultClasses: new Set([...names.classes.values()].flatMap(({ is_default, name }) => (is_default ? [name] : []))),
    also: lists.slice(texts.length + 1, -1),
  };
}

/** The queries of these catalogs, and of what their numbers stand for. */
export const catalogTexts = (of: readonly CatalogQuery[], version: number): readonly string[] => [
  ...namesQueries,
  ...of.map((catalog) => catalog.text(version, catalogs)),
];

/** The objects in the rows of `catalogTexts`. */
export function decodeCatalogs(
  of: readonly CatalogQuery[],
  lists: readonly (readonly object[])[],
): { readonly objects: SchemaObject[]; readonly names: CatalogNames } {
  const names = readNames(lists);
  const rowsOf = (at: number): readonly object[] => lists[namesQueries.length + at] ?? [];
  of.forEach((catalog, at) => {
    if (catalog.learn !== undefined) for (const row of rowsOf(at)) catalog.learn(row, names);
  });
  const objects: SchemaObject[] = [];
  of.forEach((catalog, at) => {
    for (const row of rowsOf(at)) objects.push(...catalog.decode(row, names));
  });
  return { objects, names };
}

/** Reads only what no kind models. Throws where something is locked. */
export async function readUnmodelled(query: SimpleQuery, version: number): Promise<readonly Unmodelled[]> {
  const lists = await query(joined([...stage, "set local lock_timeout = '100ms'", presenceQuery(version)]));
  return (await readPresent(query, version, { presence: lists.at(-1) })).unmodelled;
}

interface Present {
  /** The row of `presenceQuery`. */
  readonly presence?: readonly object[] | undefined;
  /** Catalog queries that may have rows. Absent: none is asked. */
  readonly parts?: typeof catalogParts;
  readonly isOpen?: boolean;
}

interface Found {
  readonly unmodelled: readonly Unmodelled[];
  readonly more: readonly { readonly catalog: CatalogQuery; readonly rows: readonly object[] }[];
}

/** What only some databases have, as far as this one does. It ends the snapshot, unless the transaction is the caller's. */
async function readPresent(query: SimpleQuery, version: number, { presence = [], parts = [], isOpen = false }: Present): Promise<Found> {
  const present = presentIn(presence);
  const asked = parts.filter(({ key }) => present.has(key));
  const texts = [...asked.map(({ text }) => text(version)), ...unmodelledQueries(version, present), ...(isOpen ? ["select"] : ["commit"])];
  const lists = await query(joined(texts));
  const [named = [], flags = []] = lists.slice(asked.length);
  return {
    unmodelled: decodeUnmodelled(named, flags),
    more: asked.map(({ catalog }, at) => ({ catalog, rows: lists[at] ?? [] })),
  };
}

/** The memory is for sorting the columns of a large database; a small one does not use it. */
const settings = [pinnedPath, printAlike, "set local jit = off", "set local work_mem = '64MB'"];

const stage = ["begin transaction isolation level repeatable read read only", ...settings];

const joined = (queries: readonly string[]): string => queries.join(";\n");
