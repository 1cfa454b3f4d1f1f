import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { ownedBy, usedBy } from "../../../../operation/links.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { getObject, putObjects, removeObjects } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { firingWords } from "../../firing.ts";
import { lockingHeirs } from "../locks.ts";
import { joinedKey } from "../parents.ts";
import { alterTable, tableName } from "../table-part.ts";
import { settingsBelow, stateAbove, withStatesBelow } from "./fragment.ts";
import type { PartitionTrigger } from "./model.ts";
import { settingOf, type SetPartitionTriggerState } from "./setting.ts";

export interface PartitionTriggerOperations {
  readonly setPartitionTriggerState: SetPartitionTriggerState;
}

const made = (op: SetPartitionTriggerState): PartitionTrigger => ({ ...op, kind: "partitionTrigger" });

const setPartitionTriggerState: OperationSpec<SetPartitionTriggerState> = {
  about: aboutOf("partitionTrigger"),
  // as in the next table above, it is nothing to keep
  apply: (before, op, kinds) => {
    const below = withStatesBelow(before, op, kinds);
    return op.state === stateAbove(below, op) ? removeObjects(below, [made(op)]) : putObjects(below, [made(op)]);
  },
  reverse: (op, before, kinds) => {
    const had = getObject(before, made(op)) as PartitionTrigger | undefined; // a ref names an object of its kind
    return [settingOf(had ?? { ...made(op), state: stateAbove(before, op) }), ...settingsBelow(before, op, kinds)];
  },
  touches: (op, _, kinds) => ({
    creates: ownedBy(made(op), kinds), // also of one that is there: the trigger above may be made anew, and takes it along
    needs: [...usedBy(made(op), kinds), ...[op, ...op.above].map((table) => joinedKey(tableName(table)))],
  }),
  sql: (op) => [alterTable(op, sql`${firingWords(op.state, "trigger")} ${identifier(op.name)}`)],
  facts: (op, before, kinds) => lockingHeirs({ ...metadataOnly, lock: "share row exclusive" }, tableName(op), before, kinds, "partitions"),
};

export const partitionTriggerOperations: SpecsOf<PartitionTriggerOperations> = { setPartitionTriggerState };
