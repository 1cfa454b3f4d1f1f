import type { Kinds } from "../../operation/kinds.ts";
import type { Expression, NamingContext } from "../../operation/ends.ts";
import type { ObjectKind } from "../../operation/kinds.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { refOf, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { areToldAlike, toldAs } from "../../schema/use.ts";
import { withoutOuterParentheses } from "../expression/parentheses.ts";

/** Two texts in the same place of an object, of which only the server can tell whether they mean the same. */
export interface Question {
  readonly wanted: Expression;
  /** The live text, read where the wanted one is. */
  readonly live: Expression;
  /** The object that the texts are of. */
  readonly of: ObjectRef;
  /** The server has no such object: the wanted text stands for the live one. */
  readonly isNew?: true;
}

/** A wanted object, in the live one's names, beside the live one. */
export interface Pair {
  readonly wanted: SchemaObject;
  readonly live: SchemaObject;
  /** Its expressions one by one, settled already or to be asked. Absent: it has none, or they cannot be compared one by one. */
  readonly texts?: readonly (string | Question)[];
}

/**
 * Objects that are in both schemas and do not say the same letter by letter; those that do, and mean the same, are given back as the live
 * one.
 */
export function pairsOf(
  live: DatabaseSchema,
  context: NamingContext,
  kinds: Kinds,
): { readonly pairs: readonly Pair[]; readonly same: readonly SchemaObject[] } {
  const pairs: Pair[] = [];
  const same: SchemaObject[] = [];
  for (const [key, container] of context.wanted.containers) {
    const others = live.containers.get(key);
    if (others === undefined || others === container) continue;
    for (const [ref, object] of container) {
      const other = others.get(ref);
      if (other === undefined || other === object) continue;
      if (!sameData(object, other)) pairs.push(pairOf(object, other, kinds.of(object.kind), context));
      else if (areToldAlike(object, other)) same.push(other);
    }
  }
  return { pairs, same };
}

/** Texts of new objects, at which the server is to look. */
export function newQuestions(
  { wanted, live }: { readonly wanted: DatabaseSchema; readonly live: DatabaseSchema },
  isMeant: (object: SchemaObject) => boolean,
  kinds: Kinds,
): readonly Question[] {
  const questions: Question[] = [];
  for (const [key, container] of wanted.containers) {
    const others = live.containers.get(key);
    if (others === container) continue;
    for (const [ref, object] of container) {
      if (others?.has(ref) === true || !isMeant(object)) continue;
      for (const text of kinds.of(object.kind).expressions?.(object, wanted) ?? [])
        questions.push({ wanted: text, live: text, of: refOf(object), isNew: true });
    }
  }
  return questions;
}

function pairOf(wanted: SchemaObject, live: SchemaObject, kind: ObjectKind, context: NamingContext): Pair {
  const named = toldAs(wanted, kind.settleNames?.(wanted, live, context) ?? wanted);
  const [now, before] = [named, live].map((object) => kind.expressions?.(object, context.wanted) ?? []);
  if (now === undefined || before === undefined || now.length === 0 || now.length !== before.length) return { wanted: named, live };
  return { wanted: named, live, texts: now.map((expression, at) => compared(expression, before[at], wanted)) };
}

/** The live text where it is the same but for parentheses around it; where it cannot be the same, the wanted one. */
function compared(wanted: Expression, live: Expression | undefined, object: SchemaObject): string | Question {
  if (live === undefined || live.as !== wanted.as) return wanted.text;
  // it has columns of its own
  if (wanted.as === "query") return live.text === wanted.text ? wanted.text : { wanted, live, of: refOf(object) };
  if (live.text === wanted.text) return wanted.text;
  if (withoutOuterParentheses(live.text) === withoutOuterParentheses(wanted.text)) return live.text;
  return { wanted, live: { ...wanted, text: live.text }, of: refOf(object) };
}
