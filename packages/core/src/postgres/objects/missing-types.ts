import { getObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import { containerKey, type SchemaObject } from "../../schema/object.ts";
import { nameParts } from "../expression/names.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { isBuiltIn } from "../type/casts.ts";
import { typeParts } from "../type/parts.ts";
import { typeNames } from "../type/user-types.ts";

/** A wanted object of a type of which only the server can say whether it exists. */
export interface OpenType {
  readonly object: SchemaObject;
  readonly type: string;
}

/**
 * Wanted objects whose type neither PostgreSQL itself nor the wanted schema has, and which the live database does not have in the same
 * form. None if an extension is to be installed: it may bring any type.
 */
export function openTypes(wanted: DatabaseSchema, live: DatabaseSchema): readonly OpenType[] {
  const changed = [...wanted.containers]
    .filter(([key, container]) => live.containers.get(key) !== container)
    .flatMap(([, container]) => [...container.values()]);
  if (changed.some((object) => object.kind === "extension" && getObject(live, object) === undefined)) return [];
  return changed.flatMap((object) => {
    const type = typeOf(object);
    const there = getObject(live, object);
    if (type === undefined || there === object || (there !== undefined && typeOf(there) === type)) return [];
    if (isBuiltIn(typeParts(type).base)) return [];
    const isWanted = typeNames(type, object.schema ?? "public").some((name) => wanted.containers.has(containerKey(name)));
    return isWanted ? [] : [{ object, type }];
  });
}

/** Columns have a type, and so may other kinds. That of an access method says what it is for. */
const typeOf = (object: SchemaObject): string | undefined =>
  "type" in object && typeof object.type === "string" && object.kind !== "accessMethod" ? object.type : undefined;

/**
 * A query with a row if such a type exists. A name without a schema is looked for in all of them, whatever the search path; several
 * words can only be a type of PostgreSQL's own, and the query fails if they are no type at all.
 */
export function typeQuery(type: string): string {
  const { base } = typeParts(type);
  const [first = base, second] = nameParts(base);
  if (base.includes(" ") && !base.includes('"')) return `select 1 where pg_catalog.to_regtype(${quoteLiteral(base)}) is not null`;
  const [schema, name] = second === undefined ? [undefined, first] : [first, second];
  const inSchema = schema === undefined ? "" : ` and n.nspname = ${quoteLiteral(schema)}`;
  return `select 1 from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typname = ${quoteLiteral(name)}${inSchema} limit 1`;
}
