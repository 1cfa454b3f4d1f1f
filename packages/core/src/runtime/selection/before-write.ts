import { isMigError, MigError } from "../../errors.ts";
import { reverseAll } from "../../operation/engine.ts";
import { isOwned } from "../../operation/links.ts";
import { planOperations } from "../../plan/plan.ts";
import { kinds, operationKinds, type Operation } from "../../postgres/objects/index.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { refText } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { nearestOf } from "../../errors/nearest.ts";
import { fileHangs, withPatience } from "../files/patience.ts";
import { operationFrom } from "../record/operation-from.ts";

/** What a comparison found, before it is written to a revision. */
export interface PlannedChanges {
  /** In the order in which they will run. */
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** The database before. */
  readonly before: DatabaseSchema;
  /** The database after `upgrade`. */
  readonly after: DatabaseSchema;
}

/** What is to be written instead. */
export interface RewrittenChanges {
  /** Absent: as it was. */
  readonly upgrade?: readonly Operation[];
  /** Absent: the reverse of `upgrade`, where that is another one. */
  readonly downgrade?: readonly Operation[];
}

/**
 * Changes what a revision will contain. It returns nothing where all may stay. `mig check` asks it too: what it takes away is no
 * difference.
 * @example ({ upgrade }) => ({ upgrade: upgrade.filter(({ kind }) => kind !== "dropTable") })
 */
export type BeforeWrite = (changes: PlannedChanges) => RewrittenChanges | undefined | void | Promise<RewrittenChanges | undefined | void>;

/** What a hook made of it. */
export interface Rewritten extends PlannedChanges {
  readonly added: readonly Operation[];
  readonly removed: readonly Operation[];
}

const mostSeconds = 60;

/**
 * What a hook makes of planned changes. Its operations must be whole, and each must find what it needs at its place.
 * @throws MigError BEFORE_WRITE_FAILED, BEFORE_WRITE_INVALID
 */
export async function rewrittenBy(hook: BeforeWrite, changes: PlannedChanges, file: string): Promise<Rewritten> {
  const answer = await answerOf(hook, changes, file);
  const unchanged: Rewritten = { ...changes, added: [], removed: [] };
  if (answer === undefined) return unchanged;
  const upgrade =
    answer.upgrade === undefined ? changes.upgrade : readOperations(answer.upgrade, changes.upgrade, { file, list: "upgrade" });
  const given =
    answer.downgrade === undefined ? undefined : readOperations(answer.downgrade, changes.downgrade, { file, list: "downgrade" });
  if (isSame(upgrade, changes.upgrade)) return given === undefined ? unchanged : { ...unchanged, downgrade: given };
  const added = upgrade.filter((op) => !changes.upgrade.some((other) => sameData(op, other)));
  const after = requirePlannable(upgrade, { changes, added, file });
  return {
    before: changes.before,
    after,
    upgrade,
    downgrade: given ?? (reverseAll(upgrade, changes.before, kinds) as readonly Operation[]), // specs give registered operations only
    added,
    removed: changes.upgrade.filter((op) => !upgrade.some((other) => sameData(op, other))),
  };
}

const isSame = (left: readonly Operation[], right: readonly Operation[]): boolean =>
  left.length === right.length && left.every((op, at) => sameData(op, right[at]));

async function answerOf(hook: BeforeWrite, changes: PlannedChanges, file: string): Promise<RewrittenChanges | undefined> {
  const answer: unknown = await withPatience(
    (async () => hook(changes))().catch((error: unknown) => {
      if (isMigError(error)) throw error;
      throw new MigError(
        "BEFORE_WRITE_FAILED",
        { file, problem: error instanceof Error ? error.message : String(error) },
        { cause: error, place: { file } },
      );
    }),
    { seconds: mostSeconds, onLimit: (seconds) => fileHangs(file, seconds) },
  );
  if (answer === undefined || answer === null) return undefined;
  const invalid = (problem: string): MigError => new MigError("BEFORE_WRITE_INVALID", { file, problem }, { place: { file } });
  if (typeof answer !== "object" || Array.isArray(answer)) throw invalid("it must return { upgrade, downgrade }, or nothing");
  const unknown = Object.keys(answer).find((key) => key !== "upgrade" && key !== "downgrade");
  if (unknown !== undefined && !("before" in answer)) throw invalid(`it returned "${unknown}"; it may return upgrade and downgrade`);
  return answer; // each list is read below
}

