import type {
  Column,
  Comment,
  EnumType,
  Extension,
  ForeignKey,
  Index,
  IndexElement,
  PrimaryKey,
  Scope,
  SchemaObject,
  Sequence,
  Table,
  Unique,
} from "@migts/core/adapter";
import { getObject, objectsOf, refKey } from "@migts/core/adapter";
import { attributesAsLive } from "./as-live/attributes.ts";
import { defaultAsLive } from "./as-live/default.ts";
import { labelsAsLive } from "./as-live/enum-labels.ts";
import { momentAsLive } from "./as-live/moment-type.ts";
import { unmodifiedAsLive } from "./as-live/unmodified-type.ts";
import { unsizedAsLive } from "./as-live/unsized-type.ts";
import { adoptDeclared } from "./directives/adopt.ts";
import { isDeclared, isMark, isMarked } from "./directives/mark.ts";
import { reconcile } from "./as-live/reconcile.ts";
import { prismaMigrate } from "./tool.ts";
import type { Reading } from "./remembered.ts";
import { isLeftAlone } from "./to-schema/left-alone.ts";

const isPrismas = ({ table, name }: SchemaObject): boolean => prismaMigrate.tables.includes(table ?? name);

/** Index methods that schema.prisma has a word for. */
const methods = new Set(["btree", "hash", "gin", "gist", "spgist", "brin"]);

type Covers = (live: SchemaObject) => boolean;

/** What a schema.prisma speaks for: what it would have named if it were wanted, and of that, what it can say. */
export function scopeOf(reading: Reading): Scope {
  const coversKind = coversByKind(reading);
  const schemas = new Set(reading.settings.schemas);
  return {
    covers: (live, within) => {
      const relation = live.table ?? live.name;
      if (live.schema === undefined || !schemas.has(live.schema) || isLeftAlone(relation)) return false;
      if (live.kind === "comment") return coversComment(live as Comment, reading);
      return !reading.views.has(`${live.schema}.${relation}`) && (coversKind[live.kind]?.(live) === true || isMarked(live, within));
    },
    adopt: (wanted, live) => {
      const adopt = isDeclared(wanted, reading.declared) ? adoptDeclared : (adoptByKind[wanted.kind] ?? keep);
      return adopt(wanted, live, reading);
    },
    reconcile: (wanted, live) => reconcile(reading.schema, wanted, live),
    belongs: (object) => (isPrismas(object) ? "elsewhere" : undefined),
    // other kinds have no such field
    written: (wanted) => isDeclared(wanted, reading.declared) || (wanted as Column).generated !== undefined,
    wordless: (wanted) => wordlessOf(reading)[wanted.kind]?.filter((field) => !isSaid(wanted, field, reading)) ?? [],
  };
}

/** A mark, what the documentation would say, and what a directive says that there is none of. */
function coversComment(live: Comment, { schema, settings, declared }: Reading): boolean {
  if (isMark(live) || declared.noComments.has(refKey(live))) return true;
  const { of, schema: place = "", table, name } = live;
  if (!settings.comments || !documented.has(of)) return false;
  return getObject(schema, { kind: of, schema: place, ...(table === undefined ? {} : { table }), name }) !== undefined;
}

const documented = new Set(["table", "column", "enumType"]);

/** Whether a directive says a field that schema.prisma has no word for. */
const isSaid = (wanted: SchemaObject, field: string, { declared }: Reading): boolean => isDeclared(wanted, declared) && field !== "storage";

const tableWords = [
  "unlogged",
  "ofType",
  "accessMethod",
  "storage",
  "rowSecurity",
  "forcedRowSecurity",
] as const satisfies readonly (keyof Table)[];
const columnWords = ["collation", "storage", "compression", "statistics", "options"] as const satisfies readonly (keyof Column)[];
const indexWords = ["include", "nullsNotDistinct", "storage"] as const satisfies readonly (keyof Index)[];

