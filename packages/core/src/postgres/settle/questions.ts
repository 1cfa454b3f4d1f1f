import type { Expression, KindOf } from "../../operation/object-kind.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { withoutOuterParentheses } from "../sql/parentheses.ts";

/** Two texts in the same place of an object, of which only the server can tell whether they mean the same. */
export interface Question {
  /** The wanted expression, and how it is to be read. */
  readonly wanted: Expression;
  readonly live: string;
}

/** An object on both sides, its expressions one by one: settled already, or to be asked. */
export interface Comparison {
  readonly wanted: SchemaObject;
  readonly texts: readonly (string | Question)[];
}

/** Objects that are in both schemas and whose expressions are not letter by letter the same. */
export function comparisonsOf(wanted: DatabaseSchema, live: DatabaseSchema, kinds: KindOf): readonly Comparison[] {
  const found: Comparison[] = [];
  for (const object of objectsOf(wanted)) {
    const old = getObject(live, object);
    if (old === undefined || old === object) continue;
    const kind = kinds(object.kind);
    const [now, before] = [kind.expressions?.(object) ?? [], kind.expressions?.(old) ?? []];
    if (now.length === 0 || now.length !== before.length) continue;
    const texts = now.map((expression, at) => compared(expression, before[at]));
    if (texts.some((text, at) => text !== now[at]?.text)) found.push({ wanted: object, texts });
  }
  return found;
}

/** The live text where it is the same but for parentheses around it; where it cannot be the same, the wanted one. */
function compared(wanted: Expression, live: Expression | undefined): string | Question {
  if (live === undefined || live.as !== wanted.as || live.text === wanted.text) return wanted.text;
  if (withoutOuterParentheses(live.text) === withoutOuterParentheses(wanted.text)) return live.text;
  return { wanted, live: live.text };
}
