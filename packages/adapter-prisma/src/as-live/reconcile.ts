import {
  getObject,
  objectsIn,
  objectsOf,
  putObjects,
  quoteIdentifier,
  removeObjects,
  type Column,
  type DatabaseSchema,
  type Index,
  type PrimaryKey,
  type SchemaObject,
  type Sequence,
  type Unique,
} from "@migts/core/adapter";
import { domainsAsLive } from "./domain-type.ts";
import { momentAsLive } from "./moment-type.ts";
import { sequenceName } from "../to-schema/reading/names.ts";
import { missingTwins, twinsOf } from "./twins.ts";
import { nextValue } from "../to-schema/values/default-value.ts";

interface Replacement {
  readonly of: SchemaObject;
  readonly by: readonly SchemaObject[];
}

/**
 * What is one thing to Prisma, in the form that the database has: `autoincrement()` is any sequence behind a default,
 * or an identity; `@unique` is a unique index or a unique constraint; equal indexes are one; a domain is the type that it is over.
 * `models` are the objects of the schema.prisma.
 */
export function reconcile(models: DatabaseSchema, wanted: DatabaseSchema, live: DatabaseSchema): DatabaseSchema {
  const sequences = sequencesOf(live, models);
  const replacements: Replacement[] = [];
  for (const object of objectsOf(models)) {
    if (object.kind === "sequence") replacements.push(...serialAsLive(object as Sequence, models, { schema: live, ...sequences }));
    else if (object.kind === "index") replacements.push(...uniqueAsLive(object as Index, live));
    else if (object.kind === "primaryKey") replacements.push(...overTimeAsLive(object as PrimaryKey, live));
  }
  const left = unusedSequences(models, live, sequences);
  const whole = replaced(left.length === 0 ? wanted : putObjects(wanted, left), replacements);
  return domainsAsLive(models, withTwins(models, whole, live), live);
}

/** Sequences that a column of the models owns and draws nothing from: Prisma leaves them behind where `autoincrement()` is gone. */
function unusedSequences(models: DatabaseSchema, live: DatabaseSchema, { owned }: LiveSequences): readonly Sequence[] {
  return [...owned.values()].flat().filter((sequence) => {
    if (sequence.ownedBy === undefined || getObject(models, sequence) !== undefined) return false;
    const { schema, table, column: name } = sequence.ownedBy;
    const ref = { kind: "column", schema, table, name };
    const [column, there] = [getObject(models, ref) as Column | undefined, getObject(live, ref) as Column | undefined];
    return column !== undefined && !isSerial(column) && there !== undefined && there.identity === undefined && !isSerial(there);
  });
}

const isSerial = ({ default: text }: Column): boolean => text?.startsWith("nextval(") === true;

const replaced = (schema: DatabaseSchema, replacements: readonly Replacement[]): DatabaseSchema =>
  replacements.length === 0
    ? schema
    : putObjects(
        removeObjects(
          schema,
          replacements.map(({ of }) => of),
        ),
        replacements.flatMap(({ by }) => by),
      );

/** Twins are put beside what is wanted by now: an object of the models that was replaced, or that took something over, stays so. */
function withTwins(models: DatabaseSchema, wanted: DatabaseSchema, live: DatabaseSchema): DatabaseSchema {
  const twins = twinsOf(models, live);
  const gone = twins.filter(({ of, by }) => !by.includes(of)).map(({ of }) => of);
  const more = twins.flatMap(({ of, by }) => by.filter((object) => object !== of));
  const missing = missingTwins(models, live);
  return more.length === 0 && missing.length === 0 ? wanted : putObjects(removeObjects(wanted, [...gone, ...missing]), more);
}

interface LiveSequences {
  /** By the column that owns them. */
  readonly owned: ReadonlyMap<string, readonly Sequence[]>;
  /** Those that no column of the models owns. */
  readonly orphaned: readonly Sequence[];
}

interface Live extends LiveSequences {
  readonly schema: DatabaseSchema;
}

/**
 * All sequences of a schema.prisma are those of serial columns. The sequence of a column that is there is what it owns or
 * draws from, whatever its name; for a column that has none yet the usual name may be taken by another's.
 */
function serialAsLive(sequence: Sequence, models: DatabaseSchema, { schema: live, owned, orphaned }: Live): readonly Replacement[] {
  if (sequence.ownedBy === undefined) return [];
  const { schema, table, column: name } = sequence.ownedBy;
  const ref = { kind: "column", schema, table, name };
  const column = getObject(models, ref) as Column | undefined;
  const there = getObject(live, ref) as Column | undefined;
  if (column === undefined) return [];
  if (there?.identity !== undefined) return [{ of: sequence, by: [] }]; // the column takes the identity over
  if (there === undefined || !isSerial(there)) return withFreeName(sequence, column, live);
  const isRetyped = momentAsLive(column.type, there.type) !== there.type;
  const own = owned.get(ownerKey(sequence.ownedBy)) ?? [];
  const its = [...own, ...orphaned.filter((object) => !own.includes(object) && draws(there.default, object))];
  const kept = its.map((object): Sequence => ({
    ...(isRetyped ? withTypeOf(object, sequence) : object),
    ...(object.ownedBy === undefined ? {} : { ownedBy: sequence.ownedBy }),
  }));
  if (there.default === column.default && kept.length === 1 && isSameSequence(kept[0], sequence)) return []; // as nearly always
  return [{ of: sequence, by: [{ ...column, default: there.default } as Column, ...kept] }];
}

