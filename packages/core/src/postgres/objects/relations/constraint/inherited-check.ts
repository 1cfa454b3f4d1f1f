import type { NewNames } from "../../../../operation/new-names.ts";
import { resource } from "../../resources.ts";
import type { Check } from "./model.ts";

interface Heir {
  readonly schema: string;
  readonly name: string;
}

/** A check as a table gets it from another one. `had`: what it has under the name, which becomes one with it. */
export function inheritedCheck({ inheritedFrom: _, alsoOwn: __, ...check }: Check, heir: Heir, had?: Check): Check {
  const parent = { schema: check.schema, table: check.table };
  if (had === undefined) return { ...check, schema: heir.schema, table: heir.name, inheritedFrom: [parent] };
  const { inheritedFrom = [] } = had;
  const isThere = inheritedFrom.some(({ schema, table }) => schema === parent.schema && table === parent.table);
  return {
    ...had,
    inheritedFrom: isThere ? inheritedFrom : [...inheritedFrom, parent],
    ...(inheritedFrom.length === 0 ? { alsoOwn: true } : {}),
  };
}

/** The check of a table that does not inherit it any more. */
export function ownCheck({ inheritedFrom: _, alsoOwn: __, ...check }: Check): Check {
  return check;
}

/** The check without one of the tables that it is inherited from. */
export function checkWithoutParent(check: Check, parent: Heir): Check {
  const left = (check.inheritedFrom ?? []).filter(({ schema, table }) => schema !== parent.schema || table !== parent.name);
  return left.length === 0 ? ownCheck(check) : { ...check, inheritedFrom: left };
}

/** It follows the tables that it is inherited from, and has the name that it has there. */
export function renamedParents({ schema, table, name, inheritedFrom = [] }: Check, names: NewNames): Pick<Check, "name" | "inheritedFrom"> {
  if (inheritedFrom.length === 0) return { name: names.get(resource.constraint(schema, table, name))?.name ?? name };
  const to = inheritedFrom
    .map((from) => names.get(resource.constraint(from.schema, from.table, name)))
    .find((found) => found !== undefined);
  return {
    name: to?.name ?? names.get(resource.constraint(schema, table, name))?.name ?? name,
    inheritedFrom: inheritedFrom.map((from) => {
      const parent = names.get(resource.relation(from.schema, from.table));
      return parent === undefined ? from : { schema: parent.schema, table: parent.name };
    }),
  };
}
