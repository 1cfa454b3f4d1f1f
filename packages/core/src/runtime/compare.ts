import { diffSchemas } from "../diff/diff.ts";
import { schemasLeftAlone } from "../diff/left-alone.ts";
import { differingUnmodelled, notCompared, type NotCompared } from "../diff/not-compared.ts";
import type { RenameAnswers, RenameGuess } from "../diff/renames/answers.ts";
import { findRenames, type RenameOptions, type Renames } from "../diff/renames/renames.ts";
import { wholeSource } from "../diff/sources.ts";
import { targetSchema } from "../diff/target.ts";
import { MigError } from "../errors.ts";
import { some } from "../errors/some.ts";
import type { Ends } from "../operation/ends.ts";
import { ownedBy, withParts } from "../operation/links.ts";
import type { LettingGo } from "../operation/stand-aside.ts";
import { afterRename, alongWith } from "../plan/encounters.ts";
import { orderWithoutCycles } from "../plan/without-cycles.ts";
import { planOperations } from "../plan/plan.ts";
import { forServer } from "../postgres/for-server.ts";
import { introspect, type Snapshot } from "../postgres/introspect.ts";
import { otherOrders } from "../postgres/objects/relations/column-order.ts";
import { kinds, newDatabase, schemaNamed, type Operation } from "../postgres/objects/index.ts";
import { resource } from "../postgres/objects/resources.ts";
import { settle } from "../postgres/settle.ts";
import { restoreOperations } from "../postgres/unmodelled/restore.ts";
import { hasObject, objectsIn, objectsOf, removeObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Diagnostic } from "../schema/diagnostic.ts";
import type { ModelSource } from "../schema/model-source.ts";
import type { SchemaObject } from "../schema/object.ts";
import { unmodelledText, type Unmodelled } from "../schema/unmodelled.ts";
import { requireTypes } from "./models/require-types.ts";
import type { Session } from "./session.ts";
import { ownTablesQuery, type OwnTable } from "./tables/own-tables.ts";

/** One side of a comparison: a live database, or models. */
export type Side =
  | {
      readonly kind: "database";
      readonly session: Session;
      readonly snapshot: Snapshot;
      /** mig's tables there. */ readonly own: readonly OwnTable[];
    }
  | { readonly kind: "models"; readonly source: ModelSource };

/** What leads from one side to the other, and back. */
export interface Comparison {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  readonly upgrade: readonly Operation[];
  /** Worked out when it is first read. */
  readonly downgrade: readonly Operation[];
  /** What may be another name of one thing. No answer says so, and it counts as a drop and a creation. */
  readonly openRenames: readonly RenameGuess[];
  /** Ids of the answers that were taken. */
  readonly usedAnswers: ReadonlySet<string>;
  /** What may differ beside that: objects that no kind models. */
  readonly notCompared: readonly NotCompared[];
  /** Schemas of the database for whose objects no model speaks, where models could. */
  readonly leftAlone: readonly string[];
  /** What the reader should know: names that were cut, texts that could not be read. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * A database as a side. Tables that mig made, under the given names or any other, are no part of it. The catalog is asked at once; await
 * it after the models have been read.
 */
export async function databaseSide(session: Session, ownTables: readonly OwnTable[]): Promise<Extract<Side, { kind: "database" }>> {
  const snapshot = await introspect(session.simple, session.serverVersion, [ownTablesQuery]);
  const own = [...ownTables, ...((snapshot.also[0] ?? []) as readonly OwnTable[])]; // as its query names them
  return { kind: "database", session, snapshot: { ...snapshot, schema: withoutOwn(snapshot.schema, own) }, own };
}

/** A schema without mig's tables, what hangs on them, and the PostgreSQL schemas that hold nothing else. */
function withoutOwn(schema: DatabaseSchema, own: readonly OwnTable[]): DatabaseSchema {
  const keys = new Set(own.map((table) => resource.relation(table.schema, table.name)));
  const isOwn = ({ uses }: Unmodelled): boolean =>
    uses.some((use) => use.how === "part" && (keys.has(use.of) || (use.in !== undefined && keys.has(use.in))));
  const unmodelled = (schema.unmodelled ?? []).filter((object) => !isOwn(object));
  const rest = {
    ...removeObjects(
      schema,
      own.flatMap((table) => objectsIn(schema, table)),
    ),
    unmodelled,
  };
  const isUsed = (name: string): boolean =>
    objectsOf(rest).some((object) => object.schema === name) ||
    unmodelled.some(({ uses }) => uses.some(({ of }) => of === name || of === resource.schema(name)));
  const emptied = own.filter((table) => table.schema !== "public" && objectsIn(schema, table).length > 0 && !isUsed(table.schema));
  return removeObjects(
    rest,
    emptied.flatMap((table) => withParts(rest, schemaNamed(table.schema), kinds)),
  );
}

/** Models as a side. Throws MODELS_INVALID when their reader found mistakes. */
export function modelsSide(source: ModelSource): Side {
  const errors = source.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "models", source };
  throw new MigError(
    "MODELS_INVALID",
    { problems: errors.map(({ code, message, place }) => ({ code, message, ...(place === undefined ? {} : { place }) })) },
    first.place === undefined ? {} : { place: first.place },
  );
}

