import type { ObjectRef } from "../../schema/object.ts";

interface Named {
  readonly schema: string;
  readonly name: string;
}

interface Step<Kind extends string> extends Named {
  readonly kind: Kind;
  readonly to: string;
}

/**
 * For `ObjectKind.rename` of what stands in a schema: the move, then the rename, as far as each is needed. Without a `move`
 * it stays in its schema, and there are no operations to another one.
 */
export const renamedBy =
  <Rename extends string, Move extends string = never>(rename: Rename, move?: Move) =>
  ({ schema, name }: Named, to: ObjectRef): readonly (Step<Rename> | Step<Move>)[] => {
    const target = to.schema ?? schema;
    if (target !== schema && move === undefined) return [];
    return [
      ...(target === schema || move === undefined ? [] : [{ kind: move, schema, name, to: target }]),
      ...(to.name === name ? [] : [{ kind: rename, schema: target, name, to: to.name }]),
    ];
  };

interface InTable extends Named {
  readonly table: string;
}

/** For `ObjectKind.rename` of a part of a table. */
export const partRenamedBy =
  <Rename extends string>(kind: Rename) =>
  ({ schema, table, name }: InTable, to: ObjectRef): readonly (InTable & Step<Rename>)[] => [{ kind, schema, table, name, to: to.name }];