/** What schema.prisma never says of an object, of whatever form. */
const wordlessOf = ({ settings }: Reading): Readonly<Record<string, readonly string[]>> => ({
  table: tableWords,
  column: columnWords,
  index: settings.previewFeatures.has("partialIndexes") ? indexWords : [...indexWords, "where"],
});

/** Kinds that are not here (checks, exclusions, comments, extensions, named schemas, ...) Prisma has no word for, or never drops. */
function coversByKind(reading: Reading): Readonly<Record<string, Covers>> {
  const partial = reading.settings.previewFeatures.has("partialIndexes");
  const mentioned = sequenceMentions(reading);
  return {
    // Partitions, tables that inherit and foreign tables cannot be written in schema.prisma.
    table: (live) => {
      const { partitionOf, inherits, foreign } = live as Table;
      return partitionOf === undefined && inherits === undefined && foreign === undefined;
    },
    column: () => true,
    enumType: () => true,
    // Keys over time cannot be written in schema.prisma.
    primaryKey: (live) => (live as PrimaryKey).withoutOverlaps === undefined,
    foreignKey: (live) => (live as ForeignKey).period === undefined,
    // To Prisma a unique constraint is a @@unique like a unique index, unless it is more than that.
    unique: (live) => {
      const { deferrable, include, nullsNotDistinct, withoutOverlaps } = live as Unique;
      return [deferrable, include, nullsNotDistinct, withoutOverlaps].every((detail) => detail === undefined);
    },
    // An index that is more than a list of columns cannot be written in schema.prisma, nor a condition without the preview feature.
    index: (live) => {
      const { method = "btree", columns, where, include, nullsNotDistinct } = live as Index;
      if (!methods.has(method) || (where !== undefined && !partial) || include !== undefined || nullsNotDistinct !== undefined)
        return false;
      return columns.every(({ column, nulls, collation }) => column !== undefined && nulls === undefined && collation === undefined);
    },
    // Only what autoincrement() makes; a sequence that some dbgenerated("...") names is wanted as well.
    sequence: (live) => (live as Sequence).ownedBy !== undefined && !mentioned.some((text) => text.includes(live.name)),
  };
}

const sequenceMentions = ({ schema }: Reading): readonly string[] =>
  objectsOf(schema).flatMap((object) =>
    object.kind === "column" && (object as Column).default?.includes("nextval(") ? [(object as Column).default ?? ""] : [],
  );

type Adopt = (wanted: SchemaObject, live: SchemaObject, reading: Reading) => SchemaObject;

const keep: Adopt = (wanted) => wanted;

/** The objects of a kind; the casts are right since both have the kind that the table is asked for. */
const adopting =
  <Kind extends SchemaObject>(adopt: (wanted: Kind, live: Kind, reading: Reading) => SchemaObject): Adopt =>
  (wanted, live, reading) =>
    adopt(wanted as Kind, live as Kind, reading);

/** Attributes that schema.prisma cannot express stay as the database has them. */
const adoptByKind: Readonly<Record<string, Adopt>> = {
  table: adopting<Table>((wanted, live) => ({ ...live, ...wanted })),
  enumType: adopting<EnumType>((wanted, live, { settings }) => (settings.enumOrder === "exact" ? wanted : labelsAsLive(wanted, live))),
  column: adopting<Column>(adoptColumn),
  primaryKey: adopting<PrimaryKey>((wanted, live) => (live.withoutOverlaps === true ? live : { ...live, ...wanted })),
  foreignKey: adopting<ForeignKey>(adoptForeignKey),
  index: adopting<Index>(adoptIndex),
  extension: adopting<Extension>((wanted, live) => ({
    ...(wanted.version === undefined || wanted.version === live.version ? live : omit(live, ["isDefaultVersion"])),
    ...wanted,
  })),
  sequence: adopting<Sequence>((wanted, live) => ({ ...omit(live, ["dataType"]), ...wanted })),
};

