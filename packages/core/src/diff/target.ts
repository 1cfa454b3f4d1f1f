import type { KindOf } from "../operation/object-kind.ts";
import { getObject, hasObject, objectsOf, removeObjects, schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Scope } from "../schema/model-source.ts";
import type { SchemaObject } from "../schema/object.ts";

/**
 * The whole database as it will be: what the models want, completed from the live objects with what the models cannot
 * express, and every live object that they do not speak for. Of the latter, those whose table or column is to go are
 * left out, so that the diff drops them by name and the way back restores them.
 */
export function targetSchema(live: DatabaseSchema, models: DatabaseSchema, scope: Scope, kinds: KindOf): DatabaseSchema {
  const wanted = scope.reconcile?.(models, live) ?? models;
  const objects: SchemaObject[] = [];
  for (const object of objectsOf(wanted)) objects.push(completed(object, getObject(live, object), scope, kinds));
  for (const object of objectsOf(live)) if (!hasObject(wanted, object) && !scope.covers(object)) objects.push(object);
  return withoutOrphans(schemaOf(objects), live, wanted, kinds);
}

function completed(wanted: SchemaObject, live: SchemaObject | undefined, scope: Scope, kinds: KindOf): SchemaObject {
  if (live === undefined) return wanted;
  const adopted = scope.adopt(wanted, live);
  return kinds(adopted.kind).settleNames?.(adopted, live) ?? adopted;
}

/** Drops kept objects that depend on something which only the live database has. */
function withoutOrphans(target: DatabaseSchema, live: DatabaseSchema, wanted: DatabaseSchema, kinds: KindOf): DatabaseSchema {
  const isOrphan = (object: SchemaObject): boolean =>
    !hasObject(wanted, object) && kinds(object.kind).dependsOn(object, live).some((ref) => !hasObject(target, ref));
  const orphans = [...objectsOf(target)].filter(isOrphan);
  return orphans.length === 0 ? target : withoutOrphans(removeObjects(target, orphans), live, wanted, kinds);
}