/** A database without anything in it but what a new one has. */
export const emptySide: Side = {
  kind: "models",
  source: wholeSource(newDatabase),
};

/**
 * Compares two sides. Where one is a database, the other's expressions are put in that server's normal form first, and
 * what the models do not speak for counts as it is in the database.
 * @throws MigError MODELS_INVALID, TYPE_NOT_FOUND
 */
export async function compare(from: Side, to: Side, { answers = new Map() }: CompareOptions = {}): Promise<Comparison> {
  const { before, after, named, renames, ...said } = await bothEnds(from, to, answers);
  const { open: openRenames, used: usedAnswers } = renames;
  const [forth, undone] = [renames.operations as readonly Operation[], renames.back as readonly Operation[]]; // kinds give registered operations only
  const steps = upgradeBetween({ ...named, ...leftOpen(to) });
  // What was compared under other names is renamed first, or last where it is the other side that was.
  const upgrade = renames.of === "before" ? [...forth, ...steps] : [...steps, ...undone];
  let downgrade: readonly Operation[] | undefined;
  return {
    before,
    after: withLeft(after, before, upgrade),
    upgrade,
    get downgrade() {
      const back = (): readonly Operation[] => downgradeBetween({ ...named, ...leftOpen(from) }, steps);
      return (downgrade ??= renames.of === "before" ? [...back(), ...undone] : [...forth, ...back()]);
    },
    ...said,
    openRenames,
    usedAnswers,
  };
}

/** Renames, and the side that has the old names. */
interface SideRenames extends Renames {
  readonly of: "before" | "after";
}

export interface CompareOptions {
  /** What goes on under another name. Absent: nothing that holds rows or values does. */
  readonly answers?: RenameAnswers;
}

/** The schema after an upgrade, with what is left of what no kind models: the downgrade meets that. */
function withLeft(after: DatabaseSchema, before: DatabaseSchema, upgrade: readonly Operation[]): DatabaseSchema {
  if (after.unmodelled !== undefined || before.unmodelled === undefined || before.unmodelled.length === 0) return after;
  const { unmodelled } = planOperations(upgrade, kinds, before);
  const restored = madeAgain(alongWith(upgrade, before, kinds), upgrade, before);
  return unmodelled === undefined ? after : { ...after, unmodelled: [...unmodelled, ...restored] };
}

/** Operations that lead from one schema to the other, and back, in an order that can run. */
export function operationsBetween(ends: Ends): Pick<Comparison, "upgrade" | "downgrade"> {
  const upgrade = upgradeBetween(ends);
  return { upgrade, downgrade: downgradeBetween(ends, upgrade) };
}

function upgradeBetween(ends: Ends): readonly Operation[] {
  const upgrade = stepsBetween(ends);
  return [...upgrade, ...restoreOperations(madeAgain(alongWith(upgrade, ends.before, kinds), upgrade, ends.before))];
}

function downgradeBetween({ before, after, ...ends }: Ends, upgrade: readonly Operation[]): readonly Operation[] {
  const downgrade = stepsBetween({ ...ends, before: after, after: before });
  const gone = alongWith(upgrade, before, kinds);
  const goneAgain = madeAgain(alongWith(downgrade, { ...after, unmodelled: before.unmodelled ?? [] }, kinds), downgrade, after);
  return [...downgrade, ...restoreOperations([...new Set([...gone, ...goneAgain])])];
}

/** Of what models do not speak for, they do not say that it is not to be. */
const leftOpen = (to: Side): Pick<Ends, "isLeftOpen"> =>
  to.kind === "models" ? { isLeftOpen: (object) => !to.source.scope.covers(object) } : {};

function stepsBetween(ends: Ends): readonly Operation[] {
  const diff = (lettingGo: LettingGo) => diffSchemas(ends, kinds, lettingGo) as readonly Operation[]; // kinds give registered operations only
  return orderWithoutCycles(diff, ends.before, kinds);
}

