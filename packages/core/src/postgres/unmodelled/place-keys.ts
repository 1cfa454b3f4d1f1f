import type { Use } from "../../schema/use.ts";
import { resource } from "../objects/resources.ts";

/** A word of `resource` and its arguments, as `placeJson` writes them; null: no kind models what is there. */
export type Place = readonly [string, ...string[]] | null;

/** The use of what is at a place. */
export function usesAt(place: Place, { how, follows }: Pick<Use, "how" | "follows">): readonly Use[] {
  if (place === null) return [];
  const [word, schema = "", table = ""] = place;
  const within = word === "column" || word === "constraint" ? { in: resource.relation(schema, table) } : {};
  return [{ of: keyAt(place), ...within, how, ...(follows === true ? { follows } : {}) }];
}

/** The resource key of what is at a place. */
export function keyAt([word, ...names]: NonNullable<Place>): string {
  const make = resource[word as keyof typeof resource] as (...names: readonly string[]) => string; // the words of placeJson
  return make(...names);
}
