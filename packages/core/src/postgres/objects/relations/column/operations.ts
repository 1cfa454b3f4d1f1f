import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alsoForeign, isForeign, positionsLost } from "../foreign.ts";
import { alsoTyped } from "../typed.ts";
import { passingOn } from "./heirs.ts";
import { oneColumnSpecs, type ColumnOperations } from "./own-operations.ts";

export type { AddColumn, ColumnOperations, DropColumn } from "./own-operations.ts";

const { addColumn, dropColumn, renameColumn, ...changes } = oneColumnSpecs;

/** The operations on a column, each with what it does to the columns that are inherited from it. */
export const columnOperations: SpecsOf<ColumnOperations> = {
  addColumn: alsoTyped(alsoForeign(addColumn)),
  dropColumn: alsoTyped(
    alsoForeign({
      ...dropColumn,
      facts: (op, before, kinds) => ({
        ...dropColumn.facts(op, before, kinds),
        ...(isForeign(before, op) ? { ...positionsLost(before, { ...op, column: op.name }) } : {}),
      }),
    }),
  ),
  renameColumn: alsoTyped(renameColumn),
  ...(Object.fromEntries(
    Object.entries(changes).map(([kind, spec]) => [kind, alsoForeign(passingOn(spec as OperationSpec<never>, oneColumnSpecs))]),
  ) as unknown as typeof changes), // the same operations
};
