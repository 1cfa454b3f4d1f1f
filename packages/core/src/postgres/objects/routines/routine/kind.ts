import type { Expression } from "../../../../operation/ends.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { sql } from "../../../sql/sql.ts";
import type { Address, PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import type { Argument, FunctionObject, Procedure, Routine } from "./model.ts";
import { normalFunction, normalProcedure } from "./normal-form.ts";
import { toldAs } from "../../../../schema/use.ts";
import type { CreateFunction, CreateProcedure, ReplaceFunction, ReplaceProcedure, RoutineOperations } from "./operations.ts";
import { renamedRoutine } from "./renamed.ts";
import { isReplaceable, normalRoutine } from "./replaceable.ts";
import { callName, keysOfRoutine, refOfRoutine } from "./signature.ts";
import { namesOfRoutine, usesOfRoutine } from "./uses.ts";

type RoutineOperation = RoutineOperations[keyof RoutineOperations];

const address = (kind: Routine["kind"]): Address => ({
  sql: ({ schema = "", name, signature = "" }) => sql`${{ name: kind }} ${callName(kind, { schema, name, signature })}`,
  key: ({ schema = "", name, signature = "" }) => keysOfRoutine({ schema, name, signature })[0],
  commentLock: "none",
  grantedOn: ({ schema = "", name, signature = "" }) => sql`${{ name: kind }} ${callName(kind, { schema, name, signature })}`,
  objects: "functions",
  toPublic: () => ["execute"],
});

/** Types that only stand for others: nothing is of such a type, and so no text can be asked for as of one. */
const isPseudo = (type: string): boolean => /^(?:"any"|any[a-z]+|record|internal|cstring|trigger|event_trigger|void)(?:\[\])?$/u.test(type);

const areAsked = ({ type, default: given }: Argument): boolean => given !== undefined && !isPseudo(type);

const expressions = ({ arguments: given = [] }: Routine): readonly Expression[] =>
  given.filter(areAsked).map(({ type, default: text = "" }) => ({ text, as: "default", type }));

function withExpressions<Of extends Routine>(routine: Of, texts: readonly string[]): Of {
  if (texts.length === 0 || routine.arguments === undefined) return routine;
  const rest = [...texts];
  return {
    ...routine,
    arguments: routine.arguments.map((one) => (areAsked(one) ? { ...one, default: rest.shift() ?? one.default } : one)),
  };
}

/** Its body is taken as it is: what that uses may come later in the same revision, or be gone for long. */
const isUnchecked = ({ sqlBody, language }: Routine): boolean => sqlBody === undefined && language !== "c" && language !== "internal";

const shared = {
  owns: keysOfRoutine,
  names: namesOfRoutine,
  uses: usesOfRoutine,
  renamed: renamedRoutine,
  expressions,
  withExpressions,
} as const;

/** The payload that makes it: its signature follows from its arguments. */
function payloadOf<Of extends Routine>(routine: Of): Omit<Of, "kind" | "signature"> & { readonly unchecked?: true } {
  const { kind: _, signature: __, ...rest } = routine;
  return { ...rest, ...(isUnchecked(routine) ? { unchecked: true } : {}) };
}

/** One with other arguments is another one. */
const renamed = <Step extends object>(
  by: (routine: Routine, to: ObjectRef) => readonly Step[],
  routine: Routine,
  to: ObjectRef,
): readonly (Step & Pick<Routine, "signature">)[] =>
  routine.signature === to.signature ? by(routine, to).map((step) => ({ ...step, signature: routine.signature })) : [];

export const functionKind: PostgresKind<FunctionObject, RoutineOperation> = {
  kind: "function",
  ...shared,
  rename: (routine, to) => renamed(renamedBy("renameFunction", "setFunctionSchema"), routine, to),
  addresses: { function: address("function") },
  normalize: normalFunction,
  goesAlong: "always",
  create: createFunction,
  drop: (routine) => [
    {
      ...refOfRoutine("function", routine),
      kind: "dropFunction",
      ...(routine.canonicalOf === undefined ? {} : { canonicalOf: routine.canonicalOf }),
    },
  ],
  alter: (from, to) =>
    isReplaceable(normalRoutine(from), normalRoutine(to))
      ? [toldAs<ReplaceFunction>(to, { ...payloadOf(to), kind: "replaceFunction" })]
      : "recreate",
};

/**
 * Where the type of a canonical function has no more than its name, PostgreSQL takes only functions in C, and no default of the type. So
 * one in another language is another function first, and replaced when the type is there.
 */
function createFunction(routine: FunctionObject): readonly RoutineOperation[] {
  const { schema, name, arguments: given = [], returns, canonicalOf } = routine;
  if (canonicalOf === undefined || isCompiled(routine)) {
    return [toldAs<CreateFunction>(routine, { ...payloadOf(routine), kind: "createFunction" })];
  }
  return [
    {
      kind: "createFunction",
      schema,
      name,
      arguments: given.map(({ default: _, ...argument }) => argument),
      ...(returns === undefined ? {} : { returns }),
      language: "internal",
      body: "int4range_canonical",
      volatility: "immutable",
      canonicalOf,
    },
    toldAs<ReplaceFunction>(routine, { ...payloadOf(routine), kind: "replaceFunction" }),
  ];
}

const isCompiled = ({ language, arguments: given = [] }: FunctionObject): boolean =>
  (language === "c" || language === "internal") && given.every(({ default: text }) => text === undefined);

export const procedureKind: PostgresKind<Procedure, RoutineOperation> = {
  kind: "procedure",
  ...shared,
  rename: (routine, to) => renamed(renamedBy("renameProcedure", "setProcedureSchema"), routine, to),
  addresses: { procedure: address("procedure") },
  normalize: normalProcedure,
  create: (routine) => [toldAs<CreateProcedure>(routine, { ...payloadOf(routine), kind: "createProcedure" })],
  drop: (routine) => [{ ...refOfRoutine("procedure", routine), kind: "dropProcedure" }],
  alter: (from, to) =>
    isReplaceable(normalRoutine(from), normalRoutine(to))
      ? [toldAs<ReplaceProcedure>(to, { ...payloadOf(to), kind: "replaceProcedure" })]
      : "recreate",
};