/** Of what went with something, that which was a part of what the same operations make again: a view around a change of its table. */
function madeAgain(gone: readonly Unmodelled[], ops: readonly Operation[], before: DatabaseSchema): readonly Unmodelled[] {
  if (gone.length === 0) return [];
  const made = new Set(ops.flatMap((op) => kinds.specOf(op).touches(op, before, kinds).creates ?? []));
  return gone.filter(({ uses }) => uses.some(({ of, how }) => how === "part" && made.has(of)));
}

interface BothEnds extends Ends, Pick<Comparison, "warnings" | "notCompared" | "leftAlone"> {
  /** The same, with the names of both sides made alike. */
  readonly named: Ends;
  readonly renames: SideRenames;
}

async function bothEnds(from: Side, to: Side, answers: RenameAnswers): Promise<BothEnds> {
  if (from.kind === "database") {
    const { wanted, renames, ...said } = await seenFrom(from, to, { at: "before", answers });
    const missing = unmodelledOf(to);
    const named = { before: withMissing(renames.schema, missing), after: wanted };
    return { before: withMissing(from.snapshot.schema, missing), after: wanted, named, renames: { ...renames, of: "before" }, ...said };
  }
  if (to.kind === "database") {
    const { wanted, renames, ...said } = await seenFrom(to, from, { at: "after", answers });
    const before = withMissing(wanted, unmodelledOf(to));
    return { before, after: to.snapshot.schema, named: { before, after: renames.schema }, renames: { ...renames, of: "after" }, ...said };
  }
  const { scope } = to.source;
  // All that is on the one side counts, but for what is in no schema: models name only those schemas that something of theirs lies in.
  const covers = (object: SchemaObject): boolean =>
    scope.belongs?.(object) !== "elsewhere" && (object.schema !== undefined || scope.covers(object));
  const before = from.source.schema;
  const targetOf = (schema: DatabaseSchema): DatabaseSchema => targetSchema(schema, to.source.schema, { ...scope, covers }, kinds);
  const renames = findRenames(before, { kinds, answers, targetOf });
  const after = renames.target;
  const warnings = [...from.source.diagnostics, ...to.source.diagnostics];
  const notShown = scope.whole === true ? differingUnmodelled(unmodelledOf(from), unmodelledOf(to)) : [];
  return {
    before,
    after,
    named: { before: renames.schema, after },
    renames: { ...renames, of: "before" },
    warnings,
    notCompared: notShown,
    leftAlone: [],
  };
}

const unmodelledOf = (side: Side): readonly Unmodelled[] =>
  (side.kind === "database" ? side.snapshot.schema : side.source.schema).unmodelled ?? [];

/** A schema that knows also what the other side has and it lacks, so that an operation which needs that can say so. */
function withMissing(schema: DatabaseSchema, wanted: readonly Unmodelled[]): DatabaseSchema {
  const had = new Set((schema.unmodelled ?? []).map(unmodelledText));
  const missing = wanted.filter((object) => !had.has(unmodelledText(object))).map((object) => ({ ...object, isMissing: true as const }));
  return { ...schema, unmodelled: [...(schema.unmodelled ?? []), ...missing] };
}

interface Seen extends Pick<Comparison, "warnings" | "notCompared" | "leftAlone"> {
  readonly wanted: DatabaseSchema;
  /** Their schema is the live one. */
  readonly renames: Renames;
}

interface SeeOptions {
  /** Which end the live database is. */
  readonly at: "before" | "after";
  readonly answers: RenameAnswers;
}

/** The other side as the live database would hold it. */
async function seenFrom(live: DatabaseSide, other: Side, { at, answers }: SeeOptions): Promise<Seen> {
  const source =
    other.kind === "models"
      ? heldBy(live, { ...other.source, schema: withoutOwn(other.source.schema, live.own) })
      : heldBy(live, { ...wholeSource(other.snapshot.schema), serverVersion: other.session.serverVersion });
  const [here, there] = [unmodelledOf(live), source.schema.unmodelled ?? []];
  const others = [...here, ...ofAnotherKind(source, live.snapshot.schema)];
  const { schema, hit } = withoutUnmodelled(source.schema, live.snapshot.schema, others);
  const named = new Set(there.map(unmodelledText));
  const { coversUnmodelled = () => true } = source.scope;
  const spokenFor = here.filter((object) => named.has(unmodelledText(object)) || coversUnmodelled(object));
  const scope = sparing(source, there);
  const targetOf = (held: DatabaseSchema): DatabaseSchema => targetSchema(held, schema, scope, kinds);
  const renames = renamesIn(live, { kinds, answers, targetOf });
  const { target } = renames;
  const { session, snapshot } = live;
  if (other.kind === "models") await requireTypes({ wanted: target, live: snapshot.schema }, other.source, session);
  const settled = await settle({
    wanted: target,
    live: renames.schema,
    server: snapshot.schema,
    query: session.simple,
    kinds,
    defaultClasses: snapshot.defaultClasses,
    ...(other.kind === "database" ? { printed: true } : {}),
  });
  return {
    wanted: settled.schema,
    renames,
    warnings: [...source.diagnostics, ...settled.diagnostics, ...(other.kind === "database" ? columnOrder(live, other, at) : [])],
    leftAlone: source.scope.whole === true ? schemasLeftAlone(live.snapshot.schema, schema, scope) : [],
    notCompared:
      source.scope.whole === true
        ? at === "before"
          ? differingUnmodelled(spokenFor, there)
          : differingUnmodelled(there, spokenFor)
        : hit.map((object) => notCompared(object, "modelled")),
  };
}

