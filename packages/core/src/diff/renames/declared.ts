import { getObject, hasObject } from "../../schema/database-schema.ts";
import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { DeclaredRename } from "../../schema/model-source.ts";
import { refKey, refText, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import type { State } from "./search.ts";

/** Whether the other side says that an object was called like this one. */
export function isDeclared({ declared, implied }: Pick<State, "declared" | "implied">, from: SchemaObject, to: SchemaObject): boolean {
  if (declared.length + implied.length === 0) return false;
  const key = refKey(to);
  return [...declared, ...implied].some(
    (rename) => rename.label === undefined && refKey(rename.to) === key && refKey(oldRef(rename)) === refKey(from),
  );
}

/** The same of a label of an object that both have. */
export function isDeclaredLabel(
  { declared }: Pick<State, "declared">,
  object: SchemaObject,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  return declared.some((rename) => rename.label === to && rename.from === from && refKey(rename.to) === refKey(object));
}

/** What it was called, in a table under its new name. */
export const oldRef = ({ to, from, fromSchema }: DeclaredRename): ObjectRef => ({
  ...to,
  ...(fromSchema === undefined ? {} : { schema: fromSchema }),
  name: from,
});

/** At the end of a search: an old name that is still there was not taken, though the other side says so. */
export function untrueRenames(state: State): readonly Diagnostic[] {
  return state.declared.flatMap((rename) => {
    const reason = rename.label === undefined ? whyNot(state, rename) : whyNoLabel(state, rename, rename.label);
    if (reason === undefined) return [];
    const message = `This rename did not happen: ${reason} What the database has under the old name is not carried over.`;
    return [
      { severity: "warning" as const, code: "RENAME_UNTRUE", message, ...(rename.place === undefined ? {} : { place: rename.place }) },
    ];
  });
}

function whyNot({ schema, target }: State, rename: DeclaredRename): string | undefined {
  const old = oldRef(rename);
  if (!hasObject(schema, old)) return undefined;
  if (hasObject(target, old)) {
    const both = hasObject(schema, rename.to) ? ` and ${refText(rename.to)}, as the database has them. Remove the directive` : "";
    return `the models still have ${refText(old)}${both}.`;
  }
  if (hasObject(schema, rename.to)) return `the database has both ${refText(old)} and ${refText(rename.to)}. Remove the directive.`;
  return `${refText(old)} cannot be renamed to ${rename.to.name}, or an answer says that it is not.`;
}

function whyNoLabel({ schema, target, kinds }: State, { to, from }: DeclaredRename, label: string): string | undefined {
  const labelsOf = (object: SchemaObject | undefined): readonly string[] =>
    object === undefined ? [] : (kinds.of(object.kind).labels?.(object) ?? []);
  const [had, has] = [labelsOf(getObject(schema, to)), labelsOf(getObject(target, to))];
  if (!had.includes(from)) return undefined;
  const value = `the value "${from}"`;
  if (has.includes(from)) return `the models still have ${value} in ${refText(to)}.`;
  if (had.includes(label)) return `${refText(to)} has both ${value} and "${label}" in the database. Remove the directive.`;
  return `an answer says that ${value} of ${refText(to)} is not "${label}".`;
}
