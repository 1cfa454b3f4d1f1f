import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { AnyOperation } from "../../../../operation/operation.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import type { Ends } from "../../../../operation/ends.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { isForeignKey, type Exclusion, type ForeignKey, type PrimaryKey, type Unique } from "./model.ts";
import { toldAs } from "../../../../schema/use.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { identifier, identifiers, sql, type Sql } from "../../../sql/sql.ts";
import { ownedBy, usedBy, withoutObject, withParts as partsOf } from "../../../../operation/links.ts";
import { resource } from "../../resources.ts";
import { lockingHeirs } from "../locks.ts";
import { descendantsOf, followsParent, leftKey, shapeKey } from "../parents.ts";
import { isParted, losesWhole, renamedPartOf, touchesOfParts, usualIndexName, withParts, type Parted } from "../partition-parts.ts";
import { attachmentBetween, attachmentOf, type AttachIndex, type RenamePartitionIndex } from "../index/fragment.ts";
import { asMade, gainedKey, hasOtherParts, isAttached, madeOnly, normalLacking, renamedLacking } from "../lacking.ts";
import type { PartOf } from "./model.ts";
import { keyNames } from "./over-time.ts";
import { alterTable, partOf, renamedColumns, renamedPart, tableKey, tableName, type TablePart } from "../table-part.ts";

// What the kinds of constraints share.

export const constraintKey = ({ schema, table, name }: TablePart): string => resource.constraint(schema, table, name);

/** The name of the index that a constraint owns. */
export const indexKey = ({ schema, name }: TablePart): string => resource.relation(schema, name);

/** `only`: without parts in partitions. */
export const addSql = (part: TablePart & { readonly only?: true }, clause: Sql): Sql =>
  part.only === true ? sql`alter table only ${tableName(part)} add ${clause}` : alterTable(part, sql`add ${clause}`);

/** Names as a sentence about rows has them. */
export const namesText = (names: readonly string[]): string => identifiers(names).sql;

/** Facts of building an index or reading all rows under the strongest lock. */
export const scansExclusive: OperationFacts = { ...quickExclusive, scans: true };

/** What a kind of constraint tells of itself, so that it can be dropped. */
export interface ConstraintShape<Object extends SchemaObject & TablePart> {
  readonly is: (object: SchemaObject) => object is Object;
  readonly kind: Object["kind"];
  /** What must be there for it, as resource keys. Absent: what its kind says that it uses. */
  readonly needs?: (constraint: Omit<Object, "kind">) => readonly string[];
  /** What is settled for others once it has come, or gone. Absent: nothing. */
  readonly settles?: (constraint: Omit<Object, "kind">) => readonly string[];
}

export function addTouches<Object extends SchemaObject & TablePart>(
  { kind, needs, settles }: ConstraintShape<Object>,
  constraint: Omit<Object, "kind">,
  before: DatabaseSchema,
  kinds: Kinds,
): Touches {
  const made = toldAs<Object>(constraint as Object, { ...constraint, kind } as Object); // the payload is the constraint
  const parts = partsTouches(made, before, kinds);
  return {
    creates: [...ownedBy(made, kinds), ...(settles?.(made) ?? []), ...parts.creates],
    needs: [...(needs?.(made) ?? usedBy(made, kinds)), ...parts.needs],
  };
}

/** What making it does to partitions. One that is made without parts waits until they are all there. */
function partsTouches(made: SchemaObject & TablePart & { readonly only?: true }, before: DatabaseSchema, kinds: Kinds) {
  if (made.only === true) return { creates: [], needs: [gainedKey(tableName(made))] };
  return isParted(made) ? touchesOfParts(made, before, kinds) : shapeTouches(made, before, kinds);
}

/** That the shape of a table changes, and that of its partitions with it. */
export const shapeTouches = (part: TablePart, before: DatabaseSchema, kinds: Kinds) => ({
  creates: [tableName(part), ...descendantsOf(before, tableName(part), kinds)].map(shapeKey),
  needs: [leftKey(tableName(part))],
});

/** The constraint of that shape and name, if the schema has it. */
export function constraintAt<Object extends SchemaObject & TablePart>(
  schema: DatabaseSchema,
  shape: ConstraintShape<Object>,
  part: TablePart,
): Object | undefined {
  const found = getObject(schema, { ...partOf(part), kind: shape.kind });
  return found !== undefined && shape.is(found) ? found : undefined;
}

/** The spec of an operation that drops a constraint. `facts` absent: a quick change under the strongest lock. */
export function dropsConstraint<Op extends AnyOperation & TablePart, Object extends SchemaObject & TablePart>(
  shape: ConstraintShape<Object>,
  facts: OperationSpec<Op>["facts"] = () => quickExclusive,
  apply: OperationSpec<Op>["apply"] = (before, op, kinds) => withoutObject(before, { ...partOf(op), kind: shape.kind }, kinds),
): OperationSpec<Op> {
  return {
    about: aboutOf(shape.kind),
    ...statewise(apply),
    touches: (op, before, kinds) => {
      const constraint = constraintAt(before, shape, op);
      const { creates, needs } = shapeTouches(op, before, kinds);
      if (constraint === undefined) return { drops: [constraintKey(op)], frees: [tableKey(op)], creates, needs };
      const settled = shape.settles?.(constraint) ?? [];
      return {
        drops: [...new Set(partsOf(before, constraint, kinds).flatMap((object) => ownedBy(object, kinds)))],
        frees: usedBy(constraint, kinds),
        creates: [...settled, ...creates],
        needs,
      };
    },
    sql: (op) => [alterTable(op, sql`drop constraint ${identifier(op.name)}`)],
    facts: (op, before, kinds) => lockingHeirs(facts(op, before, kinds), tableName(op), before, kinds),
  };
}

