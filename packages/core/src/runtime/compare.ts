import { diffSchemas } from "../diff/diff.ts";
import { wholeSource } from "../diff/sources.ts";
import { targetSchema } from "../diff/target.ts";
import { MigError } from "../errors.ts";
import { orderOperations } from "../plan/order.ts";
import { forServer } from "../postgres/for-server.ts";
import { introspect, type Snapshot, type UnmodelledRelation } from "../postgres/introspect.ts";
import { kindOf, kindRank, specOf, type Operation } from "../postgres/objects/index.ts";
import { settle } from "../postgres/settle.ts";
import { objectsIn, objectsOf, removeObjects, schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Diagnostic } from "../schema/diagnostic.ts";
import type { ModelSource } from "../schema/model-source.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Session } from "./session.ts";
import { ownTablesQuery, type OwnTable } from "./tables/own-tables.ts";

/** One side of a comparison: a live database, or models. */
export type Side =
  | { readonly kind: "database"; readonly session: Session; readonly snapshot: Snapshot; /** mig's tables there. */ readonly own: readonly OwnTable[] }
  | { readonly kind: "models"; readonly source: ModelSource };

/** What leads from one side to the other, and back. */
export interface Comparison {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What the reader should know: relations left alone, names that were cut. */
  readonly warnings: readonly Diagnostic[];
}

/** A database as a side. Tables that mig made, under the given names or any other, are no part of it. The catalog is asked at once; await it after the models have been read. */
export async function databaseSide(session: Session, ownTables: readonly OwnTable[]): Promise<Extract<Side, { kind: "database" }>> {
  const snapshot = await introspect(session.simple, session.serverVersion, [ownTablesQuery]);
  const own = [...ownTables, ...((snapshot.also[0] ?? []) as readonly OwnTable[])]; // as its query names them
  return { kind: "database", session, snapshot: { ...snapshot, schema: withoutOwn(snapshot.schema, own) }, own };
}

/** A schema without mig's tables, and without the PostgreSQL schemas that hold nothing else. */
function withoutOwn(schema: DatabaseSchema, own: readonly OwnTable[]): DatabaseSchema {
  const rest = removeObjects(schema, own.flatMap((table) => objectsIn(schema, table)));
  const used = new Set([...objectsOf(rest)].map((object) => object.schema));
  const emptied = own.filter((table) => table.schema !== "public" && !used.has(table.schema) && objectsIn(schema, table).length > 0);
  return removeObjects(rest, emptied.map(({ schema: name }) => ({ kind: "schema", name })));
}

/** Models as a side. Throws MODELS_INVALID when their reader found mistakes. */
export function modelsSide(source: ModelSource): Side {
  const errors = source.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "models", source };
  throw new MigError(
    "MODELS_INVALID",
    { problems: errors.map(({ message, place }) => ({ message, ...(place === undefined ? {} : { place }) })) },
    first.place === undefined ? {} : { place: first.place },
  );
}

/** A database without anything in it but what a new one has. */
export const emptySide: Side = {
  kind: "models",
  source: wholeSource(schemaOf([{ kind: "schema", name: "public" }])),
};

/**
 * Compares two sides. Where one is a database, the other's expressions are put in that server's normal form first, and
 * what the models do not speak for counts as it is in the database.
 * @throws MigError MODELS_INVALID
 */
export async function compare(from: Side, to: Side): Promise<Comparison> {
  const { before, after, warnings } = await bothEnds(from, to);
  const forth = diffSchemas(before, after, { kindOf, rankOf: kindRank }) as readonly Operation[]; // kinds give registered operations only
  const back = diffSchemas(after, before, { kindOf, rankOf: kindRank }) as readonly Operation[];
  return {
    before,
    after,
    upgrade: orderOperations(forth, before, specOf),
    downgrade: orderOperations(back, after, specOf),
    warnings,
  };
}

interface BothEnds {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  readonly warnings: readonly Diagnostic[];
}

async function bothEnds(from: Side, to: Side): Promise<BothEnds> {
  if (from.kind === "database") {
    const { wanted, warnings } = await seenFrom(from, to);
    return { before: from.snapshot.schema, after: wanted, warnings };
  }
  if (to.kind === "database") {
    const { wanted, warnings } = await seenFrom(to, from);
    return { before: wanted, after: to.snapshot.schema, warnings };
  }
  const after = targetSchema(from.source.schema, to.source.schema, { ...to.source.scope, covers: () => true }, kindOf);
  return { before: from.source.schema, after, warnings: [...from.source.diagnostics, ...to.source.diagnostics] };
}

/** The other side as the live database would hold it. */
async function seenFrom(live: Extract<Side, { kind: "database" }>, other: Side): Promise<{ wanted: DatabaseSchema; warnings: readonly Diagnostic[] }> {
  const source = other.kind === "models" ? { ...other.source, schema: withoutOwn(other.source.schema, live.own) } : wholeSource(asHeldBy(live.session, other));
  const unmodelled = [...live.snapshot.unmodelled, ...(other.kind === "database" ? other.snapshot.unmodelled : [])];
  const { schema, warnings } = withoutUnmodelled(source.schema, unmodelled);
  const target = targetSchema(live.snapshot.schema, schema, sparing(source, unmodelled), kindOf);
  const { session, snapshot } = live;
  const settled = await settle({ wanted: target, live: snapshot.schema, query: session.simple, kinds: kindOf, defaultClasses: snapshot.defaultClasses, ...(other.kind === "database" ? { printed: true } : {}) });
  return { wanted: settled.schema, warnings: [...source.diagnostics, ...warnings, ...settled.diagnostics] };
}

const asHeldBy = (live: Session, { session, snapshot }: Extract<Side, { kind: "database" }>): DatabaseSchema =>
  session.serverVersion > live.serverVersion ? forServer(snapshot.schema, live.serverVersion, kindOf) : snapshot.schema;

/** Objects of relations that the live database has in a form which is not modelled are left alone, and said so. */
function withoutUnmodelled(wanted: DatabaseSchema, unmodelled: readonly UnmodelledRelation[]): { schema: DatabaseSchema; warnings: readonly Diagnostic[] } {
  const known = new Map(unmodelled.map((relation) => [`${relation.schema}.${relation.name}`, relation]));
  if (known.size === 0) return { schema: wanted, warnings: [] };
  const hit = [...objectsOf(wanted)].filter((object) => relationOf(object, known) !== undefined);
  const relations = new Set(hit.flatMap((object) => relationOf(object, known) ?? []));
  return { schema: removeObjects(wanted, hit), warnings: [...relations].map(leftAlone) };
}

/** Live tables that the other side has in an unmodelled form are not to be dropped. */
function sparing({ scope }: ModelSource, unmodelled: readonly UnmodelledRelation[]): ModelSource["scope"] {
  const known = new Map(unmodelled.map((relation) => [`${relation.schema}.${relation.name}`, relation]));
  return known.size === 0 ? scope : { ...scope, covers: (live) => relationOf(live, known) === undefined && scope.covers(live) };
}

function relationOf(object: SchemaObject, known: ReadonlyMap<string, UnmodelledRelation>): UnmodelledRelation | undefined {
  return object.schema === undefined ? undefined : known.get(`${object.schema}.${object.table ?? object.name}`);
}

const leftAlone = ({ schema, name, what }: UnmodelledRelation): Diagnostic => ({
  severity: "warning",
  code: "LEFT_ALONE",
  message: `${schema}.${name} is a ${what} in the database, which mig does not compare yet: left as it is.`,
});
