import { scan } from "../../../sql/scan.ts";
import { raw, sql, type Sql } from "../../../sql/sql.ts";
import { typeParts, typeText } from "../../../type/parts.ts";
import { resource } from "../../resources.ts";
import type { Argument, Routine } from "./model.ts";

/** Names one function or procedure. */
export interface RoutineRef {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
}

export const refOfRoutine = <Kind extends Routine["kind"]>(kind: Kind, { schema, name, signature }: RoutineRef) => ({
  kind,
  schema,
  name,
  signature,
});

/** A type without length and precision, which arguments and results do not have. */
export const bareType = (type: string): string => typeText({ ...typeParts(type), modifiers: [] });

/** The types of what is given at a call. @example signatureOf({ arguments: [{ type: "int" }] }) // "integer" */
export const signatureOf = ({ arguments: given = [] }: { readonly arguments?: readonly Argument[] }): string =>
  given
    .filter(({ mode }) => mode !== "out")
    .map(({ type }) => bareType(type))
    .join(", ");

/** The types in a signature. */
export function typesIn(signature: string): readonly string[] {
  if (signature === "") return [];
  const commas = [...scan(signature)].filter(({ text }) => text === ",").map(({ start }) => start);
  return [-1, ...commas].map((comma, at) => signature.slice(comma + 1, commas[at]).trim());
}

/** Its own key, and that of all routines of its name, which a text that only the name is known of uses. */
export const keysOfRoutine = ({ schema, name, signature }: RoutineRef): readonly [own: string, named: string] => [
  resource.signature(schema, name, signature),
  resource.routine(schema, name),
];

/** `public.f(integer)`. Of a procedure, the modes are written too: else its `out` arguments could be meant. */
export const callName = (kind: Routine["kind"], { schema, name, signature }: RoutineRef): Sql =>
  kind === "function"
    ? sql`${{ schema, name }}(${raw(signature)})`
    : sql`${{ schema, name }}(${typesIn(signature).map((type) => raw(`in ${type}`))})`;
