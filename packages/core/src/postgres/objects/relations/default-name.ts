import type { SchemaObject } from "../../../schema/object.ts";
import { generatedName, withEnding } from "../../../schema/kept-name.ts";
import { isCheck, isExclusion, isForeignKey, isPrimaryKey, isUnique } from "./constraint/model.ts";
import { isIndex, type Index, type IndexElement } from "./index/model.ts";

/** What names of constraints and indexes are made of. */
export interface NameParts {
  /** Which of them it is, as a naming convention calls it. */
  readonly convention: "primaryKey" | "foreignKey" | "unique" | "check" | "exclusion" | "index" | "uniqueIndex";
  readonly table: string;
  /** Columns, and of expressions the function or `expr`, joined by `_`. Empty: none is known. */
  readonly columns: string;
  /** Of a foreign key. */
  readonly referencedTable?: string;
  readonly referencedColumns?: string;
}

interface Named extends NameParts {
  readonly schema: string;
  readonly name: string;
  /** What PostgreSQL and Prisma put at the end. */
  readonly labels: readonly string[];
}

/**
 * The parts of the name of a constraint or an index that has the one that PostgreSQL or Prisma gives it where nobody names it
 * (ChooseConstraintName, ChooseIndexName): `<table>_<columns>_<label>`, with a number where that is taken. Undefined: somebody has named
 * it, or it goes by that of a partitioned table.
 */
export function unnamedParts(object: SchemaObject): NameParts | undefined {
  const named = partsOf(object);
  if (named === undefined) return undefined;
  const { schema: _, name, labels, ...parts } = named;
  const isDefault = labels.some((label) => defaultsOf(parts, label).some((usual) => name === usual || isNumbered(name, usual)));
  return isDefault ? parts : undefined;
}

const isNumbered = (name: string, usual: string): boolean => name.startsWith(usual) && /^\d+$/u.test(name.slice(usual.length));

function defaultsOf({ table, columns, convention }: NameParts, label: string): readonly string[] {
  if (convention === "primaryKey" || columns === "") return [withEnding(table, `_${label}`)];
  return [generatedName(table, columns, label), withEnding(`${table}_${columns}`, `_${label}`)];
}

function partsOf(object: SchemaObject): Named | undefined {
  if ("partOf" in object || "inheritedFrom" in object) return undefined;
  if (isIndex(object)) return { ...object, ...ofIndex(object) };
  if (isPrimaryKey(object)) return { ...object, convention: "primaryKey", columns: object.columns.join("_"), labels: ["pkey"] };
  if (isUnique(object)) return { ...object, convention: "unique", columns: object.columns.join("_"), labels: ["key"] };
  if (isForeignKey(object))
    return {
      ...object,
      convention: "foreignKey",
      columns: object.columns.join("_"),
      referencedTable: object.references.table,
      referencedColumns: object.references.columns.join("_"),
      labels: ["fkey"],
    };
  if (isExclusion(object)) return { ...object, convention: "exclusion", columns: object.elements.map(wordOf).join("_"), labels: ["excl"] };
  if (!isCheck(object)) return undefined;
  // PostgreSQL names the column where the condition is about one.
  const [, column = ""] = /^_(.+)_check\d*$/u.exec(object.name.slice(object.table.length)) ?? [];
  return { ...object, convention: "check", columns: column, labels: ["check"] };
}

const ofIndex = ({ unique, columns, include = [] }: Index): Pick<Named, "convention" | "columns" | "labels"> => ({
  convention: unique === true ? "uniqueIndex" : "index",
  columns: [...columns.map(wordOf), ...include].join("_"),
  labels: unique === true ? ["key", "idx"] : ["idx"],
});

const wordOf = ({ column, expression = "" }: IndexElement): string => column ?? /^(?:\w+\.)?(\w+)\(/u.exec(expression)?.[1] ?? "expr";
