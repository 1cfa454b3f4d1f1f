import { withBroughtNames } from "../../diff/brought-names.ts";
import { schemasLeftAlone } from "../../diff/left-alone.ts";
import { differingUnmodelled, notCompared, type NotCompared } from "../../diff/not-compared.ts";
import type { RenameAnswers } from "../../diff/renames/answers.ts";
import { findRenames, namesSaidBy, type RenameOptions, type Renames } from "../../diff/renames/renames.ts";
import { wholeSource } from "../../diff/sources.ts";
import { targetSchema } from "../../diff/target.ts";
import { some } from "../../errors/some.ts";
import { afterRename } from "../../plan/encounters.ts";
import { forServer } from "../../postgres/for-server.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { otherOrders } from "../../postgres/objects/relations/column-order.ts";
import { settle } from "../../postgres/settle.ts";
import { removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { unmodelledText, type Unmodelled } from "../../schema/unmodelled.ts";
import { requireTypes } from "../models/require-types.ts";
import type { MigConfig } from "../config/config.ts";
import { adoptIgnored } from "../selection/ignored.ts";
import { leftByConfig, leftIn, missingOf, type LeftAlone, type LeftByConfig } from "../selection/left-by-config.ts";
import { withNames } from "../selection/naming.ts";
import { unmodelledOf, withoutOwn, type DatabaseSide, type Side } from "./side.ts";
import { spokenFor as spokenForOf } from "./spoken-for.ts";
import { ofAnotherKind, sparing, withoutUnmodelled } from "./in-place-of.ts";

/** What is to be said of a comparison beside its operations. */
export interface Said {
  /** What may differ beside that: objects that no kind models. */
  readonly notCompared: readonly NotCompared[];
  /** Schemas of the database for whose objects no model speaks, where models could. */
  readonly leftAlone: readonly string[];
  /** What the configuration leaves alone. */
  readonly leftByConfig: readonly LeftByConfig[];
  /** What the reader should know: names that were cut, texts that could not be read. */
  readonly warnings: readonly Diagnostic[];
}

/** How sides are compared. */
export interface Compared {
  readonly answers: RenameAnswers;
  readonly sure?: ReadonlySet<string>;
  readonly config: Pick<MigConfig, "include" | "exclude" | "presets" | "ignore" | "naming">;
}

interface Seen extends Said {
  readonly wanted: DatabaseSchema;
  /** Their schema is the live one. */
  readonly renames: Renames;
  readonly left: LeftAlone | undefined;
  /** What is wanted of what is left alone, needed, and not there. */
  readonly missing: readonly Unmodelled[];
}

interface SeeOptions extends Compared {
  /** Which end the live database is. */
  readonly at: "before" | "after";
}

/** The other side as the live database would hold it. */
export async function seenFrom(live: DatabaseSide, other: Side, { at, config, ...said }: SeeOptions): Promise<Seen> {
  const whole =
    other.kind === "models"
      ? heldBy(live, { ...other.source, schema: withNames(withoutOwn(other.source.schema, live.own), config.naming) })
      : heldBy(live, { ...wholeSource(other.snapshot.schema), serverVersion: other.session.serverVersion });
  const left = leftByConfig(config, [live.snapshot.schema, whole.schema]);
  const source = selected(whole, left, config);
  const [here, there] = [unmodelledOf(live), source.schema.unmodelled ?? []];
  const others = [...here, ...ofAnotherKind(source, live.snapshot.schema)];
  const { schema, hit } = withoutUnmodelled(source.schema, live.snapshot.schema, others);
  const named = new Set(there.map(unmodelledText));
  const { coversUnmodelled = () => true } = source.scope;
  const spokenFor = spokenForOf(here, left).filter((object) => named.has(unmodelledText(object)) || coversUnmodelled(object));
  const wantedToo = spokenForOf(there, left);
  const scope = sparing(source, there);
  const targetOf = (held: DatabaseSchema): DatabaseSchema => targetSchema(held, schema, scope, kinds);
  const renames = renamesIn(live, { kinds, ...said, targetOf, ...namesSaidBy(source) });
  const { target } = renames;
  const { session, snapshot } = live;
  if (other.kind === "models") await requireTypes({ wanted: target, live: snapshot.schema }, other.source, session);
  const settled = await settle({
    wanted: withBroughtNames(target, renames.schema, kinds),
    live: renames.schema,
    server: snapshot.schema,
    query: session.simple,
    kinds,
    defaultClasses: snapshot.defaultClasses,
    ...(source.scope.written === undefined ? {} : { written: source.scope.written }),
    ...(source.placeOf === undefined ? {} : { placeOf: source.placeOf }),
    ...(other.kind === "database" ? { printed: true } : {}),
  });
  return {
    wanted: settled.schema,
    renames,
    warnings: [
      ...source.diagnostics,
      ...renames.remarks,
      ...settled.diagnostics,
      ...(other.kind === "database" ? columnOrder(live, other, at) : []),
    ],
    left,
    leftByConfig: left?.found ?? [],
    missing: left === undefined ? [] : missingOf(whole.schema, live.snapshot.schema, left),
    leftAlone: source.scope.whole === true ? schemasLeftAlone(withoutLeft(live.snapshot.schema, left), schema, scope) : [],
    notCompared:
      source.scope.whole === true
        ? at === "before"
          ? differingUnmodelled(spokenFor, wantedToo)
          : differingUnmodelled(wantedToo, spokenFor)
        : hit.map((object) => notCompared(object, "modelled")),
  };
}

/** The other side, without what the configuration leaves alone. */
function selected(source: ModelSource, left: LeftAlone | undefined, { ignore }: Compared["config"]): ModelSource {
  const adopt = adoptIgnored(source.scope, ignore);
  if (left === undefined) return adopt === source.scope.adopt ? source : { ...source, scope: { ...source.scope, adopt } };
  const covers: ModelSource["scope"]["covers"] = (object, within) => !left.has(object) && source.scope.covers(object, within);
  return { ...source, schema: withoutLeft(source.schema, left), scope: { ...source.scope, adopt, covers } };
}

const withoutLeft = (schema: DatabaseSchema, left: LeftAlone | undefined): DatabaseSchema =>
  left === undefined ? schema : removeObjects(schema, leftIn(schema, left));

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
  const covers: ModelSource["scope"]["covers"] = (object, within) => {
    const kind = kinds.of(object.kind);
    return scope.covers(object, within) && (kind.forServer === undefined || kind.forServer(object, version, live, kinds) !== undefined);
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
