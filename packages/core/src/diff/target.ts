import type { Kinds } from "../operation/kinds.ts";
import { ownedBy, usesOf } from "../operation/links.ts";
import { hasObject, removeObjects, type Container, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Scope } from "../schema/model-source.ts";
import type { SchemaObject } from "../schema/object.ts";
import { sameData } from "../schema/same-data.ts";
import { areToldAlike } from "../schema/use.ts";

/**
 * The whole database as it will be: what the models want, completed from the live objects with what the models cannot
 * express, and every live object that they do not speak for. Of the latter, those whose table or column is to go are
 * left out, so that the diff drops them by name and the way back restores them.
 *
 * What is the same as in the live schema is the live object itself, and a table in which all is the same the live
 * container: whoever compares the two schemas passes over it at once.
 */
export function targetSchema(live: DatabaseSchema, models: DatabaseSchema, scope: Scope, kinds: Kinds): DatabaseSchema {
  const wanted = scope.reconcile?.(models, live) ?? models;
  const containers = new Map<string, Container>();
  for (const [key, container] of wanted.containers) containers.set(key, completed(container, live.containers.get(key), scope));
  const kept: SchemaObject[] = [];
  for (const [key, container] of live.containers) {
    const target = containers.get(key);
    if (target === container) continue;
    const spared = sparedIn(container, target, { scope, within: live });
    if (spared.length === 0) continue;
    containers.set(key, new Map([...(target ?? []), ...spared]));
    kept.push(...spared.map(([, object]) => object));
  }
  return withoutOrphans({ containers }, { kept, live, kinds });
}

/** What the models do not want and do not speak for, with all parts of such a relation: the models would name no index of a view. */
function sparedIn(
  live: Container,
  target: Container | undefined,
  { scope, within }: { readonly scope: Scope; readonly within: DatabaseSchema },
): readonly (readonly [string, SchemaObject])[] {
  const others = [...live].filter(([ref]) => target?.has(ref) !== true);
  const spared = others.filter(([, object]) => !scope.covers(object, within));
  const isRelation = ({ schema, table, of }: SchemaObject): boolean => schema !== undefined && table === undefined && of === undefined;
  const hasOwn = [...live.values()].some((object) => isRelation(object) && !spared.some(([, other]) => other === object));
  return hasOwn || !spared.some(([, object]) => isRelation(object)) ? spared : others;
}

/** The wanted objects of a table, completed from the live ones. In most tables all is the same, and nothing is made. */
function completed(wanted: Container, live: Container | undefined, scope: Scope): Container {
  if (live === undefined) return wanted;
  const complete = (ref: string, object: SchemaObject): SchemaObject => {
    const other = live.get(ref);
    return other === undefined ? object : chosenOf(object, other, scope);
  };
  if (wanted.size === live.size && isEach(wanted, (object, ref) => complete(ref, object) === live.get(ref))) return live;
  return new Map(Array.from(wanted, ([ref, object]) => [ref, complete(ref, object)]));
}

/** `forEach` makes nothing for an object; most containers are gone through to their end. */
function isEach(container: Container, test: (object: SchemaObject, ref: string) => boolean): boolean {
  let isSo = true;
  container.forEach((object, ref) => (isSo &&= test(object, ref)));
  return isSo;
}

/** The live object itself where nothing else is wanted. Most objects are the same before anything is adopted. */
function chosenOf(wanted: SchemaObject, live: SchemaObject, scope: Scope): SchemaObject {
  if (sameData(wanted, live)) return areToldAlike(wanted, live) ? live : wanted;
  const adopted = scope.adopt(wanted, live);
  return sameData(adopted, live) ? live : adopted;
}

interface Kept {
  readonly kept: readonly SchemaObject[];
  readonly live: DatabaseSchema;
  readonly kinds: Kinds;
}

/** Leaves out kept objects that are parts of something which only the live database has, such as of a NOT NULL that is to go. */
function withoutOrphans(target: DatabaseSchema, { kept, live, kinds }: Kept): DatabaseSchema {
  const gone = goneKeys(target, live, kinds);
  if (gone.size === 0) return target;
  const orphans = kept.filter(
    (object) => hasObject(target, object) && usesOf(object, kinds).some(({ of, how }) => how === "part" && gone.has(of)),
  );
  return orphans.length === 0 ? target : withoutOrphans(removeObjects(target, orphans), { kept, live, kinds });
}

/** What live objects own that will not be there, and nothing else will own. */
function goneKeys(target: DatabaseSchema, live: DatabaseSchema, kinds: Kinds): ReadonlySet<string> {
  const gone = new Set<string>();
  const others: SchemaObject[] = [];
  for (const [key, container] of live.containers) {
    const wanted = target.containers.get(key);
    if (wanted === container) continue;
    for (const [ref, object] of container) if (wanted?.get(ref) !== object) for (const own of ownedBy(object, kinds)) gone.add(own);
  }
  if (gone.size === 0) return gone;
  for (const [key, container] of target.containers) if (live.containers.get(key) !== container) others.push(...container.values());
  for (const object of others) for (const own of ownedBy(object, kinds)) gone.delete(own);
  return gone;
}
