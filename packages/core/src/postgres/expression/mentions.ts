import { resource } from "../objects/resources.ts";

const token = /'(?:[^']|'')*'|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*|\./gu;

/**
 * Resources that an expression may use: every name in it, and every name inside its string constants (such as the
 * sequence in `nextval('public.users_id_seq'::regclass)`), read as a column of the table, a relation and a type.
 * A name that means something else gives a key that nobody creates, which is harmless.
 */
export function mentions(expression: string, table: { readonly schema: string; readonly name: string }): readonly string[] {
  return namesIn(expression).flatMap(({ schema, name }) => [
    ...(schema === undefined ? [resource.column(table.schema, table.name, name)] : []),
    ...schemasOf(schema, table.schema).flatMap((at) => [resource.relation(at, name), resource.type(at, name)]),
  ]);
}

/** Resources that a type name stands for: an enum or another named type, of the given schema where it is unqualified. */
export function typeMentions(type: string, schema: string): readonly string[] {
  return namesIn(type).flatMap((found) => schemasOf(found.schema, schema).map((at) => resource.type(at, found.name)));
}

const schemasOf = (given: string | undefined, own: string): readonly string[] =>
  given === undefined ? [...new Set([own, "public"])] : [given];

interface Name {
  readonly schema?: string;
  readonly name: string;
}

/** Names in a text, `schema.name` pairs joined, those inside string constants included. */
function namesIn(text: string): readonly Name[] {
  const found: Name[] = [];
  let pending: string | undefined;
  let dotted = false;
  for (const [part] of text.matchAll(token)) {
    if (part === ".") {
      dotted = pending !== undefined;
      continue;
    }
    if (part.startsWith("'")) {
      const inner = part.slice(1, -1).replaceAll("''", "'");
      if (inner.length <= 130 && inner !== text) found.push(...namesIn(inner));
      pending = undefined;
      continue;
    }
    const name = part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase();
    if (dotted && pending !== undefined) found.push({ schema: pending, name });
    else found.push({ name });
    pending = name;
    dotted = false;
  }
  return found;
}
