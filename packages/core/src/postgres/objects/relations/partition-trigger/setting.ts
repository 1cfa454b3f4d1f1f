import type { PartitionTrigger } from "./model.ts";

/** Says in which sessions a partition, and those in it, run a trigger that they have from the table above. */
export interface SetPartitionTriggerState extends Omit<PartitionTrigger, "kind"> {
  readonly kind: "setPartitionTriggerState";
}

export const settingOf = (trigger: PartitionTrigger): SetPartitionTriggerState => ({ ...trigger, kind: "setPartitionTriggerState" });
