import type { RenameAnswers, RenameGuess } from "../../diff/renames/answers.ts";
import type { Ends } from "../../operation/ends.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { bothEnds } from "./both-ends.ts";
import type { Said } from "./seen-from.ts";
import type { Side } from "./side.ts";
import { downgradeBetween, upgradeBetween, withLeft } from "./steps.ts";

/** What leads from one side to the other, and back. */
export interface Comparison extends Said {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  readonly upgrade: readonly Operation[];
  /** Worked out when it is first read. */
  readonly downgrade: readonly Operation[];
  /** What may be another name of one thing. No answer says so, and it counts as a drop and a creation. */
  readonly openRenames: readonly RenameGuess[];
  /** Ids of the answers that were taken. */
  readonly usedAnswers: ReadonlySet<string>;
}

export interface CompareOptions {
  /** What goes on under another name. Absent: nothing that holds rows or values does. */
  readonly answers?: RenameAnswers;
}

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

/** Of what models do not speak for, they do not say that it is not to be. */
const leftOpen = (to: Side): Pick<Ends, "isLeftOpen"> =>
  to.kind === "models" ? { isLeftOpen: (object) => !to.source.scope.covers(object) } : {};
