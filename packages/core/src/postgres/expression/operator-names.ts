import type { NewName, NewNames } from "../../operation/new-names.ts";
import { resource } from "../objects/resources.ts";
import { printName } from "./names.ts";

// `OPERATOR(schema.signs)`, the one way in which a text says the schema of an operator. The server prints all so that are not in
// pg_catalog.

const inText = /operator\s*\(\s*(?<schema>"(?:[^"]|"")+"|[^\s".()]+)\s*\.\s*(?<signs>[-+*/<>=~!@#%^&|`?]+)\s*\)/giu;

/** A text within quotes is left alone. */
const pieces = /'(?:[^']|'')*'/gu;

const schemaIn = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase());

function eachOperator(text: string, replace: (key: string, written: string) => string): string {
  let result = "";
  let done = 0;
  const outside = (until: number): string =>
    text
      .slice(done, until)
      .replaceAll(inText, (written: string, schema: string, signs: string) =>
        replace(resource.anyOperator(schemaIn(schema), signs), written),
      );
  for (const { index, 0: quoted } of text.matchAll(pieces)) {
    result += outside(index) + quoted;
    done = index + quoted.length;
  }
  return result + outside(text.length);
}

/** The keys of the operators in a text: any of their names. */
export function keysOfOperatorText(text: string): readonly string[] {
  if (!/operator/iu.test(text)) return [];
  const keys = new Set<string>();
  eachOperator(text, (key, written) => {
    keys.add(key);
    return written;
  });
  return [...keys];
}

const printed = ({ schema, name }: NewName): string => `OPERATOR(${printName([schema])}.${name})`;

/** The text after operators got into another schema. */
export function withOperators(text: string, names: NewNames): string {
  if (!/operator/iu.test(text)) return text;
  return eachOperator(text, (key, written) => {
    const to = names.get(key);
    return to === undefined ? written : printed(to);
  });
}
