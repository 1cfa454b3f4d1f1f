import {
  objectsIn,
  objectsOf,
  type DatabaseSchema,
  type ForeignKey,
  type Index,
  type SchemaObject,
  type Unique,
} from "@migts/core/adapter";
import { isMarked } from "../directives/mark.ts";

/** What stands in for one object of the models. */
interface Twins {
  readonly of: SchemaObject;
  readonly by: readonly SchemaObject[];
}

/**
 * Prisma finds indexes, unique constraints and foreign keys by what they are over, whatever their names: a second one like it, left
 * behind by a rename or made by hand, is none too many to it. Such twins stay.
 */
export function twinsOf(models: DatabaseSchema, live: DatabaseSchema): readonly Twins[] {
  const unnamed = unnamedByTable(models, live);
  if (unnamed.size === 0) return [];
  return objectsOf(models).flatMap((wanted) => {
    const candidates = unnamed.get(tableKey(wanted));
    const over = candidates === undefined || isMarked(wanted, models) ? undefined : overOf(wanted); // a directive means its own name
    if (candidates === undefined || over === undefined) return [];
    const twins = candidates.filter((object) => object.name !== wanted.name && overOf(object) === over);
    if (twins.length === 0) return [];
    const { schema, table = "" } = wanted;
    const there = objectsIn(live, { ...(schema === undefined ? {} : { schema }), name: table });
    if (there.some(({ name, kind }) => name === wanted.name && isOf(kind, wanted.kind))) return [{ of: wanted, by: [wanted, ...twins] }];
    if (wanted.kind === "foreignKey") return [{ of: wanted, by: [wanted, ...twins.slice(1)] }]; // the first of them is renamed
    const [one] = twins;
    if (one === undefined || twins.length > 1) return [{ of: wanted, by: twins }]; // one is renamed; of several none
    return one.kind === wanted.kind ? [] : [{ of: wanted, by: [{ ...one, name: wanted.name }] }]; // a constraint stays one
  });
}

/**
 * Objects of the models that the database lacks, and that are over the same as others of the models that it has: what is there
 * is enough to Prisma, which makes no second one.
 */
export function missingTwins(models: DatabaseSchema, live: DatabaseSchema): readonly SchemaObject[] {
  const missing: SchemaObject[] = [];
  models.containers.forEach((objects, container) => {
    const there = live.containers.get(container);
    if (there === undefined || there === objects) return;
    const isThere = ({ kind, name }: SchemaObject): boolean =>
      [...there.values()].some((other) => other.name === name && isOf(other.kind, kind));
    objects.forEach((object, ref) => {
      const over = there.has(ref) || isThere(object) || isMarked(object, models) ? undefined : overOf(object);
      if (over === undefined) return;
      if ([...objects.values()].some((other) => other !== object && overOf(other) === over && isThere(other))) missing.push(object);
    });
  });
  return missing;
}

const tableKey = ({ schema, table }: SchemaObject): string => `${schema}\0${table}`;

/** What the database has that can be a twin, and the models do not name, table by table. Mostly there is none. */
function unnamedByTable(models: DatabaseSchema, live: DatabaseSchema): ReadonlyMap<string, readonly SchemaObject[]> {
  const unnamed = new Map<string, SchemaObject[]>();
  live.containers.forEach((objects, container) => {
    const wanted = models.containers.get(container);
    objects.forEach((object, ref) => {
      if (overByKind[object.kind] === undefined || wanted?.has(ref) === true || isMarked(object, live)) return;
      if (object.kind === "unique" && wanted !== undefined && hasLike(wanted, object)) return;
      const key = tableKey(object);
      unnamed.set(key, [...(unnamed.get(key) ?? []), object]);
    });
  });
  return unnamed;
}

/** Whether the models name it as an index. */
const hasLike = (wanted: ReadonlyMap<string, SchemaObject>, { kind, name }: SchemaObject): boolean =>
  [...wanted.values()].some((object) => object.name === name && isOf(kind, object.kind));

/** A unique index of the models may be a unique constraint in the database. */
const isOf = (live: string, wanted: string): boolean => live === wanted || (wanted === "index" && live === "unique");

const overByKind: Readonly<Record<string, (object: SchemaObject) => readonly unknown[] | undefined>> = {
  index: (object) => overIndex(object as Index),
  unique: (object) => {
    const { columns, include, nullsNotDistinct, deferrable } = object as Unique;
    return include === undefined && nullsNotDistinct === undefined && deferrable === undefined
      ? overIndex({ unique: true, columns: columns.map((column) => ({ column })) })
      : undefined;
  },
  foreignKey: (object) => {
    const { columns, references, onUpdate, onDelete, onDeleteColumns, match } = object as ForeignKey;
    return ["foreign key", columns, references.schema, references.table, references.columns, onUpdate, onDelete, onDeleteColumns, match];
  },
};

function overIndex({
  unique,
  method = "btree",
  columns,
  where,
  include,
  nullsNotDistinct,
}: Pick<Index, "unique" | "method" | "columns" | "where" | "include" | "nullsNotDistinct">): readonly unknown[] | undefined {
  if (include !== undefined || nullsNotDistinct !== undefined || columns.some(({ column }) => column === undefined)) return undefined;
  return ["index", unique === true, method, columns.map(({ column, order, operatorClass }) => [column, order, operatorClass]), where];
}

/** What an object is over, without its name. `undefined`: it has no twins, or says more than Prisma compares. */
function overOf(object: SchemaObject): string | undefined {
  const over = overByKind[object.kind]?.(object);
  return over === undefined ? undefined : JSON.stringify(over);
}
