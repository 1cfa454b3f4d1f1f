import type { Ends } from "../../../../operation/ends.ts";
import { objectsIn, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { usedByColumn } from "../column/fragment.ts";
import { isColumn } from "../column/model.ts";
import { resource } from "../../resources.ts";
import { isSequence } from "../sequence/model.ts";
import { isTable, type Table } from "../table/model.ts";
import { hasTable } from "../table-part.ts";
import { isForeignKey, type ForeignKey } from "./model.ts";

/** For each table the ones that must be there before it and go after it. */
type Needs = ReadonlyMap<string, ReadonlySet<string>>;

interface Rings {
  /** New tables that need each other. */
  readonly made: ReadonlySet<string>;
  /** The same of those that go. */
  readonly gone: ReadonlySet<string>;
}

const known = new WeakMap<Ends, Rings>(); // worked out once for all keys of a diff

const ringsOf = (ends: Ends): Rings => {
  const found = known.get(ends) ?? { made: tangled(needsOf(ends.after, ends.before)), gone: tangled(needsOf(ends.before, ends.after)) };
  known.set(ends, found);
  return found;
};

/**
 * Whether both tables of the key are in a cycle of tables that need each other: then one of them must be created, or dropped, without the
 * key.
 */
export function isInRing({ schema, table, references }: Omit<ForeignKey, "kind">, which: keyof Rings, ends: Ends): boolean {
  const ring = ringsOf(ends)[which];
  return ring.has(resource.relation(schema, table)) && ring.has(resource.relation(references.schema, references.table));
}

/** What the tables that the other schema has not need of each other. */
function needsOf(schema: DatabaseSchema, other: DatabaseSchema): Needs {
  const tables = objectsOf(schema)
    .filter(isTable)
    .filter((table) => !hasTable(other, { schema: table.schema, table: table.name }));
  const owners = tables.length === 0 ? new Map<string, string>() : ownersOf(tables, schema);
  return new Map(
    tables.map((table) => {
      const self = resource.relation(table.schema, table.name);
      const needed = usedBy(table, schema)
        .map((key) => owners.get(key))
        .filter((owner) => owner !== undefined && owner !== self);
      return [self, new Set(needed as string[])]; // without undefined
    }),
  );
}

/** The table that stands behind a name: its own, that of its row type, that of a sequence which goes with it. */
function ownersOf(tables: readonly Table[], schema: DatabaseSchema): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { schema: at, name } of tables)
    for (const key of [resource.relation(at, name), resource.type(at, name)]) owners.set(key, resource.relation(at, name));
  for (const object of objectsOf(schema)) {
    if (!isSequence(object) || object.ownedBy === undefined) continue;
    const owner = resource.relation(object.ownedBy.schema, object.ownedBy.table);
    if (owners.has(owner)) owners.set(resource.relation(object.schema, object.name), owner);
  }
  return owners;
}

function usedBy(table: Table, schema: DatabaseSchema): readonly string[] {
  return objectsIn(schema, table).flatMap((object) => {
    if (isForeignKey(object)) return [resource.relation(object.references.schema, object.references.table)];
    return isColumn(object) ? usedByColumn(object) : [];
  });
}

/** The tables that are left when all that need nobody, and then all whom nobody needs, are taken away one after the other. */
const tangled = (needs: Needs): ReadonlySet<string> => new Set(peeled(reversed(peeled(needs))).keys());

function peeled(needs: Needs): Needs {
  const users = reversed(needs);
  const missing = new Map([...needs].map(([table, needed]) => [table, needed.size]));
  const free = [...needs.keys()].filter((table) => missing.get(table) === 0);
  for (let table = free.pop(); table !== undefined; table = free.pop()) {
    missing.delete(table);
    for (const user of users.get(table) ?? []) {
      const left = (missing.get(user) ?? 0) - 1;
      missing.set(user, left);
      if (left === 0) free.push(user);
    }
  }
  return new Map(
    [...missing.keys()].map((table) => [table, new Set([...(needs.get(table) ?? [])].filter((needed) => missing.has(needed)))]),
  );
}

function reversed(needs: Needs): Needs {
  const users = new Map<string, Set<string>>([...needs.keys()].map((table) => [table, new Set()]));
  for (const [table, needed] of needs) for (const one of needed) users.get(one)?.add(table);
  return users;
}