/** The live database under its new names, as its server has it. What no kind models uses what is renamed under the new name. */
function renamesIn({ session, snapshot: { schema: live } }: DatabaseSide, options: RenameOptions): Renames {
  const renames = findRenames(live, options);
  if (renames.operations.length === 0) return renames;
  let schema = live;
  let { unmodelled = [] } = live;
  for (const op of renames.operations) {
    unmodelled = afterRename(unmodelled, kinds.specOf(op).touches(op, schema, kinds));
    schema = kinds.specOf(op).apply(schema, op, kinds);
  }
  // Before PostgreSQL 18 a NOT NULL has no name that could stay behind.
  const held = forServer(renames.schema, session.serverVersion, kinds);
  const schemaNow = live.unmodelled === undefined ? held : { ...held, unmodelled };
  return { ...renames, schema: schemaNow, target: options.targetOf(schemaNow) };
}

/** What a server of another version has printed, as this one would hold it. */
function heldBy({ session: { serverVersion: held }, snapshot: { schema: live } }: DatabaseSide, source: ModelSource): ModelSource {
  const { schema, serverVersion: version = held, scope } = source;
  if (version >= held) return version === held ? source : { ...source, schema: forServer(schema, held, kinds) };
  const adopt = (wanted: SchemaObject, has: SchemaObject): SchemaObject => {
    const adopted = scope.adopt(wanted, has);
    return kinds.of(wanted.kind).fromServer?.(adopted, has, version) ?? adopted;
  };
  const covers = (object: SchemaObject): boolean => {
    const kind = kinds.of(object.kind);
    return scope.covers(object) && (kind.forServer === undefined || kind.forServer(object, version, live, kinds) !== undefined);
  };
  return { ...source, scope: { ...scope, adopt, covers } };
}

/** Says of two databases which tables keep their columns in another order. To models the order means nothing. */
function columnOrder(live: DatabaseSide, other: DatabaseSide, at: "before" | "after"): readonly Diagnostic[] {
  const [left, right] = [live.snapshot.schema, other.snapshot.schema];
  const tables = at === "before" ? otherOrders(left, right) : otherOrders(right, left);
  if (tables.length === 0) return [];
  const named = tables.map(({ schema, name, has, wanted }) => `${schema}.${name} (${has.join(", ")} instead of ${wanted.join(", ")})`);
  const message = `The columns stay in another order, since PostgreSQL cannot move a column: ${some(named, "; ", 10)}.`;
  return [{ severity: "warning", code: "COLUMN_ORDER", message }];
}

type DatabaseSide = Extract<Side, { kind: "database" }>;

interface Spared {
  readonly schema: DatabaseSchema;
  /** What was in the place of wanted objects. */
  readonly hit: readonly Unmodelled[];
}

/** Wanted objects in whose place the live database has one that is not modelled are left alone. */
function withoutUnmodelled(wanted: DatabaseSchema, live: DatabaseSchema, unmodelled: readonly Unmodelled[]): Spared {
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
function ofAnotherKind({ schema: wanted, scope }: ModelSource, live: DatabaseSchema): readonly Unmodelled[] {
  const found = objectsOf(wanted).filter((object) => isNamed(object) && !hasObject(live, object));
  return found.flatMap((object) =>
    objectsIn(live, { ...(object.schema === undefined ? {} : { schema: object.schema }), name: object.name })
      .filter((other) => isNamed(other) && other.kind !== object.kind && !scope.covers(other))
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

/** Not a part of another object, nor about one. */
const isNamed = ({ schema, table, of }: SchemaObject): boolean => schema !== undefined && table === undefined && of === undefined;

/** Live objects in whose place the other side has one that is not modelled are not to be dropped. */
function sparing({ scope, schema }: ModelSource, unmodelled: readonly Unmodelled[]): ModelSource["scope"] {
  if (unmodelled.length === 0) return scope;
  const inPlaceOf = holders(unmodelled, { before: schema, after: schema });
  return { ...scope, covers: (live) => inPlaceOf(live).length === 0 && scope.covers(live) };
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
