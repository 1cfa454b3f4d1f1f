import { some } from "../../errors/some.ts";
import { MigError } from "../../errors.ts";
import type { NotCompared } from "../../diff/not-compared.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { Hindered } from "../../runtime/selection/in-its-way.ts";
import type { LeftByConfig } from "../../runtime/selection/left-by-config.ts";
import type { Caller } from "../caller.ts";
import { counted } from "../words/counted.ts";
import { namesText } from "../words/remarks.ts";

/** Says for which schemas of the database no model speaks, where models could. */
export function tellLeftAlone(leftAlone: readonly string[], { progress }: Caller): void {
  if (leftAlone.length > 0) progress(`left alone, since no model declares anything there: schema ${namesText(leftAlone)}`);
}

/** Says how much the configuration leaves alone, and what, where that is asked for. */
export function tellLeftByConfig(left: readonly LeftByConfig[], { progress }: Caller, { names }: { readonly names: boolean }): void {
  if (left.length === 0) return;
  const count = `left alone by configuration: ${counted(left.length, "object")}`;
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
export function tellRewritten(rewritten: Rewritten | undefined, { progress }: Caller, summaryOf: (operation: Operation) => string): void {
  if (rewritten === undefined) return;
  const list = (what: string, operations: readonly Operation[]): readonly string[] =>
    operations.length === 0 ? [] : [`${what}: ${some(operations.map(summaryOf), "; ", 20)}`];
  progress(`beforeWrite in the configuration ${[...list("added", rewritten.added), ...list("removed", rewritten.removed)].join(", and ")}`);
}

/** What a comparison leaves out, as results give it. */
export interface LeftOut {
  /** Objects that no kind models, and that are not the same on both sides. */
  readonly notCompared: readonly NotCompared[];
  /** Schemas of the database of which no model speaks. Absent: none. */
  readonly leftAlone?: readonly string[];
  /** What the configuration leaves alone. Absent: nothing. */
  readonly leftByConfiguration?: readonly LeftByConfig[];
  /** What `beforeWrite` of the configuration added and took away. Absent: it changed nothing. */
  readonly beforeWrite?: Rewritten;
}

/** Operations that a hook added and took away. */
export interface Rewritten {
  readonly added: readonly Operation[];
  readonly removed: readonly Operation[];
}

/** The same in the JSON form. */
export const rewrittenJson = (rewritten: Rewritten | undefined): { readonly beforeWrite?: Rewritten } =>
  rewritten === undefined ? {} : { beforeWrite: rewritten };

/** The same in the JSON form. */
export const leftAloneJson = (leftAlone: readonly string[]): { readonly leftAlone?: readonly string[] } =>
  leftAlone.length === 0 ? {} : { leftAlone };
