import { some } from "@migts/core/project";
import { MigError } from "@migts/core/project";
import type { Hindered, LeftByConfig, NotCompared, Operation, OperationFacts } from "@migts/core";
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

/** Says how much the configuration leaves alone, and what, where that is asked for. */
export function tellLeftByConfig(left: readonly LeftByConfig[], { progress }: Context, { names }: { readonly names: boolean }): void {
  if (left.length === 0) return;
  const count = `left alone by configuration: ${left.length} ${left.length === 1 ? "object" : "objects"}`;
  progress(names ? [count, ...left.map(({ object, by }) => `  ${object} (${by})`)].join("\n") : `${count} (-v names them)`);
}

/** The same in the JSON form. */
export const leftByConfigJson = (left: readonly LeftByConfig[]): { readonly leftByConfiguration?: readonly LeftByConfig[] } =>
  left.length === 0 ? {} : { leftByConfiguration: left };

/**
 * Changes that would drop or change what the configuration leaves alone are not written.
 * @throws MigError LEFT_ALONE_IN_THE_WAY
 */
export function refuseHindered(hindered: readonly Hindered[], summaryOf: (operation: Operation) => string): void {
  if (hindered.length > 0)
    throw new MigError("LEFT_ALONE_IN_THE_WAY", {
      steps: hindered.map(({ operation, objects }) => ({ step: summaryOf(operation), objects })),
    });
}

/** Says what `beforeWrite` of the configuration changed. */
export function tellRewritten(rewritten: Rewritten | undefined, { progress }: Context, summaryOf: (operation: Operation) => string): void {
  if (rewritten === undefined) return;
  const list = (what: string, operations: readonly Operation[]): readonly string[] =>
    operations.length === 0 ? [] : [`${what}: ${some(operations.map(summaryOf), "; ", 20)}`];
  progress(`beforeWrite in the configuration ${[...list("added", rewritten.added), ...list("removed", rewritten.removed)].join(", and ")}`);
}

/** Operations that a hook added and took away. */
export interface Rewritten {
  readonly added: readonly Operation[];
  readonly removed: readonly Operation[];
}

/** The same in the JSON form. */
export const rewrittenJson = (rewritten: Rewritten | undefined): { readonly beforeWrite?: Rewritten } =>
  rewritten === undefined ? {} : { beforeWrite: rewritten };

/** How a command is asked to name what the configuration leaves alone. */
export const verboseOption = { flags: "-v, --verbose", description: "name what the configuration leaves alone" };

/** The same in the JSON form. */
export const leftAloneJson = (leftAlone: readonly string[]): { readonly leftAlone?: readonly string[] } =>
  leftAlone.length === 0 ? {} : { leftAlone };
