import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { beside, metadataOnly } from "../../../../operation/shapes.ts";
import { toldAs } from "../../../../schema/use.ts";
import { raw, sql, type Sql } from "../../../sql/sql.ts";
import { createRoutineSql } from "./fragment.ts";
import type { FunctionObject, Procedure, Routine } from "./model.ts";
import { routineRenameOperations, type RoutineRenameOperations } from "./rename.ts";
import { callName, keysOfRoutine, signatureOf, type RoutineRef } from "./signature.ts";
import { readsOfRoutine, typesOfCanonical } from "./uses.ts";

/** Its body may use what comes later, or what is not there: PostgreSQL does not look into it. */
interface Unchecked {
  /** Absent: PostgreSQL checks it, as far as it checks the language. */
  readonly unchecked?: true;
}

export interface CreateFunction extends Omit<FunctionObject, "kind" | "signature">, Unchecked {
  readonly kind: "createFunction";
}

/** Gives a function another body and other properties. PostgreSQL takes it if its arguments and what it returns stay as they are. */
export interface ReplaceFunction extends Omit<FunctionObject, "kind" | "signature">, Unchecked {
  readonly kind: "replaceFunction";
}

export interface DropFunction extends RoutineRef {
  readonly kind: "dropFunction";
  /** The type that has no more than its name, and goes too. Absent: none does. */
  readonly canonicalOf?: string;
}

export interface CreateProcedure extends Omit<Procedure, "kind" | "signature">, Unchecked {
  readonly kind: "createProcedure";
}

/** Gives a procedure another body and other properties. PostgreSQL takes it if its arguments stay as they are. */
export interface ReplaceProcedure extends Omit<Procedure, "kind" | "signature">, Unchecked {
  readonly kind: "replaceProcedure";
}

export interface DropProcedure extends RoutineRef {
  readonly kind: "dropProcedure";
}

export interface RoutineOperations extends RoutineRenameOperations {
  readonly createFunction: CreateFunction;
  readonly replaceFunction: ReplaceFunction;
  readonly dropFunction: DropFunction;
  readonly createProcedure: CreateProcedure;
  readonly replaceProcedure: ReplaceProcedure;
  readonly dropProcedure: DropProcedure;
}

type Making = CreateFunction | ReplaceFunction | CreateProcedure | ReplaceProcedure;

function made(kind: Routine["kind"], { unchecked: _, ...op }: Making): Routine {
  return { ...op, kind, signature: signatureOf(op) };
}

/** The payload with its whole ref. */
function signed<Op extends Making>(op: Op): Op & RoutineRef {
  const whole = { ...op, signature: signatureOf(op) } as Op & RoutineRef; // the same, and one field more
  return toldAs(op, whole);
}

/** With the check of bodies turned off for the statement, where that is asked for. */
function checked({ unchecked }: Unchecked, statement: Sql): readonly (Sql | ReturnType<typeof beside>)[] {
  if (unchecked !== true) return [statement];
  return [beside(sql`set local check_function_bodies = off`), statement, beside(sql`set local check_function_bodies to default`)];
}

function creation<Op extends CreateFunction | CreateProcedure>(kind: Routine["kind"]): OperationSpec<Op> {
  const usual = creates<Op & RoutineRef>(kind, (op) => toldAs(op, made(kind, op)));
  return {
    about: (op) => usual.about(signed(op)),
    apply: (before, op, kinds) => usual.apply(before, signed(op), kinds),
    reverse: (op, before, kinds) => usual.reverse(signed(op), before, kinds),
    touches: (op, before, kinds) => ({ ...usual.touches(signed(op), before, kinds), reads: readsOfRoutine(made(kind, op), before) }),
    sql: (op) => checked(op, createRoutineSql({ ...op, kind })),
    facts: () => metadataOnly,
  };
}

function replacement<Op extends ReplaceFunction | ReplaceProcedure>(kind: Routine["kind"]): OperationSpec<Op> {
  const usual = alters<Op & RoutineRef>(kind, (_, op) => toldAs(op, made(kind, op)));
  return {
    about: (op) => usual.about(signed(op)),
    apply: (before, op, kinds) => usual.apply(before, signed(op), kinds),
    reverse: (op, before, kinds) => usual.reverse(signed(op), before, kinds),
    touches: (op, before, kinds) => ({ ...usual.touches(signed(op), before, kinds), reads: readsOfRoutine(made(kind, op), before) }),
    sql: (op) => checked(op, createRoutineSql({ ...op, kind }, { orReplace: true })),
    facts: () => metadataOnly,
  };
}

const removal = <Op extends DropFunction | DropProcedure>(kind: Routine["kind"]): OperationSpec<Op> => ({
  ...drops<Op>(kind),
  sql: (op) => [sql`drop ${{ name: kind }} ${callName(kind, op)}`],
  facts: () => metadataOnly,
});

const createFunction = creation<CreateFunction>("function");
const replaceFunction = replacement<ReplaceFunction>("function");
const dropFunction = removal<DropFunction>("function");

/** A canonical function takes a type that is made with it: that has its name before, and the rest after. */
const createAnyFunction: OperationSpec<CreateFunction> = {
  ...createFunction,
  touches: (op, before, kinds) => {
    const touches = createFunction.touches(op, before, kinds);
    const types = typesOfCanonical(op);
    if (types.length === 0) return touches;
    return {
      ...touches,
      creates: [...(touches.creates ?? []), ...types],
      needs: touches.needs?.filter((key) => !types.includes(key)) ?? [],
    };
  },
  sql: (op, kinds) => [
    ...(op.canonicalOf === undefined ? [] : [beside(sql`create type ${raw(op.canonicalOf)}`)]),
    ...createFunction.sql(op, kinds),
  ],
};

/** What a canonical function says is a part of its type: whatever uses that comes after. */
const replaceAnyFunction: OperationSpec<ReplaceFunction> = {
  ...replaceFunction,
  touches: (op, before, kinds) => {
    const touches = replaceFunction.touches(op, before, kinds);
    if (op.canonicalOf === undefined) return touches;
    return { ...touches, alters: typesOfCanonical(op), needs: [...(touches.needs ?? []), ...keysOfRoutine(signed(op))] };
  },
};

const dropAnyFunction: OperationSpec<DropFunction> = {
  ...dropFunction,
  sql: (op, kinds) => [
    ...dropFunction.sql(op, kinds),
    ...(op.canonicalOf === undefined ? [] : [beside(sql`drop type ${raw(op.canonicalOf)}`)]),
  ],
};

export const routineOperations: SpecsOf<RoutineOperations> = {
  createFunction: createAnyFunction,
  replaceFunction: replaceAnyFunction,
  dropFunction: dropAnyFunction,
  createProcedure: creation<CreateProcedure>("procedure"),
  replaceProcedure: replacement<ReplaceProcedure>("procedure"),
  dropProcedure: removal<DropProcedure>("procedure"),
  ...routineRenameOperations,
};
