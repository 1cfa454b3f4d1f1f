import type { Kinds } from "../../operation/kinds.ts";
import type { Address, PostgresKind } from "./kind.ts";

const known = new WeakMap<Kinds, ReadonlyMap<string, Address>>(); // worked out once

/** How objects are called, by the words that kinds have for them. */
export function addressesOf(kinds: Kinds): ReadonlyMap<string, Address> {
  const all = known.get(kinds) ?? new Map(kinds.all.flatMap((kind) => Object.entries((kind as PostgresKind).addresses ?? {}))); // the dialect's own kinds
  known.set(kinds, all);
  return all;
}
