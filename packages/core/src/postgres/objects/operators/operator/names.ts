import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { typesIn } from "../../routines/routine/fragment.ts";
import type { Operator, QualifiedName } from "./model.ts";

export interface OperatorRef extends QualifiedName {
  readonly signature: string;
}

/** `public.===`: its signs are never in quotes. */
export const operatorName = ({ schema, name }: QualifiedName): Sql => sql`${identifier(schema)}.${raw(name)}`;

/** `public.=== (integer, integer)`. */
export const signedName = (ref: OperatorRef): Sql => sql`${operatorName(ref)} (${raw(ref.signature)})`;

/** Its own key, and that of any operator of its name. */
export const keysOfOperator = ({ schema, name, signature }: OperatorRef): readonly [string, string] => [
  resource.operator(schema, name, signature),
  resource.anyOperator(schema, name),
];

/** The types of its values. Undefined on the left: it has one value. */
export function typesOf({ signature }: Pick<Operator, "signature">): { readonly left: string | undefined; readonly right: string } {
  const [left = "", right = ""] = typesIn(signature);
  return { left: left === none ? undefined : left, right };
}

export const none = "NONE";

/** Its values turned round. */
export function turnedRound(signature: string): string {
  const [left = "", right = ""] = typesIn(signature);
  return `${right}, ${left}`;
}
