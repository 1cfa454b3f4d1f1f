import { getObject, hasObject, objectsOf, schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Altered, SourceChanges } from "../schema/model-source.ts";
import { refOf, type SchemaObject } from "../schema/object.ts";
import { sameData } from "../schema/same-data.ts";
import { unmodelledText } from "../schema/unmodelled.ts";

/** A database before and after somebody has changed it. `base`: what was wanted of it before, which the server may have said otherwise. */
export interface Changed {
  readonly base: DatabaseSchema;
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
}

/** What was added to a base, and what was made of that. */
export interface Additions {
  readonly schema: DatabaseSchema;
  readonly changes: SourceChanges;
}

/** What was added to a base. What every new database has, such as the schema `public`, is added to one that does not name it. */
export function additionsTo({ base, before, after }: Changed): Additions {
  const added: SchemaObject[] = [];
  const altered: Altered[] = [];
  for (const object of objectsOf(after)) {
    const old = getObject(before, object);
    if (old === undefined) added.push(object);
    else if (!sameData(old, object)) {
      if (hasObject(base, object)) altered.push({ to: object, fields: fieldsBetween(old, object) });
      else added.push(object);
    } else if (object.schema === undefined && object.of === undefined && !hasObject(base, object)) added.push(object);
  }
  const dropped = objectsOf(before).filter((object) => !hasObject(after, object));
  const known = new Set((before.unmodelled ?? []).map((object) => `${unmodelledText(object)}\n${object.definition ?? ""}`));
  const unmodelled = (after.unmodelled ?? []).filter((object) => !known.has(`${unmodelledText(object)}\n${object.definition ?? ""}`));
  return { schema: { ...schemaOf(added), unmodelled }, changes: { altered, dropped: dropped.map(refOf) } };
}

/** The fields in which two objects differ. */
function fieldsBetween(left: SchemaObject, right: SchemaObject): readonly string[] {
  const [from, to] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...from.keys(), ...to.keys()])].filter((field) => !sameData(from.get(field), to.get(field)));
}
