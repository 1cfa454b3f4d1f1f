import type { AnyOperation } from "../../operation/operation.ts";
import { containerKey, refOf, type SchemaObject } from "../../schema/object.ts";
import { renameId } from "./answers.ts";
import { isDeclaredLabel } from "./declared.ts";
import { chosen, type Candidate } from "./chosen.ts";
import type { State } from "./search.ts";
import { similarNames } from "./similar-names.ts";

/** Labels of what both have, such as the values of an enum: those that go beside those that come. */
export function labels(state: State): readonly AnyOperation[] {
  const { schema, target, kinds } = state;
  const ops: AnyOperation[] = [];
  for (const [key, container] of schema.containers) {
    const other = target.containers.get(key);
    if (other === undefined || other === container) continue;
    for (const [ref, from] of container) {
      const to = other.get(ref);
      if (to !== undefined && to !== from && kinds.of(from.kind).labels !== undefined) ops.push(...labelRenames(state, from, to));
    }
  }
  return ops;
}

function labelRenames(state: State, object: SchemaObject, wanted: SchemaObject): readonly AnyOperation[] {
  const kind = state.kinds.of(object.kind);
  const [had, has] = [kind.labels?.(object) ?? [], kind.labels?.(wanted) ?? []];
  const [gone, come] = [had.filter((label) => !has.includes(label)), has.filter((label) => !had.includes(label))];
  const origin = state.origins.get(containerKey(object)) ?? refOf(object);
  const candidates = gone.flatMap((from) =>
    come.map((to): Candidate<string> => {
      const [name, isThere] = [similarNames(from, to), had.indexOf(from) === has.indexOf(to)];
      const reasons = [...(name >= 0.5 ? ["similar name"] : []), ...(isThere ? ["same place"] : [])];
      const score = 0.5 + 0.25 * name + (isThere ? 0.25 : 0); // a value that goes is lost, whatever its name
      return {
        from,
        to,
        id: renameId(origin, from),
        origin,
        answer: to,
        isDeclared: isDeclaredLabel(state, wanted, { from, to }),
        score: Math.round(score * 100) / 100,
        reasons,
      };
    }),
  );
  const sorted = candidates.toSorted((left, right) => right.score - left.score);
  return chosen(state, sorted).flatMap(({ from, to }) => kind.renameLabel?.(object, from, to) ?? []);
}
