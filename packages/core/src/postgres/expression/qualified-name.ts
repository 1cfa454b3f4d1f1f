import type { NewNames } from "../../operation/new-names.ts";
import { nameParts, printName } from "./names.ts";

// Names of collations, operator classes and the like as fields of objects have them: qualified where they are not in pg_catalog.

type KeyOf = (schema: string, name: string) => string;

/** The resource key of a name; none of one without a schema, which is PostgreSQL's own. */
export function keysOfName(name: string | undefined, keyOf: KeyOf): readonly string[] {
  const [schema, own] = name === undefined ? [] : nameParts(name);
  return schema === undefined || own === undefined ? [] : [keyOf(schema, own)];
}

/** The name after what it names got another one. */
export function renamedName(name: string, keyOf: KeyOf, names: NewNames): string {
  const to = keysOfName(name, keyOf).flatMap((key) => names.get(key) ?? [])[0];
  return to === undefined ? name : printName([to.schema, to.name]);
}
