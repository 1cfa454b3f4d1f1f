import { createLookup } from "../../../../schema/lookup.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { toldUses } from "../../../../schema/use.ts";
import { resource } from "../../resources.ts";
import { isRoutine } from "./model.ts";
import { keysOfRoutine } from "./signature.ts";
import { usesOfRoutine } from "./uses.ts";

/** Of what a routine can use: other routines, and views, which have told uses. */
const owners = createLookup((object) => {
  if (isRoutine(object)) return keysOfRoutine(object);
  const { schema, table, name } = object;
  return schema === undefined || table !== undefined || toldUses(object) === undefined
    ? []
    : [resource.relation(schema, name), resource.type(schema, name)];
});

/**
 * Whether a text of a table that uses these resources calls a function which needs the table itself: one that takes its rows, or whose
 * parsed body reads it. Then the table comes first, without the text, and goes last.
 */
export function leadsBack(
  keys: readonly string[],
  { schema: at, name }: { readonly schema: string; readonly name: string },
  schema: DatabaseSchema,
): boolean {
  const goals = new Set([resource.relation(at, name), resource.type(at, name)]);
  const column = resource.column(at, name, "");
  const seen = new Set<string>();
  const queue = keys.filter((key) => key.startsWith("routine "));
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const owner of owners.all(schema, key)) {
      const used = (isRoutine(owner) ? usesOfRoutine(owner) : (toldUses(owner) ?? [])).map(({ of }) => of);
      if (used.some((one) => goals.has(one) || one.startsWith(column))) return true;
      queue.push(...used);
    }
  }
  return false;
}
