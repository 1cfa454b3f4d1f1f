import type { Kinds } from "../operation/kinds.ts";
import type { NewName } from "../operation/new-names.ts";
import { isOwned, ownedBy } from "../operation/links.ts";
import { renameResources, type Rename } from "../operation/rename.ts";
import { sharedObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";

/**
 * The wanted schema in which what comes with an object, and whose name does not count, has the name that it has in the live one: so
 * comments on it, grants and expressions find it there. It keeps its own name where something else is to have that of the live one.
 */
export function withBroughtNames(wanted: DatabaseSchema, live: DatabaseSchema, kinds: Kinds): DatabaseSchema {
  let renames = otherNames(wanted, live, kinds);
  for (let free = renames; ; renames = free) {
    const given = new Set(renames.map(({ key }) => key));
    free = renames.filter(({ had }) => given.has(had) || !isOwned(wanted, had, kinds));
    if (free.length === renames.length) return renames.length === 0 ? wanted : renameResources(wanted, renames, kinds);
  }
}

interface OtherName extends Rename {
  /** The resource key that it has in the live schema. */
  readonly had: string;
}

function otherNames(wanted: DatabaseSchema, live: DatabaseSchema, kinds: Kinds): readonly OtherName[] {
  return sharedObjects(wanted, live)
    .filter(({ from, to }) => to !== from)
    .flatMap(({ from, to }) => otherNamesOf(from, to, kinds));
}

function otherNamesOf(object: SchemaObject, live: SchemaObject, kinds: Kinds): readonly OtherName[] {
  const kind = kinds.of(object.kind);
  if (kind.brings === undefined || kind.names === undefined) return [];
  const [keys, had] = [kind.brings(object), kind.brings(live)];
  const names: readonly NewName[] = kind.names(live);
  return keys.flatMap((key, at) => {
    const old = had[at];
    const to = old === undefined ? undefined : names[ownedBy(live, kinds).indexOf(old)];
    return old === undefined || to === undefined || old === key ? [] : [{ owner: object, key, to, had: old }];
  });
}
