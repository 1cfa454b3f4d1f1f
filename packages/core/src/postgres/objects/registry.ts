import type { Kinds, ObjectKind, OperationSpec } from "../../operation/kinds.ts";
import type { AnyOperation } from "../../operation/operation.ts";

/** Kinds and specs by their names. The place of a kind is its rank. */
export function registryOf(all: readonly ObjectKind[], specs: object): Kinds {
  const byName = new Map<string, ObjectKind>(all.map((kind) => [kind.kind, kind]));
  const ranks = new Map<string, number>(all.map((kind, at) => [kind.kind, at]));
  return {
    all,
    of: (name) => {
      const kind = byName.get(name);
      if (kind === undefined) throw new Error(`No kind of object is called ${name}.`);
      return kind;
    },
    tableOf: ({ schema, table }) =>
      table === undefined ? undefined : { kind: "table", ...(schema === undefined ? {} : { schema }), name: table },
    specOf: (op) => {
      const spec = (specs as Readonly<Record<string, unknown>>)[op.kind];
      if (spec === undefined) throw new Error(`No operation is called ${op.kind}.`);
      return spec as OperationSpec<AnyOperation>; // by construction of `specs`, it is handed its own operations
    },
    rankOf: (object) => ranks.get(object.kind) ?? ranks.size,
  };
}
