import { schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Unmodelled } from "../schema/unmodelled.ts";
import { catalogs } from "./objects/index.ts";
import { pinnedPath, printAlike } from "./session/pins.ts";
import type { SimpleQuery } from "./session-query.ts";
import { decodeUnmodelled, unmodelledQueries } from "./unmodelled/read.ts";

/** A database's design at one moment. */
export interface Snapshot {
  readonly schema: DatabaseSchema;
  /** Operator classes that are the default of their type. */
  readonly defaultClasses: ReadonlySet<string>;
  /** The rows of what else was asked. */
  readonly also: readonly (readonly object[])[];
}

const defaultClassesQuery = "select distinct o.opcname::text as name from pg_catalog.pg_opclass o where o.opcdefault";

/**
 * Reads the whole schema in one round trip: one text with every kind's catalog query, in one read-only snapshot with an
 * empty search_path, so that names are printed qualified. Nothing is left behind. `also`: what else to ask in that round trip.
 */
export async function introspect(query: SimpleQuery, version: number, also: readonly string[] = []): Promise<Snapshot> {
  const queries = [...catalogs.map((catalog) => catalog.text(version)), defaultClassesQuery, ...unmodelledQueries(version), ...also];
  const results = await query(snapshotText(queries));
  const lists = results.slice(stage.length, stage.length + queries.length);
  const objects: SchemaObject[] = [];
  catalogs.forEach((catalog, at) => {
    for (const row of lists[at] ?? []) objects.push(...catalog.decode(row));
  });
  const [classes = [], named = [], settings = []] = lists.slice(catalogs.length);
  return {
    schema: { ...schemaOf(objects), unmodelled: decodeUnmodelled(named, settings) },
    defaultClasses: new Set((classes as readonly { readonly name: string }[]).map(({ name }) => name)), // as its query names them
    also: lists.slice(queries.length - also.length),
  };
}

/** Reads only what no kind models, in one round trip. Throws where something is locked. */
export async function readUnmodelled(query: SimpleQuery, version: number): Promise<readonly Unmodelled[]> {
  const results = await query(snapshotText(["set local lock_timeout = '100ms'", ...unmodelledQueries(version)]));
  return decodeUnmodelled(results[stage.length + 1] ?? [], results[stage.length + 2] ?? []);
}

/** The memory is for sorting the columns of a large database; a small one does not use it. */
const stage = [
  "begin transaction isolation level repeatable read read only",
  pinnedPath,
  printAlike,
  "set local jit = off",
  "set local work_mem = '64MB'",
];

const snapshotText = (queries: readonly string[]): string => [...stage, ...queries, "commit"].join(";\n");
