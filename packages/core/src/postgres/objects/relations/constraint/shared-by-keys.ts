import type { Ends, UsedChange } from "../../../../operation/ends.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { indexedConstraintAddresses } from "../address.ts";
import { usesOfLacking } from "../lacking.ts";
import { standsAsideOfLacking, standsAsideOfWhole, usesOfPartOf } from "../partition-parts.ts";
import { usesOfPart } from "../table-part.ts";
import { standsAsideOfClasses } from "../text-part.ts";
import type { PrimaryKey, Unique } from "./model.ts";
import { allColumns, constraintKey, normalizeKey, renamedKey } from "./parts.ts";

type Key = PrimaryKey | Unique;

/** What the kinds of primary keys and of unique constraints have in common. */
export const sharedByKeys = {
  uses: (key: Key): readonly Use[] => [
    ...usesOfPart(key, allColumns(key)),
    ...usesOfPartOf(key, constraintKey),
    ...usesOfLacking(key),
    ...(toldUses(key) ?? []),
  ],
  usesWithin: (key: Key): boolean => key.partOf === undefined && key.lackedBy === undefined && (toldUses(key) ?? []).length === 0,
  standsAside: (key: Key, change: UsedChange, ends: Ends): boolean =>
    standsAsideOfWhole(key, change, ends) ||
    standsAsideOfLacking(key, change) ||
    (key.withoutOverlaps === true && standsAsideOfClasses([], "gist", change)),
  renamed: renamedKey,
  addresses: indexedConstraintAddresses,
  normalize: normalizeKey,
};
