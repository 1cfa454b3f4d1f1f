import type { Ends } from "../../../../operation/object-kind.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refKey, refOf, type ObjectRef, type SchemaObject } from "../../../../schema/object.ts";
import { normalizeType } from "../../../type/name.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import { isCheck, isExclusion, isForeignKey } from "../../relations/constraint/model.ts";
import { usedObjects } from "../../../expression/used-objects.ts";
import { isIndex } from "../../relations/index/model.ts";
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
  const columns = [...objectsOf(before)].filter(isColumn).flatMap((column) => {
    const stays = getObject(after, column);
    return stays === undefined || !isColumn(stays) || column.generated !== undefined || stays.generated !== undefined
      ? []
      : [{ column, stays }];
  });
  const isOfType = ({ column }: Pair): boolean => useOfEnum(column.type, type, column.schema) !== undefined;
  return {
    columns: columns.flatMap(({ column, stays }) => movedColumn(type, column, stays)),
    defaults: columns.filter((pair) => !isOfType(pair)).flatMap(({ column, stays }) => keptDefault({ type, column, stays, before })),
  };
}

interface Pair {
  readonly column: Column;
  readonly stays: Column;
}

function movedColumn(type: EnumType, column: Column, stays: Column): readonly EnumColumn[] {
  const use = useOfEnum(column.type, type, column.schema);
  if (use === undefined || useOfEnum(stays.type, type, column.schema) !== use) return [];
  const text = column.default === undefined ? undefined : column.default === stays.default ? column.default : null; // another one is set by an operation of its own
  return [{ ...placeOf(column), ...(use === "array" ? { array: true as const } : {}), ...(text === undefined ? {} : { default: text }) }];
}

const placeOf = ({ schema, table, name }: Column): Pick<EnumColumn, "schema" | "table" | "column"> => ({ schema, table, column: name });

/** One that is different afterwards is set by an operation of its own; so is one that goes. */
function keptDefault({
  type,
  column,
  stays,
  before,
}: Pair & { readonly type: EnumType; readonly before: DatabaseSchema }): readonly EnumDefault[] {
  if (column.default === undefined || stays.default === undefined || !names(column.default, column, type, before)) return [];
  const isSame = column.default === stays.default && normalizeType(column.type) === normalizeType(stays.type);
  return [{ ...placeOf(column), default: isSame ? column.default : null }];
}

const names = (text: string, { schema, table }: Column, type: EnumType, before: DatabaseSchema): boolean =>
  usedObjects(text, { schema, name: table }, before).some((ref) => refKey(ref) === refKey(type));

/**
 * What PostgreSQL cannot carry over to another type by itself: expressions that name the type or a column of it, foreign
 * keys over such columns, generated columns of the type.
 */
export function builtOnEnum(type: EnumType, { before }: Ends): readonly ObjectRef[] {
  const columns = [...objectsOf(before)].filter(
    (object): object is Column => isColumn(object) && useOfEnum(object.type, type, object.schema) !== undefined,
  );
  const keys = new Set([type, ...columns].map(refKey));
  const isOver = ({ schema, table }: OfTable, columnNames: readonly string[]): boolean =>
    columnNames.some((name) => keys.has(refKey({ kind: "column", schema, table, name })));
  const isBuiltOn = (object: SchemaObject): boolean => {
    if (isColumn(object))
      return object.generated !== undefined && (keys.has(refKey(object)) || mentioned(object, [object.generated.expression]));
    if (isForeignKey(object)) return isOver(object, object.columns) || isOver(object.references, object.references.columns);
    if (isCheck(object)) return mentioned(object, [object.expression]);
    if (!isIndex(object) && !isExclusion(object)) return false;
    return mentioned(object, [object.where, ...(isIndex(object) ? object.columns : object.elements).map(({ expression }) => expression)]);
  };
  const mentioned = ({ schema, table }: OfTable, texts: readonly (string | undefined)[]): boolean =>
    texts.some((text) => text !== undefined && usedObjects(text, { schema, name: table }, before).some((ref) => keys.has(refKey(ref))));
  return [...objectsOf(before)].filter(isBuiltOn).map(refOf);
}

interface OfTable {
  readonly schema: string;
  readonly table: string;
}
