import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsOf } from "../../../../schema/database-schema.ts";
import { normalizeType } from "../../../type/name.ts";
import { keysInText } from "../../../expression/text-uses.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import { sharedParents } from "../../relations/parents.ts";
import { isForeign } from "../../relations/foreign.ts";
import { underlyingType } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { compositeOf, hasInside } from "../composite-type/fragment.ts";
import type { EnumType } from "./model.ts";
import type { EnumColumn, EnumDefault } from "./replace.ts";
import { useOfEnum } from "./type-use.ts";

/** What goes over to an enum type that is made anew. */
export interface EnumUsers {
  /** Columns of the type. */
  readonly columns: readonly EnumColumn[];
  /** Defaults of other columns that name the type. */
  readonly defaults: readonly EnumDefault[];
}

/** Columns that stay: what is dropped, or becomes another type, is gone before, and what is new comes after. */
export function usersOf(type: EnumType, { before, after }: Ends): EnumUsers {
  const columns = objectsOf(before)
    .filter(isColumn)
    .flatMap((column) => {
      const stays = getObject(after, column);
      return stays === undefined || !isColumn(stays) || column.generated !== undefined || stays.generated !== undefined
        ? []
        : [{ column, stays }];
    });
  const isOfType = ({ column }: Pair): boolean => useOfEnum(column.type, type, column.schema) !== undefined;
  // it holds a text meanwhile, without a default
  const isOfComposite = ({ column }: Pair): boolean => {
    const composite = compositeOf(underlyingType(column.type, column.schema, before), column.schema, before);
    return composite !== undefined && hasInside(composite, type, before);
  };
  const above = new Set(columns.flatMap(({ column }) => (column.inheritedFrom ?? []).map((from) => keyOf({ ...from, name: column.name }))));
  const isShared = ({ column }: Pair): boolean => column.inheritedFrom !== undefined || above.has(keyOf(column));
  const defaults = columns
    .filter((pair) => !isOfType(pair) && !isOfComposite(pair))
    .flatMap((pair) => keptDefault({ type, ...pair }).map((kept) => (isShared(pair) ? { ...kept, only: true as const } : kept)));
  const moved = columns.flatMap((pair) => movedColumn(type, pair.column, pair.stays).map((column) => ({ pair, column })));
  return {
    columns: moved.map(({ pair, column: { default: text, ...column } }) => ({
      ...column,
      ...(text === undefined || isShared(pair) ? {} : { default: text }),
      ...(isForeign(before, pair.column) ? { foreign: true as const } : {}),
      ...(isInherited(pair.column, { before, after }) ? { inherited: true as const } : {}),
    })),
    defaults: [
      ...moved.flatMap(({ pair, column: { default: text } }) =>
        text === undefined || !isShared(pair) ? [] : [{ ...placeOf(pair.column), default: text, only: true as const }],
      ),
      ...defaults,
    ],
  };
}

const keyOf = ({ schema, table, name }: Pick<Column, "schema" | "table" | "name">): string => resource.column(schema, table, name);

/** Whether PostgreSQL gives it another type with the column above it. */
const isInherited = (column: Column, ends: Ends): boolean =>
  (column.inheritedFrom ?? []).some(({ schema, table }) =>
    sharedParents(ends, column).some((parent) => parent.schema === schema && parent.name === table),
  );

interface Pair {
  readonly column: Column;
  readonly stays: Column;
}

function movedColumn(type: EnumType, column: Column, stays: Column): readonly EnumColumn[] {
  const use = useOfEnum(column.type, type, column.schema);
  if (use === undefined || useOfEnum(stays.type, type, column.schema) !== use) return [];
  // another one is set by an operation of its own
  const text = column.default === undefined ? undefined : column.default === stays.default ? column.default : null;
  return [{ ...placeOf(column), ...(use === "array" ? { array: true as const } : {}), ...(text === undefined ? {} : { default: text }) }];
}

const placeOf = ({ schema, table, name }: Column): Pick<EnumColumn, "schema" | "table" | "column"> => ({ schema, table, column: name });

/** One that is different afterwards is set by an operation of its own; so is one that goes. */
function keptDefault({ type, column, stays }: Pair & { readonly type: EnumType }): readonly EnumDefault[] {
  if (column.default === undefined || stays.default === undefined || !names(column.default, column, type)) return [];
  const isSame = column.default === stays.default && normalizeType(column.type) === normalizeType(stays.type);
  return [{ ...placeOf(column), default: isSame ? column.default : null }];
}

const names = (text: string, { schema, table }: Column, type: EnumType): boolean =>
  keysInText(text, { schema, table }).includes(resource.type(type.schema, type.name));
