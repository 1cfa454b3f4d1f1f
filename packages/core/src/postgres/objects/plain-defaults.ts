import { objectsOf, replaceObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { nameParts } from "../expression/names.ts";
import { typeParts } from "../type/parts.ts";
import { isColumn, type Column } from "./relations/column/model.ts";

const constant = /^(?<text>'(?:[^']|'')*')::(?<type>[^:]+)$/u;

/**
 * A default as people write it: a constant without a cast to the type that its column has, which the server adds again. One to another type
 * stays, and so does one to a type with a length or precision, but for the length of a text.
 * @example plainDefault("'new'::public.status", "public.status") // 'new'
 */
export function plainDefault(text: string, type: string): string {
  const found = constant.exec(text)?.groups;
  if (found === undefined) return text;
  const [to, own] = [typeParts(found["type"] ?? ""), typeParts(type)];
  const isSame = to.base === own.base && to.array === own.array && to.modifiers.length === 0;
  const isLength = own.base === "character varying";
  const isName = nameParts(to.base).length > 0; // else it is more than a type
  return isSame && isName && (own.modifiers.length === 0 || isLength) ? (found["text"] ?? text) : text;
}

/** The schema with the defaults of its columns written so. */
export function withPlainDefaults(schema: DatabaseSchema): DatabaseSchema {
  const changed = new Map<SchemaObject, SchemaObject>();
  for (const column of objectsOf(schema).filter(isColumn)) {
    if (column.default === undefined) continue;
    const plain = plainDefault(column.default, column.type);
    const written: Column = { ...column, default: plain };
    if (plain !== column.default) changed.set(column, written);
  }
  return changed.size === 0 ? schema : { ...replaceObjects(schema, changed), ...unmodelledOf(schema) };
}

const unmodelledOf = ({ unmodelled }: DatabaseSchema): Pick<DatabaseSchema, "unmodelled"> =>
  unmodelled === undefined ? {} : { unmodelled };
