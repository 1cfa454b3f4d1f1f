import { ownersOf, usesOf } from "../../operation/links.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refKey, refText, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { leftIn, type LeftAlone } from "./left-by-config.ts";

/** An operation that would drop or change what the configuration leaves alone. */
export interface Hindered {
  readonly operation: Operation;
  /** The objects, as people write them. */
  readonly objects: readonly string[];
}

/**
 * Finds operations that would drop or change what the configuration leaves alone, also if a later one makes it again. What is only a part
 * of something that changes, and left alone only because its table is, goes with that: a column of a partition with that of the partitioned
 * table.
 */
export function hinderedBy(ops: readonly Operation[], before: DatabaseSchema, left: LeftAlone): readonly Hindered[] {
  let kept = new Map(leftIn(before, left).map((object) => [refKey(object), object]));
  if (kept.size === 0) return [];
  const found: Hindered[] = [];
  let schema = before;
  for (const op of ops) {
    const spec = kinds.specOf(op);
    const after = spec.apply(schema, op, kinds);
    if (after === schema) continue;
    const hit: SchemaObject[] = [];
    if (spec.touches(op, schema, kinds).renames === true) {
      const about = spec.about(op);
      if (about !== undefined && kept.has(refKey(about))) hit.push(about);
      kept = renamedAlong(kept, schema, after);
    } else {
      for (const object of kept.values()) {
        const now = getObject(after, object);
        if (now === object) continue;
        const isSame = now !== undefined && sameData(normal(now), normal(object));
        if (!isSame && !goesWithOthers(object, { before: schema, after }, left)) hit.push(object);
        if (now === undefined) kept.delete(refKey(object));
        else kept.set(refKey(object), now);
      }
    }
    if (hit.length > 0) found.push({ operation: op, objects: outermost(hit, schema).map(refText) });
    schema = after;
  }
  return found;
}

const normal = (object: SchemaObject): SchemaObject => kinds.of(object.kind).normalize(object);

/** A rename keeps objects in their places. */
function renamedAlong(kept: ReadonlyMap<string, SchemaObject>, before: DatabaseSchema, after: DatabaseSchema): Map<string, SchemaObject> {
  const [from, to] = [objectsOf(before), objectsOf(after)];
  const now =
    from.length === to.length ? new Map(from.map((object, at) => [object, to[at] ?? object])) : new Map<SchemaObject, SchemaObject>();
  return new Map(
    [...kept.values()].map((object) => {
      const renamed = now.get(object) ?? object;
      return [refKey(renamed), renamed];
    }),
  );
}

interface Around {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
}

/**
 * It goes with something that is not left alone and that it is a part of: a comment or a right with what it is on, and what is left alone
 * only because its table is.
 */
function goesWithOthers(object: SchemaObject, { before, after }: Around, left: LeftAlone): boolean {
  const wholes = usesOf(object, kinds)
    .filter(({ how }) => how === "part")
    .flatMap(({ of }) => ownersOf(before, of, kinds));
  const isOthers = wholes.some((whole) => !left.has(whole) && getObject(after, whole) !== whole);
  return isOthers && (object.of !== undefined || wholes.some(left.has));
}

/** Without what is a part of another one of them. */
function outermost(objects: readonly SchemaObject[], schema: DatabaseSchema): readonly SchemaObject[] {
  const keys = new Set(objects.map(refKey));
  return objects.filter(
    (object) =>
      getObject(schema, object) === undefined ||
      !usesOf(object, kinds).some(({ of, how }) => how === "part" && ownersOf(schema, of, kinds).some((owner) => keys.has(refKey(owner)))),
  );
}
