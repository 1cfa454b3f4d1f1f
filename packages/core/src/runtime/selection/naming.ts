import { renameObject } from "../../operation/rename.ts";
import { ownedBy, isOwned, usersOf } from "../../operation/links.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { unnamedParts } from "../../postgres/objects/relations/default-name.ts";
import { byteLength, nameLimit, withEnding } from "../../schema/kept-name.ts";
import { objectsOf, putObjects, removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import type { NamingConvention } from "../config/naming.ts";

/** The schema in which constraints and indexes that nobody has named have the names of the convention. */
export function withNames(schema: DatabaseSchema, convention: NamingConvention | undefined): DatabaseSchema {
  if (convention === undefined) return schema;
  const taken = new Set<string>();
  const alone: { readonly from: SchemaObject; readonly to: SchemaObject }[] = [];
  const used: { readonly from: SchemaObject; readonly name: string }[] = [];
  for (const object of objectsOf(schema)) {
    const wanted = nameOf(object, convention);
    if (wanted === undefined || wanted === object.name) continue;
    const name = freeName(wanted, object, schema, taken);
    const to = { ...object, name };
    for (const key of ownedBy(to, kinds)) taken.add(key);
    const gone = ownedBy(object, kinds).filter((key) => !ownedBy(to, kinds).includes(key));
    if (gone.every((key) => usersOf(schema, key, kinds).length === 0)) alone.push({ from: object, to });
    else used.push({ from: object, name });
  }
  const renamed = putObjects(
    removeObjects(
      schema,
      alone.map(({ from }) => from),
    ),
    alone.map(({ to }) => to),
  );
  return used.reduce(
    (result, { from: { schema: place = "", table, ...from }, name }) =>
      renameObject(
        result,
        { ...from, schema: place, ...(table === undefined ? {} : { table }) },
        { schema: place, ...(table === undefined ? {} : { table }), name },
        kinds,
      ),
    renamed,
  );
}

function nameOf(object: SchemaObject, convention: NamingConvention): string | undefined {
  const parts = unnamedParts(object);
  const template = parts === undefined ? undefined : convention[parts.convention];
  if (parts === undefined || template === undefined) return undefined;
  const values: Readonly<Record<string, string | undefined>> = { ...parts, schema: object.schema };
  const name = template.replaceAll(/(_?)\{(\w+)\}/gu, (_, line: string, part: string) => {
    const value = values[part] ?? "";
    return value === "" ? "" : line + value; // a check over several columns names none
  });
  return byteLength(name) <= nameLimit ? name : withEnding(name, `_${hashOf(name)}`);
}

/** A name that nothing else in the models takes, as PostgreSQL makes one: with a number. */
function freeName(name: string, object: SchemaObject, schema: DatabaseSchema, taken: ReadonlySet<string>): string {
  const own = new Set(ownedBy(object, kinds));
  for (let count = 0; ; count += 1) {
    const free = count === 0 ? name : withEnding(name, String(count));
    const keys = ownedBy({ ...object, name: free }, kinds).filter((key) => !own.has(key));
    if (keys.every((key) => !taken.has(key) && !isOwned(schema, key, kinds))) return free;
  }
}

/** Eight digits that tell long names apart which begin alike: FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}
