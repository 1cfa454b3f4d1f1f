import type { Kinds } from "../../operation/kinds.ts";
import { objectsOf, putObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { scan } from "../sql/scan.ts";

/** The schema with the texts of all objects rewritten; objects whose texts stay are the same ones. */
export function rewriteTexts(
  schema: DatabaseSchema,
  rewrite: (text: string, object: SchemaObject) => string,
  kinds: Kinds,
): DatabaseSchema {
  const changed: SchemaObject[] = [];
  for (const object of objectsOf(schema)) {
    const kind = kinds.of(object.kind);
    const texts = kind.expressions?.(object, schema).map(({ text }) => text) ?? [];
    const rewritten = texts.map((text) => rewrite(text, object));
    if (rewritten.some((text, at) => text !== texts[at])) changed.push(kind.withExpressions?.(object, rewritten) ?? object);
  }
  return changed.length === 0 ? schema : putObjects(schema, changed);
}

/** A string constant in an expression, with the text around it. */
export interface Constant {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

/** The text with its string constants replaced, all else kept. */
export const replaceConstants = (text: string, replace: (constant: Constant) => string): string =>
  [...scan(text)]
    .map(({ kind, text: piece, start }) =>
      kind === "string" ? replace({ text: piece, before: text.slice(0, start), after: text.slice(start + piece.length) }) : piece,
    )
    .join("");
