import { getObject, objectsIn, objectsOf, putObjects, removeObjects, type Column, type DatabaseSchema, type Index, type SchemaObject, type Sequence, type Unique } from "@migts/core/adapter";

interface Replacement {
  readonly of: SchemaObject;
  readonly by: readonly SchemaObject[];
}

/**
 * What is one thing to Prisma, in the form that the database has: `autoincrement()` is any sequence behind a default,
 * or an identity; `@unique` is a unique index or a unique constraint. `models` are the objects of the schema.prisma.
 */
export function reconcile(models: DatabaseSchema, wanted: DatabaseSchema, live: DatabaseSchema): DatabaseSchema {
  const replacements = [...objectsOf(models)].flatMap((object) => {
    if (object.kind === "sequence") return serialAsLive(object as Sequence, models, live);
    if (object.kind === "index") return uniqueAsLive(object as Index, live);
    return [];
  });
  if (replacements.length === 0) return wanted;
  return putObjects(removeObjects(wanted, replacements.map(({ of }) => of)), replacements.flatMap(({ by }) => by));
}

/** All sequences of a schema.prisma are those of serial columns. */
function serialAsLive(sequence: Sequence, models: DatabaseSchema, live: DatabaseSchema): readonly Replacement[] {
  if (sequence.ownedBy === undefined || getObject(live, sequence) !== undefined) return [];
  const { schema, table, column: name } = sequence.ownedBy;
  const ref = { kind: "column", schema, table, name };
  const column = getObject(models, ref) as Column | undefined;
  const there = getObject(live, ref) as Column | undefined;
  if (column === undefined || there === undefined) return [];
  if (there.identity !== undefined) return [{ of: sequence, by: [] }]; // the column takes the identity over
  if (there.default === undefined || !there.default.startsWith("nextval(")) return [];
  const owned = [...objectsOf(live)].filter((object) => object.kind === "sequence" && owns(object as Sequence, sequence.ownedBy));
  const kept = owned.map((object) => withTypeOf(object as Sequence, sequence));
  return [{ of: sequence, by: [{ ...column, default: there.default } as Column, ...kept] }];
}

function withTypeOf(sequence: Sequence, { dataType }: Sequence): Sequence {
  const { dataType: old, ...rest } = sequence;
  if (old === dataType) return sequence;
  return dataType === undefined ? rest : { ...rest, dataType };
}

const owns = ({ ownedBy }: Sequence, column: Sequence["ownedBy"]): boolean =>
  ownedBy?.schema === column?.schema && ownedBy?.table === column?.table && ownedBy?.column === column?.column;

/** A unique constraint of the same name over the same columns. */
function uniqueAsLive(index: Index, live: DatabaseSchema): readonly Replacement[] {
  if (index.unique !== true || index.where !== undefined || getObject(live, index) !== undefined) return [];
  const constraint = objectsIn(live, { schema: index.schema, name: index.table }).find(({ kind, name }) => kind === "unique" && name === index.name) as Unique | undefined;
  if (constraint === undefined) return [];
  const columns = index.columns.map(({ column, order, operatorClass }) => (order === undefined && operatorClass === undefined ? column : undefined));
  const same = constraint.columns.length === columns.length && constraint.columns.every((column, at) => column === columns[at]);
  return same ? [{ of: index, by: [constraint] }] : [];
}
