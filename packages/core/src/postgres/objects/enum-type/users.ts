import type { Ends } from "../../../operation/object-kind.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { byRefKey, refKey, type SchemaObject } from "../../../schema/object.ts";
import { sameData } from "../../../schema/same-data.ts";
import type { Column } from "../column/model.ts";
import type { Comment } from "../comment/model.ts";
import { usedObjects } from "../expression-names.ts";
import { isDependent, type Dependent } from "./dependent.ts";
import type { EnumType } from "./model.ts";
import type { EnumColumn } from "./replace.ts";
import { useOfEnum } from "./type-use.ts";

/** What has to be dealt with when an enum type is made anew. */
export interface EnumUsers {
  readonly columns: readonly EnumColumn[];
  /** In the order to make them. */
  readonly dependents: readonly Dependent[];
  readonly comments: readonly Comment[];
}

/**
 * Columns of the type, and all that PostgreSQL cannot carry over to another type by itself: expressions that name the
 * type or such a column, foreign keys over them, generated columns with what is built on those. Only what stays as it
 * is from one end to the other: what is dropped is gone before, what is new or different comes after.
 */
export function usersOf(type: EnumType, ends: Ends): EnumUsers {
  const columns = [...objectsOf(ends.before)].filter(isColumn);
  const moved = columns.flatMap((column) => movedColumn(column, type, ends.after));
  const movedKeys = new Set(moved.map((column) => columnKey(column, column.column)));
  const isTouched = touches(new Set([refKey(type), ...movedKeys]), ends.before);
  const again = columns.filter(
    (column) =>
      column.generated !== undefined &&
      (useOfEnum(column.type, type, column.schema) !== undefined || isTouched(column, column.generated.expression)) &&
      isSame(column, ends.after),
  );
  const remade = new Set(again.map(refKey));
  const isOverRemade = touches(remade, ends.before);
  const keys: Keys = { isTouched: (object, text) => isTouched(object, text) || isOverRemade(object, text), moved: movedKeys, remade };
  const others = [...objectsOf(ends.before)].filter(isDependent).filter((object) => standsInTheWay(object, keys) && isSame(object, ends.after));
  const dependents = [...again, ...others].toSorted(byMaking);
  return { columns: moved, dependents, comments: commentsOn(type, dependents, ends) };
}

interface OfTable {
  readonly schema: string;
  readonly table: string;
}

const columnKey = ({ schema, table }: OfTable, name: string): string => refKey({ kind: "column", schema, table, name });

type IsTouched = (object: OfTable, expression: string) => boolean;

/** Whether an expression uses one of these objects. */
const touches =
  (keys: ReadonlySet<string>, schema: DatabaseSchema): IsTouched =>
  (object, expression) =>
    usedObjects(expression, { schema: object.schema, name: object.table }, schema).some((ref) => keys.has(refKey(ref)));

const isColumn = (object: SchemaObject): object is Column => object.kind === "column";

function movedColumn(column: Column, type: EnumType, after: DatabaseSchema): readonly EnumColumn[] {
  const use = useOfEnum(column.type, type, column.schema);
  const stays = getObject(after, column);
  if (use === undefined || column.generated !== undefined || stays === undefined || !isColumn(stays)) return [];
  if (stays.generated !== undefined || useOfEnum(stays.type, type, column.schema) !== use) return [];
  const text = stays.default ?? (column.default === undefined ? undefined : null);
  return [
    {
      schema: column.schema,
      table: column.table,
      column: column.name,
      ...(use === "array" ? { array: true as const } : {}),
      ...(text === undefined ? {} : { default: text }),
    },
  ];
}

const isSame = (object: SchemaObject, after: DatabaseSchema): boolean => sameData(object, getObject(after, object));

interface Keys {
  /** Whether an expression names the type, a column that moves or one that is made anew. */
  readonly isTouched: IsTouched;
  /** Columns that change their type. */
  readonly moved: ReadonlySet<string>;
  /** Columns that are dropped and made again. */
  readonly remade: ReadonlySet<string>;
}

function standsInTheWay(object: Dependent, { isTouched, moved, remade }: Keys): boolean {
  const isOver = (table: OfTable, columns: readonly string[], keys: ReadonlySet<string>): boolean => columns.some((column) => keys.has(columnKey(table, column)));
  switch (object.kind) {
    case "column":
      return false; // generated columns are looked for before
    case "check":
      return isTouched(object, object.expression);
    case "primaryKey":
    case "unique":
      return isOver(object, [...object.columns, ...(object.include ?? [])], remade);
    case "foreignKey":
      return [moved, remade].some((keys) => isOver(object, object.columns, keys) || isOver(object.references, object.references.columns, keys));
    case "index":
    case "exclusion": {
      const elements = object.kind === "index" ? object.columns : object.elements;
      const columns = elements.flatMap(({ column }) => (column === undefined ? [] : [column]));
      const texts = [object.where, ...elements.map(({ expression }) => expression)].filter((text) => text !== undefined);
      return texts.some((text) => isTouched(object, text)) || isOver(object, [...columns, ...(object.include ?? [])], remade);
    }
  }
}

const making: Readonly<Record<Dependent["kind"], number>> = { column: 0, primaryKey: 1, unique: 1, index: 2, exclusion: 3, check: 4, foreignKey: 5 };

const byMaking = (left: Dependent, right: Dependent): number => making[left.kind] - making[right.kind] || byRefKey(left, right);

/** Comments that stay; those that change are set by operations of their own. */
function commentsOn(type: EnumType, dependents: readonly Dependent[], ends: Ends): readonly Comment[] {
  const refs: readonly (Omit<Comment, "text">)[] = [
    { kind: "comment", of: "enumType", schema: type.schema, name: type.name },
    ...dependents.map(({ kind, schema, table, name }) => ({
      kind: "comment" as const,
      of: kind === "index" || kind === "column" ? kind : ("constraint" as const),
      schema,
      table,
      name,
    })),
  ];
  const found = new Map([...objectsOf(ends.before)].filter((object): object is Comment => object.kind === "comment").map((comment) => [refKey(comment), comment]));
  return refs.flatMap((ref) => found.get(refKey(ref)) ?? []).filter((comment) => isSame(comment, ends.after));
}
