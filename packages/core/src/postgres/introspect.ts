import { schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Unmodelled } from "../schema/unmodelled.ts";
import { namesQueries, readNames, type CatalogNames } from "./catalog-names.ts";
import type { CatalogQuery } from "./catalog-query.ts";
import { dependenciesQuery, tellDependencies } from "./dependencies.ts";
import { catalogs } from "./objects/index.ts";
import { pinnedPath, printAlike } from "./session/pins.ts";
import type { SimpleQuery } from "./session-query.ts";
import { presenceQuery, presentIn } from "./unmodelled/presence.ts";
import { decodeUnmodelled, unmodelledQueries } from "./unmodelled/read.ts";

/** A database's design at one moment. */
export interface Snapshot {
  readonly schema: DatabaseSchema;
  /** Operator classes that are the default of their type. */
  readonly defaultClasses: ReadonlySet<string>;
  /** The rows of what else was asked. */
  readonly also: readonly (readonly object[])[];
}

/**
 * Reads the whole schema in two round trips: every kind's catalog query, then what no kind models, in one read-only snapshot with an
 * empty search_path, so that names are printed qualified. Nothing is left behind. `also`: what else to ask in the first of them.
 */
export async function introspect(query: SimpleQuery, version: number, also: readonly string[] = []): Promise<Snapshot> {
  const texts = catalogTexts(catalogs, version);
  const lists = (await query(joined([...stage, ...texts, dependenciesQuery(catalogs), ...also, presenceQuery(version)]))).slice(
    stage.length,
  );
  const unmodelled = await readPresent(query, version, lists.at(-1));
  const { objects, names } = decodeCatalogs(catalogs, lists);
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
  ...of.map((catalog) => catalog.text(version, of)),
];

/** The objects in the rows of `catalogTexts`. */
export function decodeCatalogs(
  of: readonly CatalogQuery[],
  lists: readonly (readonly object[])[],
): { readonly objects: readonly SchemaObject[]; readonly names: CatalogNames } {
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
  return readPresent(query, version, lists.at(-1));
}

/** What no kind models, as far as the row of `presenceQuery` says that there is any. It ends the snapshot. */
async function readPresent(query: SimpleQuery, version: number, presence: readonly object[] = []): Promise<readonly Unmodelled[]> {
  const [named = [], settings = []] = await query(joined([...unmodelledQueries(version, presentIn(presence)), "commit"]));
  return decodeUnmodelled(named, settings);
}

/** The memory is for sorting the columns of a large database; a small one does not use it. */
const stage = [
  "begin transaction isolation level repeatable read read only",
  pinnedPath,
  printAlike,
  "set local jit = off",
  "set local work_mem = '64MB'",
];

const joined = (queries: readonly string[]): string => queries.join(";\n");
