import { sameData } from "../../../../schema/same-data.ts";
import type { FunctionObject, Routine } from "./model.ts";
import { normalFunction, normalProcedure, outputsOf } from "./normal-form.ts";

/**
 * Whether CREATE OR REPLACE takes the second in place of the first. What is called with it must go on as it is (ProcedureCreate in
 * PostgreSQL's pg_proc.c): what it returns, the type that it is made with, the names of its arguments, and defaults, of which more may
 * come.
 */
export function isReplaceable(from: Routine, to: Routine): boolean {
  if (!sameData(outputsOf(from), outputsOf(to))) return false;
  const [had, has] = [from, to].map(({ arguments: given = [] }) => given.filter(({ mode }) => mode !== "out"));
  const inputs = (had ?? []).map((argument, at) => [argument, has?.[at]] as const);
  const areKept = inputs.every(
    ([was, is]) =>
      (was.name === undefined || was.name === is?.name) &&
      (was.default === undefined || is?.default !== undefined) &&
      (was.mode === "variadic") === (is?.mode === "variadic"),
  );
  if (!areKept) return false;
  return from.kind === "procedure" || to.kind === "procedure" || sameData(resultOf(from), resultOf(to));
}

const resultOf = (routine: FunctionObject): object => {
  const { returns, setof, columns, window, canonicalOf } = normalFunction(routine);
  return { returns, setof, columns, window, canonicalOf };
};

export const normalRoutine = <Of extends Routine>(routine: Of): Of =>
  (routine.kind === "function" ? normalFunction(routine) : normalProcedure(routine)) as Of; // of its own kind
