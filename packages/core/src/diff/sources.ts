import type { Place } from "../errors/row.ts";
import type { Kinds } from "../operation/kinds.ts";
import {
  emptySchema,
  getObject,
  hasObject,
  objectsOf,
  putObjects,
  removeObjects,
  schemaOf,
  type DatabaseSchema,
} from "../schema/database-schema.ts";
import type { Diagnostic } from "../schema/diagnostic.ts";
import { wholeScope, type Followers, type ModelSource, type Scope, type SourceChanges } from "../schema/model-source.ts";
import { refKey, refText, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import { toldAs } from "../schema/use.ts";

/**
 * Several sources as one: all their objects, and what any of them speaks for. An object that one source claims (`Scope.belongs`) is
 * only as that source says. The same object from two sources that do not claim it is an error.
 */
export function composeSources(sources: readonly ModelSource[], kinds: Kinds): ModelSource {
  const [first] = sources;
  const claims = claimsOf(sources, kinds);
  if (sources.length === 1 && first !== undefined) return { ...first, scope: alone(first.scope, claims) };
  const wanted = sources.map((source) => wantedOf(source, sources, claims));
  const namers = (ref: ObjectRef): readonly ModelSource[] => sources.filter((_, at) => hasObject(wanted[at] ?? emptySchema, ref));
  const serverVersion = sources.findLast((source) => source.serverVersion !== undefined)?.serverVersion;
  return {
    schema: joined(sources, wanted),
    ...(serverVersion === undefined ? {} : { serverVersion }),
    scope: composedScope(sources, { claims, namers }),
    diagnostics: [...sources.flatMap(({ diagnostics }) => diagnostics), ...definedTwice(sources, wanted, kinds)],
    ...renamesOf(sources),
    placeOf: (ref) => placeIn(namers(ref).at(-1), ref),
  };
}

/** A schema read from a database, as a source that speaks for everything. */
export const wholeSource = (schema: ModelSource["schema"]): ModelSource => ({ schema, scope: wholeScope, diagnostics: [] });

function renamesOf(sources: readonly ModelSource[]): Pick<ModelSource, "renames" | "followers"> {
  const renames = sources.flatMap((source) => source.renames ?? []);
  const all = sources.flatMap(({ followers }) => followers ?? []);
  const followers: Followers = {
    has: (ref) => all.some((some) => some.has(ref)),
    renames: (held, was) => all.flatMap((some) => some.renames(held, was)),
    exchanged: (held, was) => all.flatMap((some) => some.exchanged(held, was)),
  };
  return { ...(renames.length === 0 ? {} : { renames }), ...(all.length === 0 ? {} : { followers }) };
}

interface Claims {
  /** The source that alone decides about an object. */
  readonly ownerOf: (object: SchemaObject) => ModelSource | undefined;
  readonly isElsewhere: (object: SchemaObject) => boolean;
}

function claimsOf(sources: readonly ModelSource[], kinds: Kinds): Claims {
  const claimants = sources.filter(({ scope }) => scope.belongs !== undefined);
  const said = ({ scope }: ModelSource, object: SchemaObject): ReturnType<NonNullable<Scope["belongs"]>> =>
    scope.belongs?.(object) ?? saidOf(scope, kinds.tableOf(object));
  const saidOf = (scope: Scope, table: ObjectRef | undefined) => (table === undefined ? undefined : scope.belongs?.(table));
  return {
    ownerOf: (object) => claimants.findLast((source) => said(source, object) === "here"),
    isElsewhere: (object) => claimants.some((source) => said(source, object) === "elsewhere"),
  };
}

/** The scope of a source that has none beside it. */
const alone = (scope: Scope, { isElsewhere }: Claims): Scope =>
  scope.belongs === undefined ? scope : { ...scope, covers: (live, within) => !isElsewhere(live) && scope.covers(live, within) };

/** The objects of all sources, each with what the later ones make of it. */
function joined(sources: readonly ModelSource[], wanted: readonly DatabaseSchema[]): DatabaseSchema {
  const unmodelled = sources.flatMap(({ schema }) => schema.unmodelled ?? []);
  const objects = sources.some(({ changes }) => changes !== undefined)
    ? sources.reduce((schema, { changes }, at) => putObjects(changedBy(changes, schema), objectsOf(wanted[at] ?? emptySchema)), emptySchema)
    : schemaOf(wanted.flatMap(objectsOf));
  return unmodelled.length === 0 ? objects : { ...objects, unmodelled };
}

/** The schema of the sources before, as a later one has changed it. What another source has claimed meanwhile is not there. */
function changedBy(changes: SourceChanges | undefined, schema: DatabaseSchema): DatabaseSchema {
  if (changes === undefined) return schema;
  const altered = changes.altered.flatMap(({ to, fields }) => {
    const from = getObject(schema, to);
    return from === undefined ? [] : [toldAs(to, withFields(from, to, fields))];
  });
  return removeObjects(putObjects(schema, altered), changes.dropped);
}

/** An object with some fields as another one has them. */
function withFields(object: SchemaObject, from: SchemaObject, fields: readonly string[]): SchemaObject {
  if (fields.length === 0) return object;
  const taken = new Set(fields);
  const kept = Object.entries(object).filter(([field]) => !taken.has(field));
  const given = Object.entries(from).filter(([field]) => taken.has(field));
  return Object.fromEntries([...kept, ...given]) as unknown as SchemaObject; // its ref is among what is kept
}

/** The objects of a source, without those that another one claims. */
function wantedOf(source: ModelSource, sources: readonly ModelSource[], { ownerOf }: Claims): DatabaseSchema {
  if (!sources.some((other) => other !== source && other.scope.belongs !== undefined)) return source.schema;
  const isOthers = (object: SchemaObject): boolean => (ownerOf(object) ?? source) !== source;
  const others = objectsOf(source.schema).filter(isOthers);
  return others.length === 0 ? source.schema : removeObjects(source.schema, others);
}

interface Composition {
  readonly claims: Claims;
  /** The sources that want an object, in order. */
  readonly namers: (ref: ObjectRef) => readonly ModelSource[];
}

function composedScope(sources: readonly ModelSource[], { claims, namers }: Composition): Scope {
  const covers: Scope["covers"] = (live, within) => {
    const owner = claims.ownerOf(live);
    if (owner !== undefined) return owner.scope.covers(live, within);
    return !claims.isElsewhere(live) && sources.some(({ scope }) => scope.covers(live, within));
  };
  // What no source names by this ref, some source put in place of what it names.
  const sourceOf = (object: SchemaObject): ModelSource | undefined =>
    namers(object).at(-1) ?? claims.ownerOf(object) ?? sources.find(({ scope }) => scope.covers(object, emptySchema));
  return {
    covers,
    adopt: (wanted, live) => {
      const source = sourceOf(wanted);
      if (source === undefined) return wanted;
      return withFields(source.scope.adopt(wanted, live), wanted, decidedLater(wanted, source, sources));
    },
    reconcile: (wanted, live) =>
      sources.reduce((schema, source) => {
        const reconciled = source.scope.reconcile?.(schema, live) ?? schema;
        const isOthers = (object: SchemaObject): boolean =>
          (claims.ownerOf(object) ?? source) !== source || namers(object).some((namer) => namer !== source);
        return reconciled === schema ? reconciled : withoutChangesTo(isOthers, schema, reconciled);
      }, wanted),
    belongs: (object) => (claims.ownerOf(object) !== undefined ? "here" : claims.isElsewhere(object) ? "elsewhere" : undefined),
    written: (object) => sourceOf(object)?.scope.written?.(object) === true,
    ...wholeParts(sources),
  };
}

/** The fields of an object that sources after its own decide, whatever the database has. */
function decidedLater(object: SchemaObject, source: ModelSource, sources: readonly ModelSource[]): readonly string[] {
  const later = sources.slice(sources.indexOf(source) + 1);
  const changed = later.flatMap(({ changes }) => changes?.altered ?? []).filter(({ to }) => refKey(to) === refKey(object));
  const isSpokenFor = later.some(({ scope }) => scope.whole === true && scope.covers(object, emptySchema));
  return [...changed.flatMap(({ fields }) => fields), ...(isSpokenFor ? (source.scope.wordless?.(object) ?? []) : [])];
}

/** One that speaks for what no kind models is enough. */
function wholeParts(sources: readonly ModelSource[]): Pick<Scope, "whole" | "coversUnmodelled"> {
  const scopes = sources.map(({ scope }) => scope).filter(({ whole }) => whole === true);
  if (scopes.length === 0) return {};
  return { whole: true, coversUnmodelled: (live) => scopes.some((scope) => scope.coversUnmodelled?.(live) ?? true) };
}

/** The changed schema, in which what is not the changer's own is as it was. */
function withoutChangesTo(isOthers: (object: SchemaObject) => boolean, before: DatabaseSchema, after: DatabaseSchema): DatabaseSchema {
  const touched = [...new Set([...before.containers.keys(), ...after.containers.keys()])].filter(
    (key) => before.containers.get(key) !== after.containers.get(key),
  );
  const inTouched = (schema: DatabaseSchema): readonly SchemaObject[] =>
    touched.flatMap((key) => [...(schema.containers.get(key)?.values() ?? [])]).filter(isOthers);
  const added = inTouched(after).filter((object) => !hasObject(before, object));
  const changed = inTouched(before).filter((object) => getObject(after, object) !== object);
  return added.length + changed.length === 0 ? after : putObjects(removeObjects(after, added), changed);
}

/** Errors for objects that two sources want. What is in no schema, as a schema itself or an extension, is there for all of them. */
function definedTwice(sources: readonly ModelSource[], wanted: readonly DatabaseSchema[], kinds: Kinds): readonly Diagnostic[] {
  return wanted.flatMap((schema, at) => {
    const earlier = (ref: ObjectRef): number => wanted.findIndex((other, place) => place < at && hasObject(other, ref));
    const twice = at === 0 ? [] : objectsOf(schema).filter((object) => object.schema !== undefined && earlier(object) >= 0);
    const refs = new Set(twice.map(refKey));
    // Of a table that is defined twice, the table alone is named.
    const isPart = (object: SchemaObject): boolean => {
      const table = kinds.tableOf(object);
      return table !== undefined && refs.has(refKey(table));
    };
    const where = (place: number, ref: ObjectRef): string => whereIn(sources[place], place, ref);
    return twice
      .filter((object) => !isPart(object))
      .map((object) => twiceOf(object, where(earlier(object), object), where(at, object), placeIn(sources[at], object)));
  });
}

const twiceOf = (object: SchemaObject, there: string, here: string, place: Place | undefined): Diagnostic => ({
  severity: "error",
  code: "DEFINED_TWICE",
  message: `Two model sources define ${refText(object)}: ${there} and ${here}. Remove one of the definitions.`,
  ...(place === undefined ? {} : { place }),
});

/** Where a source defines an object, in words: `prisma (schema.prisma:4)`. */
function whereIn(source: ModelSource | undefined, at: number, ref: ObjectRef): string {
  const place = placeIn(source, ref);
  const name = source?.name ?? `source ${at + 1}`;
  return place === undefined ? name : `${name} (${place.file}${place.line === undefined ? "" : `:${place.line}`})`;
}

const placeIn = (source: ModelSource | undefined, ref: ObjectRef): Place | undefined => source?.placeOf?.(ref);
