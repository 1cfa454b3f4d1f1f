import type { Recovery } from "../../../operation/spec.ts";
import { indexBuildRecovery, indexDropRecovery } from "../index-recovery.ts";
import { nameAfter } from "./statement.ts";

/** How to go on after a hand-written statement that was cut off. Only builds and drops of an index leave anything to look for. */
export function rawRecovery(statement: string): Recovery | undefined {
  const built = nameAfter(statement, ["create"], ["unique", ""], ["index"], ["concurrently"], ["if not exists", ""]);
  if (built !== undefined && built.name !== "on") return indexBuildRecovery(built);
  const dropped = nameAfter(statement, ["drop"], ["index"], ["concurrently"], ["if exists", ""]);
  return dropped === undefined ? undefined : indexDropRecovery(dropped);
}
