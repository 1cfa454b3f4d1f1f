import { getObject, objectsIn, objectsOf, type DatabaseSchema, type ForeignKey, type Index, type SchemaObject, type Unique } from "@migts/core/adapter";

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
  return [...objectsOf(models)].flatMap((wanted) => {
    const over = overOf(wanted);
    if (over === undefined) return [];
    const { schema, table = "" } = wanted;
    const there = objectsIn(live, { ...(schema === undefined ? {} : { schema }), name: table });
    const twins = there.filter((object) => object.name !== wanted.name && overOf(object) === over && getObject(models, object) === undefined);
    if (twins.length === 0) return [];
    if (there.some(({ name, kind }) => name === wanted.name && isOf(kind, wanted.kind))) return [{ of: wanted, by: [wanted, ...twins] }];
    if (wanted.kind === "foreignKey") return [{ of: wanted, by: [wanted, ...twins.slice(1)] }]; // the first of them is renamed
    return twins.length === 1 ? [] : [{ of: wanted, by: twins }]; // one is renamed; of several none
  });
}

/** A unique index of the models may be a unique constraint in the database. */
const isOf = (live: string, wanted: string): boolean => live === wanted || (wanted === "index" && live === "unique");

const overByKind: Readonly<Record<string, (object: SchemaObject) => readonly unknown[] | undefined>> = {
  index: (object) => overIndex(object as Index),
  unique: (object) => {
    const { columns, include, nullsNotDistinct, deferrable } = object as Unique;
    return include === undefined && nullsNotDistinct === undefined && deferrable === undefined ? overIndex({ unique: true, columns: columns.map((column) => ({ column })) }) : undefined;
  },
  foreignKey: (object) => {
    const { columns, references, onUpdate, onDelete, onDeleteColumns, match } = object as ForeignKey;
    return ["foreign key", columns, references.schema, references.table, references.columns, onUpdate, onDelete, onDeleteColumns, match];
  },
};

function overIndex({ unique, method = "btree", columns, where, include, nullsNotDistinct }: Pick<Index, "unique" | "method" | "columns" | "where" | "include" | "nullsNotDistinct">): readonly unknown[] | undefined {
  if (include !== undefined || nullsNotDistinct !== undefined || columns.some(({ column }) => column === undefined)) return undefined;
  return ["index", unique === true, method, columns.map(({ column, order, operatorClass }) => [column, order, operatorClass]), where];
}

/** What an object is over, without its name. `undefined`: it has no twins, or says more than Prisma compares. */
function overOf(object: SchemaObject): string | undefined {
  const over = overByKind[object.kind]?.(object);
  return over === undefined ? undefined : JSON.stringify(over);
}
