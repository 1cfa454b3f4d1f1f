import type { AnyOperation } from "../../operation/operation.ts";
import { getObject } from "../../schema/database-schema.ts";
import type { Exchange, Followers } from "../../schema/model-source.ts";
import { containerKey, refOf, type ObjectRef } from "../../schema/object.ts";
import { followingWholes } from "./held.ts";
import { renamesInTurn } from "./in-turn.ts";
import { take, type State } from "./search.ts";

/** Renames of what is named after others, and parts that have changed names with each other for that. */
export function takeFollowers(state: State, followers: Followers): void {
  const was = (ref: ObjectRef): ObjectRef => state.origins.get(containerKey(ref)) ?? refOf(ref);
  state.implied = followers.renames(state.schema, was);
  take(state, followingWholes(state));
  for (const exchange of followers.exchanged(state.schema, was)) take(state, exchangeOf(state, exchange));
}

/** Both under the name of the other one. */
function exchangeOf(state: State, [left, right]: Exchange): readonly AnyOperation[] {
  const [one, other] = [getObject(state.schema, left), getObject(state.schema, right)];
  if (one === undefined || other === undefined) return [];
  return renamesInTurn(state, [
    { from: one, to: { ...one, name: right.name } },
    { from: other, to: { ...other, name: left.name } },
  ]);
}
