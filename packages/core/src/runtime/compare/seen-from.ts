import { schemasLeftAlone } from "../../diff/left-alone.ts";
import { differingUnmodelled, notCompared, type NotCompared } from "../../diff/not-compared.ts";
import type { RenameAnswers } from "../../diff/renames/answers.ts";
import { findRenames, type RenameOptions, type Renames } from "../../diff/renames/renames.ts";
import { wholeSource } from "../../diff/sources.ts";
import { targetSchema } from "../../diff/target.ts";
import { some } from "../../errors/some.ts";
import { afterRename } from "../../plan/encounters.ts";
import { forServer } from "../../postgres/for-server.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { otherOrders } from "../../postgres/objects/relations/column-order.ts";
import { settle } from "../../postgres/settle.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { unmodelledText } from "../../schema/unmodelled.ts";
import { requireTypes } from "../models/require-types.ts";
import { unmodelledOf, withoutOwn, type DatabaseSide, type Side } from "./side.ts";
import { ofAnotherKind, sparing, withoutUnmodelled } from "./in-place-of.ts";

/** What is to be said of a comparison beside its operations. */
export interface Said {
  /** What may differ beside that: objects that no kind models. */
  readonly notCompared: readonly NotCompared[];
  /** Schemas of the database for whose objects no model speaks, where models could. */
  readonly leftAlone: readonly string[];
  /** What the reader should know: names that were cut, texts that could not be read. */
  readonly warnings: readonly Diagnostic[];
}

interface Seen extends Said {
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
export async function seenFrom(live: DatabaseSide, other: Side, { at, answers }: SeeOptions): Promise<Seen> {
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
