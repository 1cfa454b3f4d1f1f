import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { Routine } from "./model.ts";
import { callName, keysOfRoutine, refOfRoutine, type RoutineRef } from "./signature.ts";

/** Gives a function another name. All that uses it follows, but not the bodies of functions: these call it by name. */
export interface RenameFunction extends RoutineRef {
  readonly kind: "renameFunction";
  readonly to: string;
}

/** Moves a function into another schema. All that uses it follows, but not the bodies of functions: these call it by name. */
export interface SetFunctionSchema extends RoutineRef {
  readonly kind: "setFunctionSchema";
  readonly to: string;
}

/** Gives a procedure another name. Bodies of functions that call it do not follow. */
export interface RenameProcedure extends RoutineRef {
  readonly kind: "renameProcedure";
  readonly to: string;
}

/** Moves a procedure into another schema. Bodies of functions that call it do not follow. */
export interface SetProcedureSchema extends RoutineRef {
  readonly kind: "setProcedureSchema";
  readonly to: string;
}

export interface RoutineRenameOperations {
  readonly renameFunction: RenameFunction;
  readonly setFunctionSchema: SetFunctionSchema;
  readonly renameProcedure: RenameProcedure;
  readonly setProcedureSchema: SetProcedureSchema;
}

const renames = <Op extends RenameFunction | RenameProcedure>(kind: Routine["kind"]): OperationSpec<Op> => ({
  about: (op) => refOfRoutine(kind, op),
  apply: (before, op, kinds) => renameObject(before, refOfRoutine(kind, op), { schema: op.schema, name: op.to }, kinds),
  reverse: (op) => [{ ...op, name: op.to, to: op.name }],
  touches: (op) => ({ renames: true, drops: keysOfRoutine(op), creates: keysOfRoutine({ ...op, name: op.to }) }),
  sql: (op) => [sql`alter ${{ name: kind }} ${callName(kind, op)} rename to ${identifier(op.to)}`],
  facts: () => metadataOnly,
});

const moves = <Op extends SetFunctionSchema | SetProcedureSchema>(kind: Routine["kind"]): OperationSpec<Op> => ({
  about: (op) => refOfRoutine(kind, op),
  apply: (before, op, kinds) => renameObject(before, refOfRoutine(kind, op), { schema: op.to, name: op.name }, kinds),
  reverse: (op) => [{ ...op, schema: op.to, to: op.schema }],
  touches: (op) => ({
    renames: true,
    drops: keysOfRoutine(op),
    creates: keysOfRoutine({ ...op, schema: op.to }),
    needs: [resource.schema(op.to)],
    frees: [resource.schema(op.schema)],
  }),
  sql: (op) => [sql`alter ${{ name: kind }} ${callName(kind, op)} set schema ${identifier(op.to)}`],
  facts: () => metadataOnly,
});

export const routineRenameOperations: SpecsOf<RoutineRenameOperations> = {
  renameFunction: renames<RenameFunction>("function"),
  setFunctionSchema: moves<SetFunctionSchema>("function"),
  renameProcedure: renames<RenameProcedure>("procedure"),
  setProcedureSchema: moves<SetProcedureSchema>("procedure"),
};
