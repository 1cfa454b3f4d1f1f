import { getObject, hasObject, objectsIn, objectsOf, putObjects, removeObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import { refKey, refText, type SchemaObject } from "../schema/object.ts";
import { ownedBy, isOwned, ownerOf, usersOf, usesOf } from "./links.ts";
import type { Altered, Changes } from "./changes.ts";
import type { Ends, UsedChange } from "./ends.ts";
import type { Kinds } from "./kinds.ts";
import type { AnyOperation } from "./operation.ts";

/** Objects that must be out of the way of changes, by their ref keys. */
interface Aside {
  /** To be dropped and made again. */
  readonly rebuilt: Set<string>;
  /** To be altered to what they are without these resources, and back. */
  readonly detached: Map<string, Set<string>>;
}

/** Objects that must also be out of the way, by their ref keys, and the resources that they let go of. */
export type LettingGo = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Completes changes by what must be out of their way: objects that stay but use something which is dropped, made anew, or changed in a
 * way that does not carry them over, and all that uses these. What holds data is never dropped for that: it lets go, and takes again.
 */
export function withAside(changes: Changes, ends: Ends, kinds: Kinds, lettingGo: LettingGo = new Map()): Changes {
  const { rebuilt, detached } = findAside(changes, ends, kinds, lettingGo);
  if (rebuilt.size === 0 && detached.size === 0) return changes;
  const at = (schema: Ends["before"], keys: Iterable<string>): readonly SchemaObject[] => {
    const wanted = new Set(keys);
    return objectsOf(schema).filter((object) => wanted.has(refKey(object)));
  };
  const between = withLoose(ends, detached, kinds);
  const alone = new Set(changes.altered.map(({ to }) => refKey(to)));
  const others = at(ends.before, detached.keys()).filter((object) => !alone.has(refKey(object)));
  const altered: readonly Altered[] = [
    ...changes.altered,
    ...others.map((from) => ({ from, to: getObject(ends.after, from) ?? from, ops: [] })),
  ];
  return {
    ...anewIn(at(ends.before, rebuilt), ends, kinds),
    created: [...changes.created, ...at(ends.after, rebuilt)],
    dropped: [...changes.dropped, ...at(ends.before, rebuilt)],
    altered: altered
      .filter(({ to }) => !rebuilt.has(refKey(to)))
      .map((one) => {
        const keys = detached.get(refKey(one.to));
        return keys === undefined ? one : { ...one, ops: seriesOf(one, keys, ends, kinds, between) };
      }),
  };
}

/**
 * What is made sees what is made again. Of tables that are made anew, as foreign ones can be: their parts come with the new one, which is
 * not there before, and go with the old one, which is not there after.
 */
function anewIn(rebuilt: readonly SchemaObject[], ends: Ends, kinds: Kinds): Pick<Changes, "anew"> {
  const { before, after } = ends;
  const keys = new Set(rebuilt.map(refKey));
  const tables = rebuilt.filter((object) => object.table === undefined && kinds.of(object.kind).holdsData !== undefined);
  if (tables.length === 0) return { anew: { made: { ...ends, rebuilt: keys }, gone: ends } };
  const without = (schema: Ends["before"]): Ends["before"] =>
    removeObjects(
      schema,
      tables.flatMap((table) => objectsIn(schema, table).filter((part) => part.table !== undefined || part.kind === table.kind)),
    );
  return { anew: { made: { before: without(before), after, rebuilt: keys }, gone: { before, after: without(after) } } };
}

function findAside({ created, altered, dropped }: Changes, ends: Ends, kinds: Kinds, lettingGo: LettingGo): Aside {
  const aside: Aside = { rebuilt: new Set(), detached: new Map() };
  const changed = new Map(altered.map((one) => [refKey(one.to), one]));
  const isInRebuilt = (user: SchemaObject): boolean => {
    const table = kinds.tableOf(user);
    return table !== undefined && aside.rebuilt.has(refKey(table));
  };
  const moveAside = (user: SchemaObject, key: string): void => {
    const ref = refKey(user);
    if (aside.rebuilt.has(ref)) return;
    const stays = getObject(ends.after, user);
    if (stays !== undefined && isData(user, stays, kinds) && !isInRebuilt(user)) {
      const keys = aside.detached.get(ref) ?? new Set();
      if (keys.has(key)) return;
      aside.detached.set(ref, keys.add(key));
      const ops = seriesOf({ from: user, to: stays }, keys, ends, kinds);
      if (ops !== "replace") {
        disturb({ from: user, to: stays, ops });
        return;
      }
      aside.detached.delete(ref); // its own values get a form that they cannot be given
    }
    aside.rebuilt.add(ref);
    leave(user, true);
  };
  const disturb = (change: Altered): void => {
    for (const [user, key] of disturbedBy(change, ends, kinds)) moveAside(user, key);
  };
  const taken = new Set(created.flatMap((object) => ownedBy(object, kinds)));
  /**
   * Whoever uses what is not there for a time. One that is altered lets go of what is dropped by itself, unless that makes room for
   * another, or another has it afterwards and it goes on using that.
   */
  const leave = (object: SchemaObject, comesBack: boolean): void => {
    const makesRoom = ownedBy(object, kinds).some((key) => taken.has(key));
    for (const key of ownedBy(object, kinds)) {
      for (const user of usersOf(ends.before, key, kinds)) {
        if (!hasObject(ends.after, user) || refKey(user) === refKey(object)) continue;
        const own = changed.get(refKey(user))?.ops;
        if (!comesBack && own === undefined && cannotComeBack(user, key, ends, kinds)) continue;
        if (comesBack || makesRoom || own === undefined || typeof own === "string" || goesOnUsing(user, key, ends, kinds))
          moveAside(user, key);
      }
    }
  };
  for (const object of dropped) leave(object, false);
  const comesAnew = (object: SchemaObject): void => {
    if (isNewPart(object, ends, kinds)) disturb({ from: object, to: object, ops: kinds.of(object.kind).create(object, ends) });
  };
  for (const { from, to, ops } of altered) {
    if (typeof ops !== "string") continue;
    assertMayGo(from, ops, kinds);
    aside.rebuilt.add(refKey(from));
    leave(from, true);
    comesAnew(to);
  }
  for (const { from, to } of altered) {
    const keys = lettingGo.get(refKey(from));
    if (keys === undefined || (isData(from, to, kinds) && seriesOf({ from, to }, keys, ends, kinds) === "replace")) continue;
    for (const key of keys) moveAside(from, key);
  }
  for (const change of altered) disturb(change);
  created.forEach(comesAnew);
  return aside;
}

const isData = (from: SchemaObject, to: SchemaObject, kinds: Kinds): boolean => {
  const kind = kinds.of(from.kind);
  return kind.holdsData !== undefined && (kind.holdsData(from) || kind.holdsData(to));
};

/** It goes on using what will not be there: it is in the way, which the plan says. Nobody has asked for it to be dropped. */
const cannotComeBack = (user: SchemaObject, key: string, { after }: Ends, kinds: Kinds): boolean =>
  !isOwned(after, key, kinds) && usesOf(getObject(after, user) ?? user, kinds).some(({ of, how }) => of === key && how === "blocks");

/** Something else will own the resource, and it uses that. */
const goesOnUsing = (user: SchemaObject, key: string, { after }: Ends, kinds: Kinds): boolean =>
  isOwned(after, key, kinds) && usesOf(getObject(after, user) ?? user, kinds).some(({ of }) => of === key);

/** Whether it becomes a part of something that is there: only then it can be in others' way. */
const isNewPart = (object: SchemaObject, ends: Ends, kinds: Kinds): boolean =>
  usesOf(object, kinds).some(({ of, how }) => how === "part" && isOwned(ends.before, of, kinds));

/** Users of an altered object, and of what it changes with it, that the server does not carry over; parts of what it drops or renames. */
function disturbedBy({ from, to, ops }: Altered, ends: Ends, kinds: Kinds): readonly (readonly [SchemaObject, string])[] {
  if (typeof ops === "string") return [];
  const touched = ops.map((op) => kinds.specOf(op).touches(op, ends.before, kinds));
  const retyped = new Set(touched.flatMap(({ retypes = [] }) => retypes));
  const dropped = new Set(touched.flatMap(({ drops = [] }) => drops));
  return [...new Set([...ownedBy(from, kinds), ...retyped])].flatMap((key) => {
    const was = ownedBy(from, kinds).includes(key) ? from : ownerOf(ends.before, key, kinds);
    const is = was === from ? to : was === undefined ? undefined : getObject(ends.after, was);
    if (was === undefined || is === undefined) return [];
    const users = usersOf(ends.before, key, kinds).filter((user) => hasObject(ends.after, user) && refKey(user) !== refKey(was));
    return users
      .filter((user) =>
        usesOf(user, kinds).some(
          (use) =>
            use.of === key &&
            ((use.how === "part" && dropped.has(key)) ||
              standsAside(user, { use, from: was, to: is, isRetyped: retyped.has(key) }, ends, kinds)),
        ),
      )
      .map((user) => [user, key] as const);
  });
}

function standsAside(user: SchemaObject, change: UsedChange, ends: Ends, kinds: Kinds): boolean {
  // the sequence of an identity, with its comment
  const goes = change.use.how === "part" && !ownedBy(change.to, kinds).includes(change.use.of);
  if (goes) return true;
  return kinds.of(user.kind).standsAside?.(user, change, ends) ?? (change.isRetyped && change.use.follows !== true);
}

/** The schema in which all that lets go has done so. */
function withLoose(ends: Ends, detached: Aside["detached"], kinds: Kinds): DatabaseSchema {
  const loose = objectsOf(ends.before).flatMap((object) => {
    const keys = detached.get(refKey(object));
    return keys === undefined ? [] : [looseOf(object, keys, ends, kinds)];
  });
  return putObjects(ends.before, loose);
}

const looseOf = (from: SchemaObject, keys: ReadonlySet<string>, ends: Ends, kinds: Kinds): SchemaObject =>
  dataKindOf(from, kinds).detached(from, keys, ends);

function dataKindOf(object: SchemaObject, kinds: Kinds) {
  const kind = kinds.of(object.kind);
  if (kind.holdsData === undefined) throw new Error(`${refText(object)} holds no data and is rebuilt.`);
  return kind;
}

/**
 * What lets go of resources, and what takes them again with all other changes. "replace": its values cannot be carried over. `between`: the
 * schema with all that lets go, so that what follows another object sees it do so. Absent: it is not known yet.
 */
function seriesOf(
  { from, to }: Pick<Altered, "from" | "to">,
  keys: ReadonlySet<string>,
  ends: Ends,
  kinds: Kinds,
  between: DatabaseSchema = ends.before,
): readonly AnyOperation[] | "replace" {
  const kind = dataKindOf(to, kinds);
  const loose = looseOf(from, keys, ends, kinds);
  const lets = kind.alter(from, loose, { ...ends, after: between });
  const takes = kind.alter(loose, to, { ...ends, before: between });
  return lets === "replace" || takes === "replace" ? "replace" : [...lets, ...takes];
}

/** A bug otherwise: rows, values and positions are lost only where the object's own change says so. */
function assertMayGo(object: SchemaObject, ops: "recreate" | "replace", kinds: Kinds): void {
  if (ops === "recreate" && kinds.of(object.kind).holdsData?.(object) === true)
    throw new Error(`${refText(object)} holds data and cannot be dropped and made again.`);
}
