import type { NewNames } from "../../../../operation/new-names.ts";
import type { Ends } from "../../../../operation/ends.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { keysOfName, renamedName } from "../../../expression/qualified-name.ts";
import { keysInText, renamedText, textUses } from "../../../expression/text-uses.ts";
import { arrayKeys, renamedType, rowKeys, typeKeys, typeNames, underlyingType, valueKeys } from "../../../type/user-types.ts";
import { typeParts, typeText } from "../../../type/parts.ts";
import { compositeOf, keepsAttributes } from "../../types/composite-type/fragment.ts";
import { isRangeOf } from "../../types/range-type/fragment.ts";
import { resource } from "../../resources.ts";
import { usesOfInherited } from "../parents.ts";
import { renamedPart, tableKey, usesOfPart } from "../table-part.ts";
import { identitySequenceName, sequenceKey, withSequence } from "./identity/sequence-name.ts";
import { notNullKey } from "./keys.ts";
import { columnKey } from "./column-ref.ts";
import type { Column } from "./model.ts";
import { keepNotNullName, notNullName, withNotNullName } from "./value/not-null.ts";

/**
 * It is a part of its table, and follows what happens to its type and to what its default takes from. What a generated column is worked
 * out from cannot change its type under it.
 */
export function usesOfColumn(column: Column): readonly Use[] {
  return [
    ...usesOfPart(column, []),
    ...usesOfInherited(column, (parent) => resource.column(parent.schema, parent.table, column.name)),
    ...typeKeys(column.type, column.schema).map((of): Use => ({
      of,
      how: "blocks",
      ...(column.generated === undefined && !arrayKeys(column.type, column.schema).includes(of) ? { follows: true } : {}),
    })),
    ...[
      ...valueKeys(column.type, column.schema),
      ...rowKeys(column.type, column.schema),
      ...keysOfName(column.collation, resource.collation),
    ].map((of): Use => ({
      of,
      how: "blocks",
    })),
    ...(toldUses(column) ?? usesOfTexts(column)),
  ];
}

/** Most columns are of PostgreSQL's own types, and their texts use nothing of the user's. */
export function usesWithinTable(column: Column): boolean {
  const { type, schema, collation, inheritedFrom, default: given, generated } = column;
  if (collation !== undefined || inheritedFrom !== undefined || typeNames(type, schema).length > 0) return false;
  return (given === undefined && generated === undefined) || toldUses(column)?.length === 0;
}

function usesOfTexts(column: Column): readonly Use[] {
  const { default: given, generated } = column;
  return [
    ...(given === undefined ? [] : keysInText(given, { schema: column.schema }).map((of): Use => ({ of, how: "blocks", follows: true }))),
    ...(generated === undefined
      ? []
      : textUses(generated.expression, column).map(({ as, key }): Use => ({
          of: key,
          ...(as === "column" ? { in: tableKey(column) } : {}),
          how: "blocks",
        }))),
  ];
}

/**
 * The type that is always there and can hold its values: of ranges their texts, and of composite types, whose texts have the attributes in
 * their order. Its own type where these change too: it cannot let go of that.
 */
function heldAs({ type, schema: home }: Column, { before, after }: Ends): string {
  const under = underlyingType(type, home, before);
  const composite = compositeOf(under, home, before);
  if (composite !== undefined && !keepsAttributes(composite, { before, after })) return type;
  const isText = composite !== undefined || isRangeOf(under, home, before);
  return isText ? typeText({ base: "text", modifiers: [], array: typeParts(under).array }) : under;
}

/** Without its default, an ordinary column where it was generated, of a type and a collation that are always there. */
export function detachedColumn(column: Column, keys: ReadonlySet<string>, ends: Ends): Column {
  const { default: given, generated: _, collation, ...rest } = column;
  const usesKey = (text: string): boolean => keysInText(text, { schema: column.schema }).some((key) => keys.has(key));
  const isTold = (toldUses(column) ?? []).some(({ of }) => keys.has(of));
  const typed = [...typeKeys(column.type, column.schema), ...valueKeys(column.type, column.schema)];
  const type = typed.some((key) => keys.has(key)) ? heldAs(column, ends) : column.type;
  const keepsCollation = collation !== undefined && !keysOfName(collation, resource.collation).some((key) => keys.has(key));
  const keepsDefault = given !== undefined && type === column.type && !isTold && !usesKey(given);
  return { ...rest, type, ...(keepsCollation ? { collation } : {}), ...(keepsDefault ? { default: given } : {}) };
}

/** It follows the tables that it is inherited from, and has the name that it has there. */
function renamedParents(column: Column, names: NewNames): Partial<Pick<Column, "name" | "inheritedFrom">> {
  const { name, inheritedFrom = [] } = column;
  if (inheritedFrom.length === 0) return {};
  const found = inheritedFrom.map((from) => ({
    from,
    column: names.get(resource.column(from.schema, from.table, name)),
    table: names.get(resource.relation(from.schema, from.table)),
  }));
  return {
    name: found.find(({ column: to }) => to !== undefined)?.column?.name ?? names.get(columnKey(column))?.name ?? name,
    inheritedFrom: found.map(({ from, table }) => (table === undefined ? from : { schema: table.schema, table: table.name })),
  };
}

export function renamedColumn(column: Column, names: NewNames): Column {
  const { default: given, generated, collation } = column;
  const renamed = withSequence(
    {
      ...renamedPart(column, columnKey(column), names),
      ...renamedParents(column, names),
      type: renamedType(column.type, column.schema, names),
      ...(collation === undefined ? {} : { collation: renamedName(collation, resource.collation, names) }),
      ...(given === undefined ? {} : { default: renamedText(given, { schema: column.schema }, names) }),
      ...(generated === undefined ? {} : { generated: { ...generated, expression: renamedText(generated.expression, column, names) } }),
    },
    identitySequenceName(column.table, column.name),
    column.identity === undefined ? undefined : names.get(sequenceKey(column, column.identity)),
  );
  const constraint = names.get(notNullKey(column, column.notNullConstraint));
  if (constraint !== undefined && notNullName(column) !== undefined) return withNotNullName(renamed, constraint.name);
  return renamed.table === column.table && renamed.name === column.name ? renamed : keepNotNullName(renamed, column);
}
