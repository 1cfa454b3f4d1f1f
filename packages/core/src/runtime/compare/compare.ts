import type { RenameAnswers, RenameGuess } from "../../diff/renames/answers.ts";
import type { Ends } from "../../operation/ends.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { once } from "../../schema/remembering.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { hinderedBy, type Hindered } from "../selection/in-its-way.ts";
import { requireOfServer } from "../models/require-of-server.ts";
import { isOfServer, withOfServer } from "../selection/of-server.ts";
import { checkedRules } from "../selection/checked-rules.ts";
import { bothEnds } from "./both-ends.ts";
import type { LeftAlone } from "../selection/left-by-config.ts";
import type { Said } from "./seen-from.ts";
import type { Side } from "./side.ts";
import { downgradeBetween, upgradeBetween, withLeft } from "./steps.ts";

/** What leads from one side to the other, and back. */
export interface Comparison extends Said {
  readonly before: DatabaseSchema;
  /** It, the operations and what hinders them are worked out when they are first read: an answer to a question may be needed before. */
  readonly after: DatabaseSchema;
  /** @throws MigError PARTITIONING_FIXED, PARTITION_KEY_FIXED, TYPED_TABLE_COLUMNS */
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What may be another name of one thing. No answer says so, and it counts as a drop and a creation. */
  readonly openRenames: readonly RenameGuess[];
  /** Ids of the answers that were taken. */
  readonly usedAnswers: ReadonlySet<string>;
  /** Operations of the upgrade that would drop or change what the configuration leaves alone. They must not be written. */
  readonly hindered: readonly Hindered[];
}

export interface CompareOptions {
  /** What goes on under another name. Absent: nothing that holds rows or values does. */
  readonly answers?: RenameAnswers;
  /** Ids of those answers that are given for this comparison alone. Absent: none, they may all be of earlier changes. */
  readonly sure?: ReadonlySet<string>;
  /**
   * What is compared, what counts and how things are named (`include`, `exclude`, `presets`, `ignore`, `compare`, `naming`). Absent:
   * everything.
   */
  readonly configuration?: Pick<LoadedConfig, "config" | "file">;
}

/**
 * Compares two sides. Where one is a database, the other's expressions are put in that server's normal form first, and
 * what the models do not speak for counts as it is in the database.
 * @throws MigError MODELS_INVALID, TYPE_NOT_FOUND, OWNER_NOT_FOUND, TABLESPACE_NOT_FOUND, CONFIG_INVALID
 */
export async function compare(
  from: Side,
  to: Side,
  { answers = new Map(), sure, configuration }: CompareOptions = {},
): Promise<Comparison> {
  const config = checkedRules(configuration?.config ?? {}, configuration?.file ?? "mig.config.ts");
  const [here, there] = [withOfServer(from, to, config), withOfServer(to, from, config)];
  const { before, after, named, renames, left, ...said } = await bothEnds(here, there, {
    answers,
    ...(sure === undefined ? {} : { sure }),
    config,
  });
  const { open: openRenames, used: usedAnswers } = renames;
  if (from.kind === "database") await requireOfServer({ wanted: after, live: before }, from.session, config);
  // kinds give registered operations only
  const [forth, undone] = [renames.operations as readonly Operation[], renames.back as readonly Operation[]];
  const steps = once(() => upgradeBetween({ ...named, ...leftOpen(to, left, named.before) }));
  const back = (): readonly Operation[] => downgradeBetween({ ...named, ...leftOpen(from, left, named.after) }, steps());
  // What was compared under other names is renamed first, or last where it is the other side that was.
  const isOfBefore = renames.of === "before";
  const upgrade = once(() => (isOfBefore ? [...forth, ...steps()] : [...steps(), ...undone]));
  const downgrade = once(() => (isOfBefore ? [...back(), ...undone] : [...forth, ...back()]));
  const afterwards = once(() => withLeft(after, before, upgrade()));
  const hindered = once(() => (left === undefined ? [] : hinderedBy(upgrade(), before, left)));
  return {
    before,
    get after() {
      return afterwards();
    },
    get upgrade() {
      return upgrade();
    },
    get downgrade() {
      return downgrade();
    },
    get hindered() {
      return hindered();
    },
    ...said,
    notCompared: said.notCompared.filter((object) => !isOfServer(object)),
    openRenames,
    usedAnswers,
  };
}

/** A comparison with more to it; what is not worked out stays so. */
export const extended = <More extends object>(comparison: Comparison, more: More): Omit<Comparison, keyof More> & More =>
  Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(comparison), ...Object.getOwnPropertyDescriptors(more) },
  ) as Comparison & More; // it has the fields of both

/** Of what models do not speak for, or what is left alone, nobody says that it is not to be. */
function leftOpen(to: Side, left: LeftAlone | undefined, within: DatabaseSchema): Pick<Ends, "isLeftOpen"> {
  if (to.kind !== "models" && left === undefined) return {};
  return { isLeftOpen: (object) => left?.has(object) === true || (to.kind === "models" && !to.source.scope.covers(object, within)) };
}
