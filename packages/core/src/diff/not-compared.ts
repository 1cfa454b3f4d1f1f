import { unmodelledText, type Unmodelled } from "../schema/unmodelled.ts";

/** An object that two sides may differ in, and that mig cannot make the same, since no kind models it. */
export interface NotCompared {
  /** `view`, `policy`, `row security`. */
  readonly what: string;
  /** As the server writes it. */
  readonly name: string;
  /** Where it is; `differs`: on both sides, in another form; `modelled`: the other side has it as an object that mig compares. */
  readonly is: "only before" | "only after" | "differs" | "modelled";
}

/** What two databases have of what no kind models, where it is not the same. Texts of a server tell that without a model. */
export function differingUnmodelled(before: readonly Unmodelled[], after: readonly Unmodelled[]): readonly NotCompared[] {
  const [had, wanted] = [byText(before), byText(after)];
  return [
    ...[...had].flatMap(([text, object]) => {
      const other = wanted.get(text);
      if (other === undefined) return [notCompared(object, "only before")];
      return other.definition === object.definition ? [] : [notCompared(object, "differs")];
    }),
    ...[...wanted].flatMap(([text, object]) => (had.has(text) ? [] : [notCompared(object, "only after")])),
  ].toSorted((left, right) => (unmodelledText(left) < unmodelledText(right) ? -1 : 1));
}

export const notCompared = ({ what, name }: Unmodelled, is: NotCompared["is"]): NotCompared => ({ what, name, is });

/** What has no definition is not for comparison. */
const byText = (objects: readonly Unmodelled[]): ReadonlyMap<string, Unmodelled> =>
  new Map(objects.filter(({ definition }) => definition !== undefined).map((object) => [unmodelledText(object), object]));
