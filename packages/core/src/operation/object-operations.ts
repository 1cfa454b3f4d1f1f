import { getObject, putObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import { refOf, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import type { Kinds, OperationSpec } from "./kinds.ts";
import { ownedBy, usedBy, usesOf, withoutObject, withParts } from "./links.ts";
import type { NewName } from "./new-names.ts";
import type { AnyOperation } from "./operation.ts";
import { toldAs } from "../schema/use.ts";
import { renameObject } from "./rename.ts";
import { statewise } from "./shapes.ts";
import type { Touches } from "./spec.ts";

// What follows from a kind for the operations that most kinds have. Left to each: its SQL and its facts.

type Facets<Op extends AnyOperation> = Pick<OperationSpec<Op>, "about" | "apply" | "reverse" | "touches">;

type Named = Omit<ObjectRef, "kind">;

const refIn = (kind: string, op: Named): ObjectRef => refOf({ ...op, kind });

/** An operation whose payload is the object that it creates. `madeBy`: where it is not quite that. */
export function creates<Op extends AnyOperation & Named>(
  kind: string,
  madeBy: (op: Op) => SchemaObject = (op) => ({ ...op, kind }),
): Facets<Op> {
  const made = (op: Op): SchemaObject => toldAs(op, madeBy(op));
  return {
    about: (op) => refIn(kind, op),
    ...statewise<Op>((before, op) => putObjects(before, [made(op)])),
    touches: (op, _, kinds) => ({ creates: ownedBy(made(op), kinds), needs: usedBy(made(op), kinds) }),
  };
}

/** An operation that drops an object, and all that PostgreSQL drops with it. Its payload is the object's ref. */
export function drops<Op extends AnyOperation & Named>(kind: string): Facets<Op> {
  return {
    about: (op) => refIn(kind, op),
    ...statewise<Op>((before, op, kinds) => withoutObject(before, refIn(kind, op), kinds)),
    touches: (op, before, kinds) => dropTouches(refIn(kind, op), before, kinds),
  };
}

/** The same for an operation whose payload has other fields in place of the name, which follows from them. */
export const namedBy = <Op extends AnyOperation, Full extends Op & Named>(usual: Facets<Full>, complete: (op: Op) => Full): Facets<Op> => ({
  about: (op) => usual.about(complete(op)),
  apply: (before, op, kinds) => usual.apply(before, complete(op), kinds),
  reverse: (op, before, kinds) => usual.reverse(complete(op), before, kinds),
  touches: (op, before, kinds) => usual.touches(complete(op), before, kinds),
});

/** An operation that changes an object: `to` gives what it becomes. Nothing happens where the schema has not got it. */
export function alters<Op extends AnyOperation & Named, Object extends SchemaObject = SchemaObject>(
  kind: string,
  to: (object: Object, op: Op) => Object,
): Facets<Op> {
  const changed = (before: DatabaseSchema, op: Op): { readonly from: Object; readonly to: Object } | undefined => {
    const from = getObject(before, refIn(kind, op)) as Object | undefined; // a ref names an object of its kind
    return from === undefined ? undefined : { from, to: to(from, op) };
  };
  return {
    about: (op) => refIn(kind, op),
    ...statewise<Op>((before, op) => {
      const change = changed(before, op);
      return change === undefined ? before : putObjects(before, [change.to]);
    }),
    touches: (op, before, kinds) => {
      const change = changed(before, op);
      if (change === undefined) return {};
      const [had, has] = [usedBy(change.from, kinds), usedBy(change.to, kinds)];
      const [was, is] = [ownedBy(change.from, kinds), ownedBy(change.to, kinds)];
      return {
        alters: was.filter((key) => is.includes(key)),
        creates: is.filter((key) => !was.includes(key)),
        drops: was.filter((key) => !is.includes(key)),
        needs: has.filter((key) => !had.includes(key)),
        frees: had.filter((key) => !has.includes(key)),
      };
    },
  };
}

/** An operation that gives an object the name `to`. All that uses it follows. */
export const renames = <Op extends AnyOperation & Named & { readonly to: string }>(kind: string): Facets<Op> =>
  named<Op>(kind, {
    newName: ({ schema = "", table, to }) => ({ schema, ...(table === undefined ? {} : { table }), name: to }),
    back: (op) => ({ ...op, name: op.to, to: op.name }),
  });

/** An operation that moves an object into the schema `to`. */
export const moves = <Op extends AnyOperation & Named & { readonly to: string }>(kind: string): Facets<Op> =>
  named<Op>(kind, {
    newName: ({ to, name }) => ({ schema: to, name }),
    back: (op) => ({ ...op, schema: op.to, to: op.schema ?? "" }),
  });

function named<Op extends AnyOperation & Named>(
  kind: string,
  { newName, back }: { readonly newName: (op: Op) => NewName; readonly back: (op: Op) => Op },
): Facets<Op> {
  return {
    about: (op) => refIn(kind, op),
    apply: (before, op, kinds) => renameObject(before, refIn(kind, op), newName(op), kinds),
    reverse: (op) => [back(op)],
    touches: (op, before, kinds) => {
      const from = getObject(before, refIn(kind, op));
      const [main] = from === undefined ? [] : ownedBy(from, kinds);
      if (from === undefined || main === undefined) return {};
      const to = kinds.of(kind).renamed?.(from, new Map([[main, newName(op)]]), kinds) ?? from;
      const [had, has] = [usedBy(from, kinds), usedBy(to, kinds)];
      return {
        renames: true,
        drops: ownedBy(from, kinds),
        creates: ownedBy(to, kinds),
        needs: has.filter((key) => !had.includes(key)),
        frees: had.filter((key) => !has.includes(key)),
      };
    },
  };
}

/**
 * What dropping an object touches: all that goes with it goes, and lets go of what it used; also of what it uses and takes along, as the
 * default of a serial column uses the sequence that the column owns. Empty if the schema has not got it.
 */
export function dropTouches(ref: ObjectRef, before: DatabaseSchema, kinds: Kinds): Touches {
  const gone = withParts(before, ref, kinds);
  const dropped = new Set(gone.flatMap((object) => ownedBy(object, kinds)));
  const uses = gone.flatMap((object) => usesOf(object, kinds));
  const freed = new Set(uses.flatMap(({ of, how }) => (how === "part" && dropped.has(of) ? [] : [of])));
  return { drops: [...dropped], frees: [...freed] };
}