function adoptColumn(given: Column, live: Column, { unsaidDefaults, unsized, unsupported, declared }: Reading): Column {
  const sized = unsized.has(refKey(given)) ? unsizedAsLive(given.type, live.type) : given.type;
  const whole = unsupported.has(refKey(given)) ? unmodifiedAsLive(sized, live.type) : sized;
  const wanted: Column = { ...given, type: momentAsLive(whole, live.type) };
  const unsaid = {
    ...(live.collation === undefined ? {} : { collation: live.collation }),
    // A list may be NULL or not, whatever the database says: Prisma has no word for it.
    ...(wanted.type.endsWith("[]") && live.notNull === true ? { notNull: true as const } : {}),
    ...((wanted.notNull === true || wanted.type.endsWith("[]")) && live.notNullConstraint !== undefined
      ? { notNullConstraint: live.notNullConstraint }
      : {}),
    ...attributesAsLive(wanted, live),
    ...(live.inheritedFrom === undefined ? {} : { inheritedFrom: live.inheritedFrom }),
    ...(live.alsoOwn === undefined ? {} : { alsoOwn: live.alsoOwn }),
  };
  const serial = wanted.default?.startsWith("nextval(") === true;
  if (wanted.generated !== undefined) return { ...wanted, ...unsaid };
  if (live.generated !== undefined && !declared.notGenerated.has(refKey(given)))
    return { ...omit(wanted, ["default"]), ...unsaid, generated: live.generated };
  if (live.identity !== undefined && (serial || unsaidDefaults.has(refKey(wanted))))
    return { ...omit(wanted, ["default"]), ...unsaid, identity: live.identity };
  if (live.default !== undefined && wanted.default === undefined && unsaidDefaults.has(refKey(wanted)))
    return { ...wanted, ...unsaid, default: live.default };
  return { ...wanted, ...unsaid, ...defaultAsLive(wanted, live) };
}

/** The actions are said by every relation, so a missing one means NO ACTION and is not taken from the live key. */
function adoptForeignKey(wanted: ForeignKey, live: ForeignKey): ForeignKey {
  if (live.period === true) return live;
  const columns = live.onDelete === wanted.onDelete ? [] : (["onDeleteColumns"] as const);
  return { ...omit(live, ["onUpdate", "onDelete", ...columns]), ...wanted };
}

/** An index over expressions, which the models cannot say, stays under its name, unless they want it to be unique and it is not. */
function adoptIndex(wanted: Index, live: Index, { settings }: Reading): Index {
  const isExpression = live.columns.some(({ expression }) => expression !== undefined);
  if (isExpression && (live.unique === true || wanted.unique !== true)) return live;
  const { include, nullsNotDistinct, storage, where, partOf, lackedBy } = live;
  return {
    ...wanted,
    columns: wanted.columns.map((element, at) => adoptElement(element, live.columns[at])),
    ...(include === undefined ? {} : { include }),
    ...(nullsNotDistinct === undefined ? {} : { nullsNotDistinct }),
    ...(storage === undefined ? {} : { storage }),
    ...(partOf === undefined ? {} : { partOf }),
    ...(lackedBy === undefined ? {} : { lackedBy }),
    ...(where === undefined || settings.previewFeatures.has("partialIndexes") ? {} : { where }),
  };
}

function adoptElement(wanted: IndexElement, live: IndexElement | undefined): IndexElement {
  if (live?.column !== wanted.column || live?.order !== wanted.order) return wanted;
  const { nulls, collation } = live ?? {};
  return { ...wanted, ...(nulls === undefined ? {} : { nulls }), ...(collation === undefined ? {} : { collation }) };
}

function omit<From extends object, Key extends keyof From>(object: From, keys: readonly Key[]): Omit<From, Key> {
  const left: readonly string[] = Object.keys(object).filter((key) => !keys.includes(key as Key));
  return Object.fromEntries(left.map((key) => [key, object[key as keyof From]])) as Omit<From, Key>; // exactly the keys that are left
}
