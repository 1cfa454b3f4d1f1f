import { containerKey } from "../schema/object.ts";
import type { Container } from "../schema/database-schema.ts";
import type { CatalogNames } from "./catalog-names.ts";
import {
  introspect,
  joined,
  readCatalogs,
  readSettings,
  readStage,
  type Ask,
  type Reading,
  type ReadOptions,
  type Snapshot,
} from "./introspect.ts";
import { plain, preparing } from "./preparing.ts";
import { changedSince, closureQuery, idsIn, stampQuery, stampsIn, watchedCatalogs, type Stamps } from "./stamps.ts";
import type { SimpleQuery } from "./session-query.ts";
import { isDenied } from "./unread-subscriptions.ts";

// A database that nobody else changes is read again and again: after each script of a history, and after each way back. Most scripts change
// few tables. What the server says of the rows of its catalogs tells which; the others are known.

export interface Rereader {
  /** As `introspect` does. A transaction that is open is taken for one that is rolled back: what it changed is not remembered. */
  readonly read: (options?: ReadOptions) => Promise<Snapshot>;
}

/** What was read last, and how the rows of the catalogs were then. */
interface Known {
  readonly reading: Reading;
  readonly stamps: Stamps;
}

interface RereaderOptions {
  /** The connection has one server process, so that statements can be prepared. */
  readonly isDirect: boolean;
}

/** Reads one database of which nobody else changes anything. */
export function createRereader(query: SimpleQuery, version: number, { isDirect }: RereaderOptions): Rereader {
  const ask = isDirect ? preparing(query) : plain(query);
  let watched: readonly string[] | undefined;
  let known: Known | undefined;
  let isPossible = true;

  const readOpen = async ({ also = [] }: ReadOptions): Promise<Known> => {
    watched ??= watchedCatalogs(await query(watchedCatalogs.text));
    const stamps = stampsIn(await ask([stampQuery(watched)], undefined));
    const changed = known === undefined ? undefined : changedSince(known.stamps, stamps);
    const part = known === undefined || changed === undefined ? undefined : await readPart(known.reading, changed, also);
    return { reading: part ?? (await readCatalogs((texts) => query(joined(texts)), version, { also })), stamps };
  };

  /** Undefined: what is known does not fit together with what was read. */
  const readPart = async (last: Reading, changed: readonly number[], also: readonly string[]): Promise<Reading | undefined> => {
    const relations = idsIn(await ask([closureQuery], changed));
    const affected = new Set([...relations, ...changed]); // some of these are gone
    const tables: CatalogNames["tables"] = new Map([...last.names.tables].filter(([oid]) => !affected.has(oid)));
    const askFor: Ask = (texts) => ask(texts, relations);
    const reading = await readCatalogs(askFor, version, { tables, also });
    const containers = new Map<string, Container>(reading.schema.containers);
    for (const table of tables.values()) {
      const key = containerKey(table);
      const container = last.schema.containers.get(key);
      if (container === undefined || containers.has(key)) return undefined;
      containers.set(key, container);
    }
    return { ...reading, schema: { ...reading.schema, containers } };
  };

  return {
    read: async (options = {}) => {
      if (!isPossible) return introspect(query, version, options);
      if (options.isOpen === true) {
        await query(joined([...readSettings, genericPlans]));
        return (await readOpen(options)).reading;
      }
      try {
        await query(joined([...readStage, genericPlans]));
        known = await readOpen(options);
        await query("commit");
        return known.reading;
      } catch (error) {
        if (!isDenied(error)) throw error;
        await query("rollback");
        isPossible = false;
        return introspect(query, version, options);
      }
    },
  };
}

/** A plan for any relations: the first executions would be planned each for their own. */
const genericPlans = "set local plan_cache_mode = force_generic_plan";
