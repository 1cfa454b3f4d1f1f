import { droppedByName } from "../operation/links.ts";
import type { Kinds } from "../operation/kinds.ts";
import type { Ends } from "../operation/ends.ts";
import type { AnyOperation } from "../operation/operation.ts";
import { changesBetween } from "../operation/changes.ts";
import { tellAboutNew } from "../operation/about-new.ts";
import { withAside, type LettingGo } from "../operation/stand-aside.ts";
import { byRefKey, refKey, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import { toldAs } from "../schema/use.ts";
import { sameData } from "../schema/same-data.ts";

/**
 * Operations that lead from one schema to the other, not yet in an order that can run (see plan/order.ts): what is made
 * and altered kind by kind, then what is dropped, the other way round. Same input, same operations.
 * @param lettingGo altered objects that must be out of the way before others change.
 */
export function diffSchemas(ends: Ends, kinds: Kinds, lettingGo?: LettingGo): readonly AnyOperation[] {
  for (const kind of kinds.all) kind.assertPossible?.(ends.after);
  const {
    created,
    dropped,
    altered,
    anew = { made: ends, gone: ends },
  } = withAside(
    changesBetween(ends, kinds, (from, to) => isSame(from, to, kinds)),
    ends,
    kinds,
    lettingGo,
  );
  const gone = sorted(dropped, kinds).toReversed();
  const besideOf = besides(ends, kinds);
  const ranked: readonly Ranked[] = [
    ...sorted(created, kinds).flatMap((object) => [
      {
        rank: kinds.rankOf(object),
        ops: kinds
          .of(object.kind)
          .create(object, anew.made)
          .map((op) => knowing(object, op, kinds)),
      },
      ...besideOf(object, () => true),
    ]),
    ...altered
      .toSorted((left, right) => byRefKey(left.to, right.to))
      .flatMap(({ to, ops }) => {
        if (typeof ops === "string") return [];
        const made = madeBy(ops, ends, kinds);
        return [{ rank: kinds.rankOf(to), ops }, ...(made.size === 0 ? [] : besideOf(to, (key) => made.has(key)))];
      }),
  ];
  return [
    ...ranked.toSorted((left, right) => left.rank - right.rank).flatMap(({ ops }) => ops),
    ...droppedByName(gone, kinds).flatMap((object) => kinds.of(object.kind).drop(object, anew.gone)),
  ];
}

/** The operation that makes an object knows what the server has said that the object uses: it decides when that can run. */
function knowing(object: SchemaObject, op: AnyOperation, kinds: Kinds): AnyOperation {
  const about = kinds.specOf(op).about(op);
  return about !== undefined && refKey(about) === refKey(object) ? toldAs(object, op as AnyOperation & SchemaObject) : op; // its payload
}

/** What alterations make, under a new name or under one that was there. */
const madeBy = (ops: readonly AnyOperation[], { before }: Ends, kinds: Kinds): ReadonlySet<string> =>
  new Set(
    ops.flatMap((op) => {
      const { creates = [], remakes = [] } = kinds.specOf(op).touches(op, before, kinds);
      return [...creates, ...remakes];
    }),
  );

/** What kinds do beside the creation of any object, by their rank. Few kinds do anything. */
function besides(ends: Ends, kinds: Kinds) {
  const some = kinds.all.filter((kind) => kind.besides !== undefined);
  return (object: SchemaObject, isMade: (key: string) => boolean): readonly Ranked[] =>
    some.map((kind) => ({
      rank: kinds.rankOf({ kind: kind.kind, name: object.name }),
      ops: (kind.besides?.(object, isMade, ends, kinds) ?? []).map(tellAboutNew),
    }));
}

interface Ranked {
  readonly rank: number;
  readonly ops: readonly AnyOperation[];
}

function isSame(from: SchemaObject, to: SchemaObject, kinds: Kinds): boolean {
  const kind = kinds.of(to.kind);
  return sameData(kind.normalize(from), kind.normalize(to));
}

const sorted = (objects: readonly SchemaObject[], kinds: Kinds): readonly SchemaObject[] =>
  objects.toSorted((left, right) => kinds.rankOf(left) - kinds.rankOf(right) || byName(left, right, kinds));

/** What has an order that counts keeps it; everything else goes by name. */
function byName(left: ObjectRef, right: ObjectRef, kinds: Kinds): number {
  const { isOrdered } = kinds.of(left.kind);
  if (left.kind !== right.kind || isOrdered === undefined) return byRefKey(left, right);
  return isOrdered === "in table" ? 0 : byRefKey(withoutRole(left), withoutRole(right));
}

const withoutRole = ({ role: _, ...ref }: ObjectRef): ObjectRef => ref;
