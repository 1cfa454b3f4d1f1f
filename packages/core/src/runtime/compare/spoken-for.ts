import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { LeftAlone } from "../selection/left-by-config.ts";

/** What no kind models, without what the configuration leaves alone. */
export const spokenFor = (objects: readonly Unmodelled[], left: LeftAlone | undefined): readonly Unmodelled[] =>
  left === undefined ? objects : objects.filter((object) => !left.hasUnmodelled(object));
