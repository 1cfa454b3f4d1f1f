import type { Ends } from "../../../../operation/ends.ts";
import type { NewNames } from "../../../../operation/new-names.ts";
import { hasObject } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { tableAt } from "../parents.ts";
import { tableKey, tableName } from "../table-part.ts";
import { isTable } from "../table/model.ts";
import { stateAbove } from "./fragment.ts";
import type { PartitionTrigger } from "./model.ts";
import { settingOf, type SetPartitionTriggerState } from "./setting.ts";

type OfTable = Pick<PartitionTrigger, "schema" | "table">;

export const partitionTriggerKind: PostgresKind<PartitionTrigger, SetPartitionTriggerState> = {
  kind: "partitionTrigger",
  owns: (trigger) => [keyIn(trigger, trigger)],
  uses: usesOfState,
  goesAlong: "always",
  // a change of the trigger above reaches all below, and a table that is attached again has the trigger anew
  standsAside: (_, { from, to }) => !isTable(from) || !isTable(to) || !sameData(from.partitionOf, to.partitionOf),
  renamed: renamedState,
  normalize: ({ above: _, ...trigger }) => trigger,
  create: (trigger) => [settingOf(trigger)],
  drop: (trigger, ends) => (isSetOtherwise(trigger, ends) ? [] : [settingOf({ ...trigger, state: stateAbove(ends.after, trigger) })]),
  alter: (_, to) => [settingOf(to)],
};

const keyIn = ({ schema, table }: OfTable, { name }: Pick<PartitionTrigger, "name">): string => resource.trigger(schema, table, name);

/** It goes with its table, with those above and with the trigger. */
function usesOfState(trigger: PartitionTrigger): readonly Use[] {
  const { above } = trigger;
  const keys = [...[trigger, ...above].map(tableKey), ...above.map((table) => keyIn(table, trigger))];
  return keys.map((of) => ({ of, how: "part", follows: true }));
}

/** It is set again later, or the table has the trigger no more. */
const isSetOtherwise = (trigger: PartitionTrigger, { before, after }: Ends): boolean =>
  hasObject(after, trigger) ||
  [trigger, ...trigger.above]
    .map(tableName)
    .some((table) => !sameData(tableAt(before, table)?.partitionOf, tableAt(after, table)?.partitionOf));

/** The trigger has its name from above. */
function renamedState(trigger: PartitionTrigger, names: NewNames): PartitionTrigger {
  const renamedTable = (of: OfTable): OfTable => {
    const to = names.get(tableKey(of));
    return to === undefined ? of : { schema: to.schema, table: to.name };
  };
  const [own] = trigger.above.flatMap((table) => names.get(keyIn(table, trigger)) ?? []);
  return {
    ...trigger,
    ...renamedTable({ schema: trigger.schema, table: trigger.table }),
    ...(own === undefined ? {} : { name: own.name }),
    above: trigger.above.map(renamedTable),
  };
}
