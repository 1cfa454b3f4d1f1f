import { getObject } from "../schema/database-schema.ts";
import { refKey, type SchemaObject } from "../schema/object.ts";
import type { Ends } from "./ends.ts";
import type { Kinds } from "./kinds.ts";
import type { AnyOperation } from "./operation.ts";

/** An object that both ends have, with what its kind says leads from one to the other. */
export interface Altered {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly ops: readonly AnyOperation[] | "recreate" | "replace";
}

export interface Changes {
  readonly created: readonly SchemaObject[];
  readonly dropped: readonly SchemaObject[];
  readonly altered: readonly Altered[];
  /** Ends as those that are made, and those that are dropped, see them where something is made anew. Absent: as they are. */
  readonly anew?: { readonly made: Ends; readonly gone: Ends };
}

/** What differs between both ends. What is the same object on both sides, or a whole container of them, is passed over. */
export function changesBetween(ends: Ends, kinds: Kinds, isSame: (from: SchemaObject, to: SchemaObject) => boolean): Changes {
  const created: SchemaObject[] = [];
  const altered: Altered[] = [];
  const dropped: SchemaObject[] = [];
  for (const [key, container] of ends.after.containers) {
    const had = ends.before.containers.get(key);
    if (had === container) continue;
    for (const [ref, to] of container) {
      const from = had?.get(ref);
      if (from === undefined) created.push(to);
      else if (from !== to && !isSame(from, to)) altered.push({ from, to, ops: kinds.of(to.kind).alter(from, to, ends) });
    }
  }
  for (const [key, container] of ends.before.containers) {
    const wanted = ends.after.containers.get(key);
    if (wanted === container) continue;
    for (const [ref, object] of container) if (wanted?.has(ref) !== true) dropped.push(object);
  }
  return { created, dropped, altered: [...altered, ...disturbed(ends, kinds, altered)] };
}

/** What is equal at both ends, and is altered all the same. */
function disturbed(ends: Ends, kinds: Kinds, altered: readonly Altered[]): readonly Altered[] {
  const known = new Set(altered.map(({ to }) => refKey(to)));
  return kinds.all.flatMap((kind) =>
    (kind.disturbed?.(ends) ?? []).flatMap((from) => {
      const to = getObject(ends.after, from);
      return to === undefined || known.has(refKey(from)) ? [] : [{ from, to, ops: kind.alter(from, to, ends) }];
    }),
  );
}
