import type { AnyOperation } from "../../operation/operation.ts";
import { sharedObjects } from "../../schema/database-schema.ts";
import { containerKey, refOf, type SchemaObject } from "../../schema/object.ts";
import { renameId } from "./answers.ts";
import { isDeclaredLabel } from "./declared.ts";
import { chosen, type Candidate } from "./chosen.ts";
import type { State } from "./search.ts";
import { similarNames } from "./similar-names.ts";

/** Labels of what both have, such as the values of an enum: those that go beside those that come. */
export function labels(state: State): readonly AnyOperation[] {
  const { schema, target, kinds } = state;
  return sharedObjects(schema, target)
    .filter(({ from, to }) => to !== from && kinds.of(from.kind).labels !== undefined)
    .flatMap(({ from, to }) => labelRenames(state, from, to));
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
