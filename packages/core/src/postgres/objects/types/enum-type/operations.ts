import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { literal, sql, when, words } from "../../../sql/sql.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { resource } from "../../resources.ts";
import { isEnumType, type EnumType } from "./model.ts";
import {
  renameEnumType,
  renameEnumValue,
  type RenameEnumType,
  type RenameEnumValue,
  setEnumTypeSchema,
  type SetEnumTypeSchema,
} from "./rename.ts";
import { replaceEnumType, type ReplaceEnumType } from "./replace.ts";

export interface CreateEnumType extends Omit<EnumType, "kind"> {
  readonly kind: "createEnumType";
}

export interface DropEnumType {
  readonly kind: "dropEnumType";
  readonly schema: string;
  readonly name: string;
}

/** Adds one label: before or after another, else at the end. */
export interface AddEnumValue {
  readonly kind: "addEnumValue";
  readonly schema: string;
  readonly name: string;
  readonly value: string;
  readonly before?: string;
  readonly after?: string;
}

export interface EnumTypeOperations {
  readonly createEnumType: CreateEnumType;
  readonly dropEnumType: DropEnumType;
  readonly addEnumValue: AddEnumValue;
  readonly renameEnumType: RenameEnumType;
  readonly setEnumTypeSchema: SetEnumTypeSchema;
  readonly renameEnumValue: RenameEnumValue;
  readonly replaceEnumType: ReplaceEnumType;
}

const createEnumType: OperationSpec<CreateEnumType> = {
  about: aboutOf("enumType"),
  ...statewise((before, op) => putObjects(before, [{ ...op, kind: "enumType" }])),
  touches: ({ schema, name }) => ({ creates: [resource.type(schema, name)], needs: [resource.schema(schema)] }),
  sql: ({ schema, name, values }) => [sql`create type ${{ schema, name }} as enum (${values.map(literal)})`],
  facts: () => metadataOnly,
};

const dropEnumType: OperationSpec<DropEnumType> = {
  about: aboutOf("enumType"),
  ...statewise((before, { schema, name }, kinds) => withoutObject(before, { kind: "enumType", schema, name }, kinds)),
  touches: ({ schema, name }) => ({ drops: [resource.type(schema, name)], frees: [resource.schema(schema)] }),
  sql: ({ schema, name }) => [sql`drop type ${{ schema, name }}`],
  facts: () => metadataOnly,
};

const addEnumValue: OperationSpec<AddEnumValue> = {
  about: aboutOf("enumType"),
  ...statewise((before, op) => withValue(before, op)),
  touches: ({ schema, name }) => ({ alters: [resource.type(schema, name)], adds: true }),
  sql: ({ schema, name, value, before, after }) => [
    words(
      sql`alter type ${{ schema, name }} add value ${literal(value)}`,
      when(before !== undefined, () => sql`before ${literal(before ?? "")}`),
      when(before === undefined && after !== undefined, () => sql`after ${literal(after ?? "")}`),
    ),
  ],
  facts: () => ({ ...metadataOnly, usableAfterCommit: true }),
};

function withValue(schema: DatabaseSchema, { schema: at, name, value, before, after }: AddEnumValue): DatabaseSchema {
  const type = getObject(schema, { kind: "enumType", schema: at, name });
  if (type === undefined || !isEnumType(type) || type.values.includes(value)) return schema;
  const neighbour = type.values.indexOf(before ?? after ?? "");
  const position = neighbour === -1 ? type.values.length : before === undefined ? neighbour + 1 : neighbour;
  const widened: EnumType = { ...type, values: type.values.toSpliced(position, 0, value) };
  return putObjects(schema, [widened]);
}

export const enumTypeOperations: SpecsOf<EnumTypeOperations> = {
  createEnumType,
  dropEnumType,
  addEnumValue,
  renameEnumType,
  setEnumTypeSchema,
  renameEnumValue,
  replaceEnumType,
};