interface List {
  readonly file: string;
  readonly list: keyof RewrittenChanges;
}

/** Operations as a hook returned them. One that was there before is itself: what a server said of it is kept. */
function readOperations(given: unknown, known: readonly Operation[], { file, list }: List): readonly Operation[] {
  const invalid = (problem: string): MigError =>
    new MigError("BEFORE_WRITE_INVALID", { file, problem: `${list}${problem}` }, { place: { file } });
  if (!Array.isArray(given)) throw invalid(" must be a list of operations");
  const originals = new Set<unknown>(known);
  return given.map((one: unknown, at): Operation => {
    if (originals.has(one)) return one as Operation; // it is one of them
    const kind: unknown = typeof one === "object" && one !== null && "kind" in one ? one.kind : undefined;
    if (typeof kind !== "string") throw invalid(`[${at}] is no operation: it has no "kind"`);
    if (!operationKinds.includes(kind)) {
      const nearest = nearestOf(kind, operationKinds);
      throw invalid(`[${at}] has the unknown kind "${kind}"${nearest === undefined ? "" : ` (did you mean "${nearest}"?)`}`);
    }
    try {
      return operationFrom(kind, one);
    } catch (error) {
      if (!isMigError(error)) throw error;
      throw invalid(`[${at}]: ${error.message}`);
    }
  });
}

interface Requirement {
  readonly changes: PlannedChanges;
  readonly added: readonly Operation[];
  readonly file: string;
}

/** The schema after operations, of which each must find what it needs: what others of them made before, or what is there. */
function requirePlannable(
  upgrade: readonly Operation[],
  { changes: { before, upgrade: found }, added, file }: Requirement,
): DatabaseSchema {
  const made = new Set(found.flatMap((op) => kinds.specOf(op).touches(op, before, kinds).creates ?? []));
  const others = new Set((before.unmodelled ?? []).flatMap(({ owns }) => owns));
  const created = new Set<string>();
  const isThere = (key: string, schema: DatabaseSchema): boolean => created.has(key) || others.has(key) || isOwned(schema, key, kinds);
  let schema = before;
  let isKnown = true;
  for (const op of upgrade) {
    const spec = kinds.specOf(op);
    const touches = spec.touches(op, schema, kinds);
    const needed = [
      ...(touches.needs ?? []).filter((key) => made.has(key)),
      ...[...(touches.alters ?? []), ...(touches.drops ?? [])].filter(
        (key) => made.has(key) || (added.includes(op) && isOwnName.test(key)),
      ),
    ];
    const missing = isKnown ? needed.find((key) => !isThere(key, schema)) : undefined;
    if (missing !== undefined) {
      const about = spec.about(op);
      const problem = `${op.kind}${about === undefined ? "" : ` (${refText(about)})`} needs ${missing}, which is not there at that point`;
      throw new MigError("BEFORE_WRITE_INVALID", { file, problem }, { place: { file } });
    }
    for (const key of touches.creates ?? []) created.add(key);
    if (touches.renames !== true) for (const key of touches.drops ?? []) created.delete(key);
    if (touches.anything === true) isKnown = false; // SQL by hand may have made it
    schema = spec.apply(schema, op, kinds);
  }
  planOperations(upgrade, kinds, before);
  return schema;
}

const isOwnName = /^(?:relation|type|column|schema) /u;
