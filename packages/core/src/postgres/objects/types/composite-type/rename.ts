import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { renameObject, renameResource } from "../../../../operation/rename.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { attributeKey, compositeTypeAt, typeOwnKeys, type CompositeTypeRef } from "./keys.ts";

/** Columns and expressions of the type follow by themselves. */
export interface RenameCompositeType extends CompositeTypeRef {
  readonly kind: "renameCompositeType";
  readonly to: string;
}

/** Moves the type to another schema. Columns and expressions of it follow by themselves. */
export interface SetCompositeTypeSchema extends CompositeTypeRef {
  readonly kind: "setCompositeTypeSchema";
  /** The other schema. */
  readonly to: string;
}

/** Gives an attribute another name. Values that are there follow. */
export interface RenameAttribute {
  readonly kind: "renameAttribute";
  readonly schema: string;
  readonly compositeType: string;
  readonly name: string;
  readonly to: string;
}

export interface CompositeRenameOperations {
  readonly renameCompositeType: RenameCompositeType;
  readonly setCompositeTypeSchema: SetCompositeTypeSchema;
  readonly renameAttribute: RenameAttribute;
}

const refOf = ({ schema, name }: CompositeTypeRef) => ({ kind: "compositeType" as const, schema, name });

const renameCompositeType: OperationSpec<RenameCompositeType> = {
  about: aboutOf("compositeType"),
  apply: (before, { to, ...op }, kinds) => renameObject(before, refOf(op), { schema: op.schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameCompositeType[] => [{ kind: "renameCompositeType", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: typeOwnKeys({ schema, name }),
    creates: typeOwnKeys({ schema, name: to }),
  }),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

const setCompositeTypeSchema: OperationSpec<SetCompositeTypeSchema> = {
  about: aboutOf("compositeType"),
  apply: (before, { to, ...op }, kinds) => renameObject(before, refOf(op), { schema: to, name: op.name }, kinds),
  reverse: ({ schema, name, to }): readonly SetCompositeTypeSchema[] => [{ kind: "setCompositeTypeSchema", schema: to, name, to: schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: typeOwnKeys({ schema, name }),
    creates: typeOwnKeys({ schema: to, name }),
    needs: [resource.schema(to)],
    frees: [resource.schema(schema)],
  }),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => metadataOnly,
};

const renameAttribute: OperationSpec<RenameAttribute> = {
  about: ({ schema, compositeType }) => refOf({ schema, name: compositeType }),
  apply: (before, { schema, compositeType, name, to }, kinds) => {
    const type = { schema, name: compositeType };
    const owner = compositeTypeAt(before, type);
    if (owner === undefined) return before;
    return renameResource(before, { owner, key: attributeKey(type, name), to: { schema, table: compositeType, name: to } }, kinds);
  },
  reverse: (op): readonly RenameAttribute[] => [{ ...op, name: op.to, to: op.name }],
  touches: ({ schema, compositeType, name, to }) => {
    const type = { schema, name: compositeType };
    return {
      renames: true,
      drops: [attributeKey(type, name)],
      creates: [attributeKey(type, to)],
      needs: [resource.type(schema, compositeType)],
    };
  },
  sql: ({ schema, compositeType, name, to }) => [
    sql`alter type ${{ schema, name: compositeType }} rename attribute ${identifier(name)} to ${identifier(to)}`,
  ],
  facts: () => metadataOnly,
};

export const compositeRenames: SpecsOf<CompositeRenameOperations> = { renameCompositeType, setCompositeTypeSchema, renameAttribute };
