import { getObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { ObjectRef } from "../../schema/object.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

const token = /[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*|::|\S/gu;
const named = /^["\p{L}_]/u;

interface Names {
  /** Words in the place of a column. */
  readonly columns: readonly string[];
  /** Words in the place of a type, with their schema where it is written. */
  readonly types: readonly { readonly schema?: string; readonly name: string }[];
}

/**
 * Objects of the schema that an expression of a table uses: columns of that table and enum types. Unlike `mentions`, it
 * guesses as little as it can, since what is lost with an object depends on it: words in string constants are no names,
 * and a word before a parenthesis is a function.
 */
export function usedObjects(
  expression: string,
  table: { readonly schema: string; readonly name: string },
  schema: DatabaseSchema,
): readonly ObjectRef[] {
  const { columns, types } = namesIn(expression, table.name);
  const refs = [
    ...columns.map((name) => ({ kind: "column", schema: table.schema, table: table.name, name })),
    ...types.flatMap((type) =>
      (type.schema === undefined ? [...new Set([table.schema, "public"])] : [type.schema]).map((at) => ({
        kind: "enumType",
        schema: at,
        name: type.name,
      })),
    ),
  ];
  return refs.filter((ref) => getObject(schema, ref) !== undefined);
}

function namesIn(expression: string, table: string): Names {
  const parts = [...expression.matchAll(token)].map(([part]) => part);
  const columns = new Set<string>();
  const types: { readonly schema?: string; readonly name: string }[] = [];
  parts.forEach((part, at) => {
    const name = nameOf(part);
    if (name === undefined) return;
    const qualifier = parts[at - 1] === "." ? nameOf(parts[at - 2]) : undefined;
    const before = parts[qualifier === undefined ? at - 1 : at - 3] ?? "";
    if (before === "::" || before.toLowerCase() === "as") {
      if (parts[at + 1] !== ".") types.push(qualifier === undefined ? { name } : { schema: qualifier, name });
    } else if (parts[at + 1] !== "(" && parts[at + 1] !== "." && (qualifier === undefined || qualifier === table)) columns.add(name);
  });
  return { columns: [...columns], types };
}

/** The name that a token stands for: a keyword without quotes is none. */
function nameOf(part: string | undefined): string | undefined {
  if (part === undefined || !named.test(part) || part.endsWith("'")) return undefined;
  if (part.startsWith('"')) return part.slice(1, -1).replaceAll('""', '"');
  const folded = part.toLowerCase();
  return quoteIdentifier(folded) === folded || /[^\x20-\x7e]/u.test(folded) || folded.includes("$") ? folded : undefined;
}
