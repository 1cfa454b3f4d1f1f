import type { Kinds } from "../../../operation/kinds.ts";
import type { Ends, UsedChange } from "../../../operation/ends.ts";
import type { NewNames } from "../../../operation/new-names.ts";
import { ownedBy, isOwned, usedBy, withoutObject } from "../../../operation/links.ts";
import { hasObject, objectsIn, putObjects, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { Use } from "../../../schema/use.ts";
import { sameData } from "../../../schema/same-data.ts";
import { generatedName, withEnding } from "../../../schema/kept-name.ts";
import { resource } from "../resources.ts";
import {
  isExclusion,
  isForeignKey,
  isPrimaryKey,
  isUnique,
  type Exclusion,
  type ForeignKey,
  type PartOf,
  type PrimaryKey,
  type Unique,
} from "./constraint/model.ts";
import { isIndex, type Index, type IndexElement } from "./index/model.ts";
import { indexedPartitions, isPartOf } from "./lacking.ts";
import { childrenOf, descendantsOf, followsParent, leftKey, shapeKey } from "./parents.ts";
import type { Table, TableName } from "./table/model.ts";

// Indexes, keys and foreign keys of a partitioned table have a part in each partition: one that was there and is the same becomes it,
// else PostgreSQL makes one and gives it a name. A foreign table that is a partition has none.

/** What has parts in partitions. */
export type Parted = Index | PrimaryKey | Unique | Exclusion | ForeignKey;

export const isParted = (object: { readonly kind: string }): object is Parted =>
  ["index", "primaryKey", "unique", "exclusion", "foreignKey"].includes(object.kind);

/** The schema in which what a table has got has its parts in the table's partitions. */
export function withParts(schema: DatabaseSchema, whole: Parted, kinds: Kinds): DatabaseSchema {
  return indexedPartitions(schema, { schema: whole.schema, name: whole.table }, kinds).reduce(
    (next, partition) => withPart(next, whole, partition, kinds),
    schema,
  );
}

/** The same for one partition, and for its own partitions. */
export function withPart(schema: DatabaseSchema, whole: Parted, partition: TableName, kinds: Kinds): DatabaseSchema {
  const partOf = { schema: whole.schema, table: whole.table, name: whole.name };
  const there = objectsIn(schema, partition).filter(isParted);
  if (there.some((object) => isPartOf(object, whole))) return schema;
  const found = there.find((object) => object.partOf === undefined && isAlike(object, whole, kinds));
  if (found !== undefined) {
    const joined: Parted = { ...found, partOf };
    return withParts(putObjects(schema, [joined]), joined, kinds);
  }
  const name = isForeignKey(whole) ? keyName(whole, partition, schema) : indexName(whole, partition, schema, kinds);
  const part: Parted = { ...asPart(whole), schema: partition.schema, table: partition.name, name, partOf };
  return withParts(putObjects(schema, [part]), part, kinds);
}

/** What of it a part has from the start: not how exactly ANALYZE looks at its expressions. */
function asPart(whole: Parted): Parted {
  if (isForeignKey(whole)) return whole;
  const { invalid: _, lackedBy: __, ...valid } = whole;
  if (valid.kind === "exclusion") return { ...valid, elements: valid.elements.map(withoutTarget) };
  return valid.kind === "index" ? { ...valid, columns: valid.columns.map(withoutTarget) } : valid;
}

const withoutTarget = <Element extends IndexElement>({ statistics: _, ...element }: Element) => element as Element; // it is optional

/** The schema in which something is changed, and all its parts with it. */
export const withAllParts = <Of extends Parted>(schema: DatabaseSchema, whole: Of, change: (one: Of) => Of, kinds: Kinds): DatabaseSchema =>
  childrenOf(schema, { schema: whole.schema, name: whole.table }, kinds)
    .flatMap((child) => objectsIn(schema, child).filter((object): object is Of => isParted(object) && isPartOf(object, whole)))
    .reduce((next, part) => withAllParts(next, part, change, kinds), putObjects(schema, [change(whole)]));

/** The parts of a partition as they are when it has left its table: its own. */
export const withoutWhole = (schema: DatabaseSchema, table: Table): DatabaseSchema =>
  putObjects(
    schema,
    objectsIn(schema, table)
      .filter(isParted)
      .filter(({ partOf }) => partOf !== undefined)
      .map(({ partOf: _, ...own }) => own as Parted), // the same kind
  );

/** Whether PostgreSQL takes one for a part of the other: all counts but names, and how it is stored. */
function isAlike(own: Parted, whole: Parted, kinds: Kinds): boolean {
  if (own.kind !== whole.kind || (!isForeignKey(own) && (own.invalid === true || own.lackedBy !== undefined))) return false;
  return sameData(essence(own, kinds), essence(whole, kinds));
}

function essence(object: Parted, kinds: Kinds): unknown {
  // of its kind
  const { schema: _, table: __, name: ___, partOf: ____, ...rest } = kinds.of(object.kind).normalize(asPart(object)) as Parted;
  if ("storage" in rest) return { ...rest, storage: undefined };
  return rest;
}

/** The name that the part of an index in a partition has, if it is free. */
export const usualIndexName = (whole: Exclude<Parted, ForeignKey>, partition: TableName): string => generated(whole, partition.name, "");

function indexName(
  whole: Exclude<Parted, ForeignKey>,
  { schema: at, name: table }: TableName,
  schema: DatabaseSchema,
  kinds: Kinds,
): string {
  const isFree = (name: string): boolean => !isOwned(schema, resource.relation(at, name), kinds);
  for (let pass = 0; ; pass += 1) {
    const name = generated(whole, table, pass === 0 ? "" : String(pass));
    if (isFree(name)) return name;
  }
}

function generated(whole: Exclude<Parted, ForeignKey>, table: string, number: string): string {
  if (isPrimaryKey(whole)) return withEnding(table, `_pkey${number}`);
  const label = isUnique(whole) ? "key" : isExclusion(whole) ? "excl" : "idx";
  return generatedName(table, columnNames(whole).join("_"), `${label}${number}`);
}

/** The names of the columns of an index: those of the table, and for expressions what PostgreSQL calls them. */
function columnNames(whole: Index | Unique | Exclusion): readonly string[] {
  const keys = isUnique(whole) ? whole.columns : (isIndex(whole) ? whole.columns : whole.elements).map(elementName);
  const names: string[] = [];
  for (const name of [...keys, ...(whole.include ?? [])]) {
    let free = name;
    for (let number = 1; names.includes(free); number += 1) free = `${name}${number}`;
    names.push(free);
  }
  return names;
}

const elementName = ({ column, expression = "" }: IndexElement): string =>
  column ?? /^\(*"?([a-z_][a-z0-9_]*)"?\s*\(/u.exec(expression)?.[1] ?? "expr";

/** What makes a part of another one's, for a whole with this resource key. */
export const usesOfPartOf = ({ partOf }: Pick<Parted, "partOf">, keyOf: (whole: PartOf) => string): readonly Use[] =>
  partOf === undefined ? [] : [{ of: keyOf(partOf), in: resource.relation(partOf.schema, partOf.table), how: "part", follows: true }];

/** The whole after it got another name. */
export function renamedPartOf(
  { partOf }: Pick<Parted, "partOf">,
  keyOf: (whole: PartOf) => string,
  names: NewNames,
): { readonly partOf?: PartOf } {
  if (partOf === undefined) return {};
  const [own, table] = [names.get(keyOf(partOf)), names.get(resource.relation(partOf.schema, partOf.table))];
  return {
    partOf: {
      schema: own?.schema ?? table?.schema ?? partOf.schema,
      table: own?.table ?? table?.name ?? partOf.table,
      name: own?.name ?? partOf.name,
    },
  };
}

/**
 * Whether a part that is the same but for what it is a part of must be made anew: its whole goes, and takes it along. Attaching and
 * detaching its table, and making the whole, does the rest.
 */
export const losesWhole = (from: Parted, to: Parted, ends: Ends): boolean =>
  from.partOf !== undefined && !sameData(from.partOf, to.partOf) && followsParent(ends, from);

/**
 * Whether a part must be out of the way of a column that gets another type above: PostgreSQL drops the whole with its parts and makes
 * others, which have none of what was said of these. Nothing may hold on to them, and all of it comes back.
 */
export const standsAsideOfWhole = (part: Parted, { from, isRetyped }: UsedChange, ends: Ends): boolean =>
  isRetyped && from.kind === "column" && part.partOf !== undefined && followsParent(ends, part);

/**
 * Whether an index that not all partitions have a part of must be out of the way of a column that gets another type: PostgreSQL makes it
 * anew with all parts.
 */
export const standsAsideOfLacking = ({ lackedBy }: Exclude<Parted, ForeignKey>, { from, isRetyped }: UsedChange): boolean =>
  isRetyped && from.kind === "column" && lackedBy !== undefined;

/** Indexes of tables over columns that have parts in partitions, and are no parts themselves. */
const wholesOver = (schema: DatabaseSchema, columns: readonly InTable[], kinds: Kinds): readonly Parted[] =>
  columns.flatMap((column) =>
    objectsIn(schema, { schema: column.schema, name: column.table })
      .filter(isParted)
      .filter((object) => !isForeignKey(object) && object.partOf === undefined)
      .filter((object) => usedBy(object, kinds).includes(resource.column(column.schema, column.table, column.name))),
  );

interface InTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

const partsOf = (schema: DatabaseSchema, whole: Parted, kinds: Kinds): readonly Parted[] =>
  childrenOf(schema, { schema: whole.schema, name: whole.table }, kinds)
    .flatMap((child) => objectsIn(schema, child).filter(isParted))
    .filter((part) => isPartOf(part, whole));

/** The schema after indexes over these columns were made anew, with other parts in partitions. */
export const withPartsAnew = (schema: DatabaseSchema, columns: readonly InTable[], kinds: Kinds): DatabaseSchema =>
  wholesOver(schema, columns, kinds).reduce((next, whole) => {
    const without = partsOf(next, whole, kinds).reduce((rest, part) => withoutObject(rest, part, kinds), next);
    return withParts(without, whole, kinds);
  }, schema);

/** The resource keys of parts that an operation makes anew: of those that go, those that come, and those that do both. */
interface NewParts {
  readonly drops: readonly string[];
  readonly creates: readonly string[];
  readonly retypes: readonly string[];
}

export const noParts: NewParts = { drops: [], creates: [], retypes: [] };

/** What an operation touches that makes indexes over these columns anew: their parts get the names that PostgreSQL chooses. */
export function touchesOfNewParts(before: DatabaseSchema, columns: readonly InTable[], kinds: Kinds): NewParts {
  const wholes = wholesOver(before, columns, kinds).filter((whole) => partsOf(before, whole, kinds).length > 0);
  if (wholes.length === 0) return noParts;
  const levels = (schema: DatabaseSchema, whole: Parted): readonly Parted[] => [
    whole,
    ...partsOf(schema, whole, kinds).flatMap((part) => levels(schema, part)),
  ];
  const keysIn = (schema: DatabaseSchema): ReadonlySet<string> =>
    new Set(wholes.flatMap((whole) => levels(schema, whole).slice(1)).flatMap((part) => ownedBy(part, kinds)));
  const [had, has] = [keysIn(before), keysIn(withPartsAnew(before, columns, kinds))];
  return {
    drops: [...had].filter((key) => !has.has(key)),
    creates: [...[...has].filter((key) => !had.has(key)), ...wholes.flatMap((whole) => levels(before, whole)).map(partsKey)],
    retypes: [...had].filter((key) => has.has(key)),
  };
}

/** That an index has the parts that it keeps: only then they can get other names. */
export const partsKey = ({ schema, name }: { readonly schema: string; readonly name: string }): string => `parts of ${schema}.${name}`;

/** What an operation that makes a whole makes in partitions, as resource keys, and that it changes their shape. */
export function touchesOfParts(
  whole: Parted,
  before: DatabaseSchema,
  kinds: Kinds,
): { readonly creates: readonly string[]; readonly needs: readonly string[] } {
  const table = { schema: whole.schema, name: whole.table };
  const heirs = descendantsOf(before, table, kinds);
  const after = heirs.length === 0 ? before : withParts(putObjects(before, [whole]), whole, kinds);
  const made = heirs.flatMap((heir) => objectsIn(after, heir).filter((object) => isParted(object) && !hasObject(before, object)));
  return {
    creates: [...[table, ...heirs].map(shapeKey), ...made.flatMap((object) => ownedBy(object, kinds))],
    needs: [leftKey(table)],
  };
}

/** A foreign key has the name of the whole, if the partition has no such constraint. */
function keyName(whole: ForeignKey, partition: TableName, schema: DatabaseSchema): string {
  const taken = new Set(
    objectsIn(schema, partition)
      .filter(({ table }) => table !== undefined)
      .map(({ name }) => name),
  );
  if (!taken.has(whole.name)) return whole.name;
  for (let number = 0; ; number += 1) {
    const name = generatedName(partition.name, whole.columns.join("_"), `fkey${number === 0 ? "" : number}`);
    if (!taken.has(name)) return name;
  }
}
