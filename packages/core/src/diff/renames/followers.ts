import type { AnyOperation } from "../../operation/operation.ts";
import { getObject, hasObject } from "../../schema/database-schema.ts";
import type { Exchange, Followers } from "../../schema/model-source.ts";
import { containerKey, refOf, type ObjectRef } from "../../schema/object.ts";
import { followingWholes } from "./held.ts";
import { freeName, operationsOf, take, type State } from "./search.ts";

/** Renames of what is named after others, and parts that have changed names with each other for that. */
export function takeFollowers(state: State, followers: Followers): void {
  const was = (ref: ObjectRef): ObjectRef => state.origins.get(containerKey(ref)) ?? refOf(ref);
  state.implied = followers.renames(state.schema, was);
  take(state, followingWholes(state));
  for (const exchange of followers.exchanged(state.schema, was)) take(state, exchangeOf(state, exchange));
}

/** By way of a third name. */
function exchangeOf(state: State, [left, right]: Exchange): readonly AnyOperation[] {
  const { schema } = state;
  const [one, other] = [getObject(schema, left), getObject(schema, right)];
  if (one === undefined || other === undefined) return [];
  const aside = freeName(left.name, (name) => hasObject(schema, { ...left, name }));
  return [
    ...operationsOf(one, { ...one, name: aside }, state),
    ...operationsOf(other, { ...other, name: left.name }, state),
    ...operationsOf({ ...one, name: aside }, { ...one, name: right.name }, state),
  ];
}
