import { some } from "@migts/core/project";
import type { NotCompared, OperationFacts } from "@migts/core";
import type { Context } from "../context.ts";

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

/** Says for which schemas of the database no model speaks, where models could. */
export function tellLeftAlone(leftAlone: readonly string[], { progress }: Context): void {
  if (leftAlone.length > 0) progress(`left alone, since no model declares anything there: schema ${namesText(leftAlone)}`);
}

/** The same in the JSON form. */
export const leftAloneJson = (leftAlone: readonly string[]): { readonly leftAlone?: readonly string[] } =>
  leftAlone.length === 0 ? {} : { leftAlone };
