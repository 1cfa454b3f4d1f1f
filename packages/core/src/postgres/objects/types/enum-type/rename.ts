import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { identifier, literal, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { moves } from "../../../../operation/object-operations.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { constantText, printConstant } from "../../../expression/names.ts";
import { replaceConstants, rewriteTexts, type Constant } from "../../../expression/rewrite.ts";
import { isEnumType, type EnumType } from "./model.ts";
import { useOfEnum } from "./type-use.ts";

/** Columns and expressions of the type follow by themselves. */
export interface RenameEnumType {
  readonly kind: "renameEnumType";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

/** Moves it to another schema. Columns and expressions of the type follow by themselves. */
export interface SetEnumTypeSchema {
  readonly kind: "setEnumTypeSchema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move it to. */
  readonly to: string;
}

export const setEnumTypeSchema: OperationSpec<SetEnumTypeSchema> = {
  ...moves<SetEnumTypeSchema>("enumType"),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => metadataOnly,
};

/** Rows keep their value, under its new name. */
export interface RenameEnumValue {
  readonly kind: "renameEnumValue";
  readonly schema: string;
  readonly name: string;
  readonly value: string;
  readonly to: string;
}

type Ref = Pick<EnumType, "schema" | "name">;

function enumAt(schema: DatabaseSchema, { schema: at, name }: Ref): EnumType | undefined {
  const found = getObject(schema, { kind: "enumType", schema: at, name });
  return found !== undefined && isEnumType(found) ? found : undefined;
}

export const renameEnumType: OperationSpec<RenameEnumType> = {
  about: aboutOf("enumType"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "enumType", schema, name }, { schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameEnumType[] => [{ kind: "renameEnumType", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({ renames: true, drops: [resource.type(schema, name)], creates: [resource.type(schema, to)] }),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const renameEnumValue: OperationSpec<RenameEnumValue> = {
  about: aboutOf("enumType"),
  apply: (before, op, kinds) => {
    const type = enumAt(before, op);
    if (type === undefined) return before;
    const renamed: EnumType = { ...type, values: type.values.map((value) => (value === op.value ? op.to : value)) };
    return renamedInConstants(putObjects(before, [renamed]), { ...op, type }, kinds);
  },
  reverse: ({ schema, name, value, to }): readonly RenameEnumValue[] => [{ kind: "renameEnumValue", schema, name, value: to, to: value }],
  touches: ({ schema, name }) => ({ alters: [resource.type(schema, name)] }),
  sql: ({ schema, name, value, to }) => [sql`alter type ${{ schema, name }} rename value ${literal(value)} to ${literal(to)}`],
  facts: () => metadataOnly,
};

/** `'old'::mood`, `'{old,b}'::mood[]`, and a bare `'old'` as the default of a column of the type. */
function renamedInConstants(
  schema: DatabaseSchema,
  { type, value, to }: RenameEnumValue & { readonly type: EnumType },
  kinds: Kinds,
): DatabaseSchema {
  const renamed = (text: string): string => (text === value ? to : text);
  const rewritten = (text: string, object: SchemaObject): string =>
    replaceConstants(text, (piece) => {
      const use = useOfConstant(piece, type, object);
      const constant = constantText(piece.text);
      if (use === undefined || constant === undefined) return piece.text;
      const next = use === "value" ? renamed(constant) : renamedElements(constant, renamed);
      return next === constant ? piece.text : printConstant(next);
    });
  return rewriteTexts(schema, rewritten, kinds);
}

function useOfConstant({ before, after }: Constant, type: EnumType, object: SchemaObject): "value" | "array" | undefined {
  const home = object.schema ?? "";
  const cast = /^::(?<type>(?:"(?:[^"]|"")+"|[^\s"()[\],.:]+)(?:\.(?:"(?:[^"]|"")+"|[^\s"()[\],.:]+))?(?:\[\])?)/u.exec(after)?.groups?.[
    "type"
  ];
  if (cast !== undefined) return useOfEnum(cast, type, home);
  const isWhole = before.trim() === "" && after.trim() === "";
  return isWhole && "type" in object && typeof object.type === "string" ? useOfEnum(object.type, type, home) : undefined;
}

/** Elements of an array constant of one dimension. */
function renamedElements(constant: string, renamed: (element: string) => string): string {
  if (!/^\{.*\}$/su.test(constant)) return constant;
  return constant.replaceAll(/"((?:[^"\\]|\\.)*)"|[^{},"]+/gsu, (element: string, quoted: string | undefined) => {
    const plain = quoted === undefined ? element : quoted.replaceAll(/\\(.)/gsu, "$1");
    const next = renamed(plain);
    return next === plain ? element : quoteElement(next);
  });
}

/** As PostgreSQL prints an element of an array. */
const quoteElement = (text: string): string =>
  text === "" || /[{},"\\\s]/u.test(text) || text.toUpperCase() === "NULL" ? `"${text.replaceAll(/["\\]/gu, "\\$&")}"` : text;
