import type { Ends } from "../../operation/ends.ts";
import { ownedBy } from "../../operation/links.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { hasObject, objectsIn, objectsOf, removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { SchemaObject } from "../../schema/object.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";

// Objects in whose place the other side has one that it does not speak for, or that no kind models.

interface Spared {
  readonly schema: DatabaseSchema;
  /** What was in the place of wanted objects. */
  readonly hit: readonly Unmodelled[];
}

/** Wanted objects in whose place the live database has one that is not modelled are left alone. */
export function withoutUnmodelled(wanted: DatabaseSchema, live: DatabaseSchema, unmodelled: readonly Unmodelled[]): Spared {
  const inPlaceOf = holders(unmodelled, { before: live, after: wanted });
  const found =
    unmodelled.length === 0
      ? []
      : objectsOf(wanted).flatMap((object) => (hasObject(live, object) ? [] : inPlaceOf(object).map((holder) => ({ object, holder }))));
  const whole = found.flatMap(({ object }) =>
    object.table === undefined && object.schema !== undefined ? objectsIn(wanted, { schema: object.schema, name: object.name }) : [object],
  );
  return { schema: found.length === 0 ? wanted : removeObjects(wanted, whole), hit: [...new Set(found.map(({ holder }) => holder))] };
}

/** Live objects that the source does not speak for and that have the names of wanted ones: a view in the place of a model's table. */
export function ofAnotherKind({ schema: wanted, scope }: ModelSource, live: DatabaseSchema): readonly Unmodelled[] {
  const found = objectsOf(wanted).filter((object) => isNamed(object) && !hasObject(live, object));
  return found.flatMap((object) =>
    objectsIn(live, { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name })
      .filter((other) => isNamed(other) && other.kind !== object.kind && takesPlaceOf(other, object) && !scope.covers(other, live))
      .map((other) => ({
        what: other.kind.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`),
        name: [other.schema, other.name].join("."),
        uses: [],
        owns: ownedBy(other, kinds),
        usedBy: [],
        relation: { schema: other.schema ?? "", name: other.name },
      })),
  );
}

/** Whether both need a name that only one can have: a table and a publication can be called the same. */
const takesPlaceOf = (other: SchemaObject, object: SchemaObject): boolean => {
  const names = new Set(ownedBy(object, kinds));
  return ownedBy(other, kinds).some((key) => names.has(key));
};

/** Not a part of another object, nor about one. */
const isNamed = ({ schema, table, of }: SchemaObject): boolean => schema !== undefined && table === undefined && of === undefined;

/** Live objects in whose place the other side has one that is not modelled are not to be dropped. */
export function sparing({ scope, schema }: ModelSource, unmodelled: readonly Unmodelled[]): ModelSource["scope"] {
  if (unmodelled.length === 0) return scope;
  const inPlaceOf = holders(unmodelled, { before: schema, after: schema });
  return { ...scope, covers: (live, within) => inPlaceOf(live).length === 0 && scope.covers(live, within) };
}

/** From an object to what is in its place: its table is of another sort, or the names that it would take are taken. */
function holders(unmodelled: readonly Unmodelled[], ends: Ends): (object: SchemaObject) => readonly Unmodelled[] {
  const relations = new Map(
    unmodelled.flatMap((object) => (object.relation === undefined ? [] : [[`${object.relation.schema}.${object.relation.name}`, object]])),
  );
  const names = new Map(unmodelled.flatMap((object) => object.owns.map((key): [string, Unmodelled] => [key, object])));
  return (object) => {
    if (object.schema === undefined) return [];
    const relation = relations.get(`${object.schema}.${object.table ?? object.name}`);
    if (relation !== undefined) return [relation];
    if (names.size === 0) return [];
    const keys = (kinds.of(object.kind).create(object, ends) as readonly Operation[]).flatMap(
      (op) => kinds.specOf(op).touches(op, ends.before, kinds).creates ?? [],
    ); // kinds give registered operations only
    return [...new Set(keys.flatMap((key) => names.get(key) ?? []))];
  };
}
