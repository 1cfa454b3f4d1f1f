import { usesOf } from "../operation/links.ts";
import type { Kinds } from "../operation/kinds.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { OperationFacts, Touches } from "../operation/spec.ts";
import { emptySchema, getObject, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Unmodelled } from "../schema/unmodelled.ts";
import { refText } from "../schema/object.ts";
import { afterHandWritten, afterRename, encounterFacts, encountersOf, isHandledIn } from "./encounters.ts";
import { isOwned } from "../operation/links.ts";
import { inTheWayOf } from "./in-the-way.ts";

/** One statement to run, with the operation that it belongs to and what running that means. */
export interface PlannedStatement {
  readonly sql: string;
  readonly operation: AnyOperation;
  readonly facts: OperationFacts;
}

/** Statements that commit together. One that may not run in a transaction block stands alone, `transactional` false. */
export interface Transaction {
  readonly transactional: boolean;
  readonly statements: readonly PlannedStatement[];
}

/** Operations as statements, in the order to run them. Most plans are one transaction. */
export interface Plan {
  readonly transactions: readonly Transaction[];
  /** What is left after it of what no kind models. Absent: nothing was there before. */
  readonly unmodelled?: readonly Unmodelled[];
}

/**
 * Turns operations into a plan; their order stays. A new transaction begins around a statement that cannot run in one,
 * and before an operation that may use what the current one only makes usable by committing (a new enum value). What is dropped and made
 * again is so in one transaction.
 * @param before the schema that the operations start from. Absent: not known, and facts that ask for it are the general ones.
 */
export function planOperations(ops: readonly AnyOperation[], kinds: Kinds, before?: DatabaseSchema): Plan {
  const transactions: Transaction[] = [];
  let statements: PlannedStatement[] = [];
  let unusable: string[] = [];
  const commit = (): void => {
    if (statements.length > 0) transactions.push({ transactional: true, statements });
    statements = [];
    unusable = [];
  };
  let schema = before ?? emptySchema;
  let unmodelled = schema.unmodelled ?? [];
  let byHand: readonly string[] = [];
  const created = new Set<string>();
  let needsOfMade: ReadonlyMap<string, readonly string[]> | undefined;
  const mayBeTaken = (key: string): boolean => created.has(key) || (before !== undefined && isOwned(before, key, kinds));
  for (const op of ops) {
    const spec = kinds.specOf(op);
    const ownFacts = spec.facts(op, schema, kinds);
    const touched =
      ownFacts.usableAfterCommit === true || unusable.length > 0 || before !== undefined ? spec.touches(op, schema, kinds) : {};
    const after = before === undefined ? schema : spec.apply(schema, op, kinds);
    const blocking = before === undefined ? [] : inTheWayOf(op, touched, { before: schema, after, mayBeTaken }, kinds);
    for (const key of touched.creates ?? []) created.add(key);
    const met = encountersOf(touched, unmodelled);
    const inTheWay = [...(ownFacts.inTheWay ?? []), ...blocking.filter((object) => !isHandledIn(byHand, object)).map(refText)];
    const encountered = encounterFacts(met, inTheWay);
    const facts = { ...ownFacts, ...encountered };
    const parts = spec.sql(op, kinds);
    const main = Math.max(
      0,
      parts.findIndex((part) => part.facts === undefined),
    ); // where all have facts of their own, the first tells what is met
    const planned = parts.map(({ sql, facts: own }, at) => ({
      sql,
      operation: op,
      facts: own === undefined ? facts : at === main ? { ...own, ...encountered } : own,
    }));
    schema = after;
    if (met.alsoDrops.length > 0) unmodelled = unmodelled.filter((object) => !met.alsoDrops.includes(object));
    if (touched.renames === true) unmodelled = afterRename(unmodelled, touched);
    if (touched.anything === true) {
      const texts = planned.map(({ sql }) => sql);
      if (unmodelled.length > 0) unmodelled = afterHandWritten(unmodelled, texts.join("\n"));
      byHand = [...byHand, ...texts];
    }
    if (!facts.transactional) {
      commit();
      transactions.push(...planned.map((statement) => ({ transactional: false, statements: [statement] })));
      continue;
    }
    if (facts.usableAfterCommit === undefined && unusable.length > 0) {
      const made = spec.about(op);
      const object = made === undefined ? undefined : getObject(after, made);
      const uses = object === undefined ? [] : usesOf(object, kinds).map(({ of }) => of); // also what it used before
      if (touched.drops !== undefined && touched.drops.length > 0) needsOfMade ??= needsByCreated(ops, schema, kinds);
      const remade = touched.drops?.flatMap((key) => needsOfMade?.get(key) ?? []) ?? [];
      if (mayUse({ ...touched, needs: [...(touched.needs ?? []), ...uses, ...remade] }, unusable)) commit();
    }
    statements.push(...planned);
    if (facts.usableAfterCommit) unusable.push(...(touched.alters ?? []));
  }
  commit();
  return { transactions, ...(before?.unmodelled === undefined ? {} : { unmodelled }) };
}

/** All statements of a plan. */
export function statementsOf(plan: Plan): readonly PlannedStatement[] {
  return plan.transactions.flatMap(({ statements }) => statements);
}

function mayUse(touches: Touches, unusable: readonly string[]): boolean {
  if (touches.anything) return true;
  const used = new Set([...(touches.needs ?? []), ...(touches.alters ?? [])]);
  return unusable.some((key) => used.has(key));
}

/** By the keys that operations create, what those need: what is dropped and made again is gone for no other transaction to see. */
function needsByCreated(ops: readonly AnyOperation[], before: DatabaseSchema, kinds: Kinds): ReadonlyMap<string, readonly string[]> {
  const touches = ops.map((op) => kinds.specOf(op).touches(op, before, kinds));
  return new Map(touches.flatMap(({ creates = [], needs = [] }) => creates.map((key) => [key, needs] as const)));
}
