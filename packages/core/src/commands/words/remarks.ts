import type { NotCompared } from "../../diff/not-compared.ts";
import { some } from "../../errors/some.ts";
import type { OperationFacts } from "../../operation/spec.ts";

/** Names with commas, the first of them and a count where there are many. */
export const namesText = (names: readonly string[], most = 20): string => some(names, ", ", most);

/** What no kind models and an operation meets, and what is left to do, a line a sort. */
export function encounterRemarks({
  inTheWay = [],
  alsoDrops = [],
  needs = [],
  byHand = [],
}: Pick<OperationFacts, "inTheWay" | "alsoDrops" | "needs" | "byHand">): readonly string[] {
  return [
    ...(inTheWay.length === 0 ? [] : [`IN THE WAY: ${namesText(inTheWay)}`]),
    ...(needs.length === 0 ? [] : [`NEEDS what mig does not create yet: ${namesText(needs)}`]),
    ...(alsoDrops.length === 0 ? [] : [`also drops: ${namesText(alsoDrops)}`]),
    ...byHand.map((text) => `THEN BY HAND: ${text}`),
  ];
}

const whereText: Readonly<Record<NotCompared["is"], string>> = {
  "only before": "only in the first",
  "only after": "only in the second",
  differs: "differs",
  modelled: "a plain one in the models",
};

/** `Not compared, ...: view public.v (only in the first)`. Undefined: all was compared. */
export function notComparedText(notCompared: readonly NotCompared[]): string | undefined {
  if (notCompared.length === 0) return undefined;
  return (
    `not compared, since mig does not model it yet: ` +
    namesText(notCompared.map(({ what, name, is }) => `${what} ${name} (${whereText[is]})`))
  );
}