/** All that schema.prisma says of a sequence: what else the live one has is taken over as for any object. */
const isSameSequence = (live: Sequence | undefined, wanted: Sequence): boolean =>
  live !== undefined &&
  live.schema === wanted.schema &&
  live.name === wanted.name &&
  live.dataType === wanted.dataType &&
  owns(live, wanted.ownedBy);

const ownerKey = ({ schema, table, column }: NonNullable<Sequence["ownedBy"]>): string => `${schema}\0${table}\0${column}`;

function sequencesOf(live: DatabaseSchema, models: DatabaseSchema): LiveSequences {
  const sequences = objectsOf(live).filter((object): object is Sequence => object.kind === "sequence");
  const owned = new Map<string, Sequence[]>();
  for (const sequence of sequences) {
    if (sequence.ownedBy === undefined) continue;
    const key = ownerKey(sequence.ownedBy);
    owned.set(key, [...(owned.get(key) ?? []), sequence]);
  }
  return { owned, orphaned: sequences.filter((sequence) => isOrphaned(sequence, models)) };
}

/** Whether a default takes its values from a sequence. */
const draws = (text: string | undefined, { schema, name }: Sequence): boolean =>
  text?.includes(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`.replaceAll("'", "''") + "'") === true;

/** Whether the column that owns it is to go. */
const isOrphaned = ({ ownedBy }: Sequence, models: DatabaseSchema): boolean =>
  ownedBy === undefined ||
  getObject(models, { kind: "column", schema: ownedBy.schema, table: ownedBy.table, name: ownedBy.column }) === undefined;

/** As PostgreSQL does for `serial`: with a number where the name is taken. */
function withFreeName(sequence: Sequence, column: Column, live: DatabaseSchema): readonly Replacement[] {
  const there = getObject(live, sequence) as Sequence | undefined;
  if (there === undefined || owns(there, sequence.ownedBy)) return [];
  const isTaken = (name: string): boolean => getObject(live, { kind: "sequence", schema: sequence.schema, name }) !== undefined;
  const name = sequenceName(column.table, column.name, isTaken);
  return [{ of: sequence, by: [{ ...sequence, name }, { ...column, default: nextValue(sequence.schema, name) } as Column] }];
}

function withTypeOf(sequence: Sequence, { dataType }: Sequence): Sequence {
  const { dataType: old, ...rest } = sequence;
  if (old === dataType) return sequence;
  return dataType === undefined ? rest : { ...rest, dataType };
}

const owns = ({ ownedBy }: Sequence, column: Sequence["ownedBy"]): boolean =>
  ownedBy?.schema === column?.schema && ownedBy?.table === column?.table && ownedBy?.column === column?.column;

/** A key over time cannot be written in schema.prisma: the one that the table has stays, whatever its name. */
function overTimeAsLive(key: PrimaryKey, live: DatabaseSchema): readonly Replacement[] {
  if (getObject(live, key) !== undefined) return [];
  const there = objectsIn(live, { schema: key.schema, name: key.table }).find(({ kind }) => kind === "primaryKey") as
    | PrimaryKey
    | undefined;
  return there?.withoutOverlaps === true && there.name !== key.name ? [{ of: key, by: [there] }] : [];
}

/** A unique constraint of the same name over the same columns. */
function uniqueAsLive(index: Index, live: DatabaseSchema): readonly Replacement[] {
  if (index.unique !== true || index.where !== undefined || getObject(live, index) !== undefined) return [];
  const constraint = objectsIn(live, { schema: index.schema, name: index.table }).find(
    ({ kind, name }) => kind === "unique" && name === index.name,
  ) as Unique | undefined;
  if (constraint === undefined) return [];
  const { include = [], nullsNotDistinct } = index;
  const isMore = include.length > 0 || nullsNotDistinct === true; // a directive says so
  if (isMore && (include.join() !== (constraint.include ?? []).join() || nullsNotDistinct !== constraint.nullsNotDistinct)) return [];
  const columns = index.columns.map(({ column, order, operatorClass }) =>
    order === undefined && operatorClass === undefined ? column : undefined,
  );
  const same = constraint.columns.length === columns.length && constraint.columns.every((column, at) => column === columns[at]);
  return same ? [{ of: index, by: [constraint] }] : [];
}
