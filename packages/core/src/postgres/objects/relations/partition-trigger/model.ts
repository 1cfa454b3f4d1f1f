import type { FiringState } from "../../firing.ts";

/**
 * In which sessions a partition runs a trigger that it has from the table above it, where that is not as there. It is named by the
 * partition and the trigger.
 */
export interface PartitionTrigger {
  readonly kind: "partitionTrigger";
  readonly schema: string;
  /** The partition. */
  readonly table: string;
  /** The trigger. */
  readonly name: string;
  readonly state: "enabled" | FiringState;
  /** The tables above the partition, next first. The last one is that with the trigger. */
  readonly above: readonly { readonly schema: string; readonly table: string }[];
}
