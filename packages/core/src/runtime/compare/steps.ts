import { diffSchemas } from "../../diff/diff.ts";
import type { Ends } from "../../operation/ends.ts";
import type { LettingGo } from "../../operation/stand-aside.ts";
import { alongWith } from "../../plan/encounters.ts";
import { planOperations } from "../../plan/plan.ts";
import { orderWithoutCycles } from "../../plan/without-cycles.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { restoreOperations } from "../../postgres/unmodelled/restore.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";

/** What leads from one end to the other, and back. */
export interface Steps {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
}

/** Operations that lead from one schema to the other, and back, in an order that can run. */
export function operationsBetween(ends: Ends): Steps {
  const upgrade = upgradeBetween(ends);
  return { upgrade, downgrade: downgradeBetween(ends, upgrade) };
}

/** @throws MigError PARTITION_KEY_FIXED */
export function upgradeBetween(ends: Ends): readonly Operation[] {
  const upgrade = stepsBetween(ends);
  const retyped = (): ReadonlySet<string> =>
    new Set(upgrade.flatMap((op) => kinds.specOf(op).touches(op, ends.before, kinds).retypes ?? []));
  for (const kind of kinds.all) kind.assertRetypable?.(ends.before, retyped);
  return [...upgrade, ...restoreOperations(madeAgain(alongWith(upgrade, ends.before, kinds), upgrade, ends.before))];
}

export function downgradeBetween({ before, after, ...ends }: Ends, upgrade: readonly Operation[]): readonly Operation[] {
  const downgrade = stepsBetween({ ...ends, before: after, after: before });
  const gone = alongWith(upgrade, before, kinds);
  const goneAgain = madeAgain(alongWith(downgrade, { ...after, unmodelled: before.unmodelled ?? [] }, kinds), downgrade, after);
  return [...downgrade, ...restoreOperations([...new Set([...gone, ...goneAgain])])];
}

function stepsBetween(ends: Ends): readonly Operation[] {
  // kinds give registered operations only
  const diff = (lettingGo: LettingGo) => diffSchemas(ends, kinds, lettingGo) as readonly Operation[];
  return orderWithoutCycles(diff, ends.before, kinds);
}

/** Of what went with something, that which was a part of what the same operations make again: a view around a change of its table. */
function madeAgain(gone: readonly Unmodelled[], ops: readonly Operation[], before: DatabaseSchema): readonly Unmodelled[] {
  if (gone.length === 0) return [];
  const made = new Set(ops.flatMap((op) => kinds.specOf(op).touches(op, before, kinds).creates ?? []));
  return gone.filter(({ uses }) => uses.some(({ of, how }) => how === "part" && made.has(of)));
}

/** The schema after an upgrade, with what is left of what no kind models: the downgrade meets that. */
export function withLeft(after: DatabaseSchema, before: DatabaseSchema, upgrade: readonly Operation[]): DatabaseSchema {
  if (after.unmodelled !== undefined || before.unmodelled === undefined || before.unmodelled.length === 0) return after;
  const { unmodelled } = planOperations(upgrade, kinds, before);
  const restored = madeAgain(alongWith(upgrade, before, kinds), upgrade, before);
  return unmodelled === undefined ? after : { ...after, unmodelled: [...unmodelled, ...restored] };
}