/** The schema with a constraint added, and its parts in partitions. */
export function withConstraint(before: DatabaseSchema, made: Parted & { readonly only?: true }, kinds: Kinds): DatabaseSchema {
  const { partOf: _, only, ...own } = made;
  if (only === true) return putObjects(before, [madeOnly(before, own, kinds)]);
  return withParts(putObjects(before, [own]), own, kinds);
}

/**
 * A part comes with its whole, or with its table: all that is left to do is to give it its name. Undefined: it does not come by itself.
 */
export function creationOfPart(part: Exclude<Parted, ForeignKey>, ends: Ends): readonly RenamePartitionIndex[] | undefined {
  if (part.partOf === undefined || !followsParent(ends, part)) return undefined;
  const whole = getObject(ends.after, { ...part.partOf, kind: part.kind });
  if (whole === undefined || !isParted(whole) || isForeignKey(whole)) return [];
  const { schema, table, name } = part;
  return usualIndexName(whole, { schema, name: table }) === name
    ? []
    : [{ kind: "renamePartitionIndex", schema, table, of: part.partOf, to: name }];
}

/** A constraint as an operation makes it. */
export function asOwn<Of extends Parted>({ partOf: _, ...part }: Of): Omit<Of, "partOf"> {
  return part;
}

/** The same for a key: without parts where partitions have none. */
export function asOwnKey<Of extends PrimaryKey | Unique | Exclusion>(key: Of) {
  const { partOf: _, ...own } = asMade(key);
  return own;
}

/** What leads from one key to the other: none can be altered. */
export function alterKey<Of extends Exclude<Parted, ForeignKey>>(
  from: Of,
  to: Of,
  ends: Ends,
  normal: (key: Of) => Of,
): readonly AttachIndex[] | "recreate" {
  const isKept =
    sameData(comparable(normal(from)), comparable(normal(to))) && !losesWhole(from, to, ends) && !hasOtherParts(from, to, ends);
  return isKept ? attachmentBetween(from, to, ends) : "recreate";
}

function comparable<Of extends Exclude<Parted, ForeignKey>>({ partOf: _, lackedBy: __, invalid: ___, ...key }: Of) {
  return key;
}

/** A part that is made and attached to its whole, or comes with that; or else a key of its own, which may come with its table. */
export function creationOfKey<Op>(
  key: PrimaryKey | Unique | Exclusion,
  ends: Ends,
  { add, comesWithTable }: { readonly add: Op; readonly comesWithTable: boolean },
): readonly (Op | RenamePartitionIndex | AttachIndex)[] {
  if (isAttached(key, ends)) return [add, ...attachmentOf(key)];
  return creationOfPart(key, ends) ?? (comesWithTable ? [] : [add]);
}

// What primary keys and unique constraints share.

interface Key extends TablePart {
  readonly columns: readonly string[];
  readonly withoutOverlaps?: true;
  readonly include?: readonly string[];
  readonly storage?: Readonly<Record<string, string>>;
  readonly partOf?: PartOf;
  readonly lackedBy?: readonly { readonly schema: string; readonly name: string }[];
}

/** The names that it takes, and what foreign keys can refer to. */
export const ownKeys = (key: Key): readonly string[] => [
  constraintKey(key),
  indexKey(key),
  resource.uniqueKey(key.schema, key.table, keyNames(key.columns, key.withoutOverlaps)),
];

/** What is settled for foreign keys once it has come, or gone. */
export const settledKeys = ({ schema, table, columns, withoutOverlaps }: Key): readonly string[] => [
  resource.usableKey(schema, table, keyNames(columns, withoutOverlaps)),
];

export const allColumns = ({ columns, include = [] }: Pick<Key, "columns" | "include">): readonly string[] => [...columns, ...include];

/** After its table, columns, or the index or constraint itself got another name. */
export function renamedKey<Of extends Key>(key: Of, names: NewNames): Of {
  return {
    ...renamedPart(key, constraintKey(key), names),
    columns: renamedColumns(key, key.columns, names),
    ...(key.include === undefined ? {} : { include: renamedColumns(key, key.include, names) }),
    ...renamedPartOf(key, constraintKey, names),
    ...renamedLacking(key, names),
  };
}

/** Without the fields that say nothing. */
export function normalizeKey<Of extends Key>(key: Of): Of {
  const { include, storage, lackedBy, ...rest } = key;
  return {
    ...rest,
    ...(include === undefined || include.length === 0 ? {} : { include }),
    ...(storage === undefined || Object.keys(storage).length === 0 ? {} : { storage }),
    ...normalLacking({ lackedBy: lackedBy ?? [] }),
  } as Of; // the same fields
}

/** Builds an index, and fails on rows such as these. */
export const keyFacts = (rows: string): OperationFacts => ({ ...scansExclusive, mayFail: rows });

/** Those of making one in a table and its partitions; of one without parts, no row is read. */
export const addFacts = (
  facts: OperationFacts,
  op: TablePart & { readonly only?: true },
  before: DatabaseSchema,
  kinds: Kinds,
): OperationFacts => (op.only === true ? quickExclusive : lockingHeirs(facts, tableName(op), before, kinds, "partitions"));

/** The rows that a key does not take. */
export const equalRows = ({ columns, withoutOverlaps }: Pick<Key, "columns" | "withoutOverlaps">, also = ""): string =>
  withoutOverlaps === true
    ? `rows with ${also}equal values in ${namesText(columns.slice(0, -1))} that overlap in ${namesText(columns.slice(-1))}`
    : `rows with ${also}equal values in ${namesText(columns)}`;
