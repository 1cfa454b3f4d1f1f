import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { renameObject, renameResource } from "../../../../operation/rename.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { lockingTables } from "../../relations/locks.ts";
import { tablesOfType } from "../../relations/typed.ts";
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

/** Gives an attribute another name, and with it the column of tables that are of the type. Values that are there follow. */
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

/** The columns of tables of the type, which follow with CASCADE, as what renames them has them. */
const columnsOf = (schema: DatabaseSchema, { compositeType, name, to, ...op }: RenameAttribute) =>
  tablesOfType(schema, { schema: op.schema, name: compositeType }).map((table) => ({
    kind: "renameColumn" as const,
    schema: table.schema,
    table: table.name,
    name,
    to,
  }));

const renameAttribute: OperationSpec<RenameAttribute> = {
  about: ({ schema, compositeType }) => refOf({ schema, name: compositeType }),
  apply: (before, op, kinds) => {
    const { schema, compositeType, name, to } = op;
    const type = { schema, name: compositeType };
    const owner = compositeTypeAt(before, type);
    if (owner === undefined) return before;
    const after = renameResource(before, { owner, key: attributeKey(type, name), to: { schema, table: compositeType, name: to } }, kinds);
    return columnsOf(before, op).reduce((next, column) => kinds.specOf(column).apply(next, column, kinds), after);
  },
  reverse: (op): readonly RenameAttribute[] => [{ ...op, name: op.to, to: op.name }],
  touches: (op, before, kinds) => {
    const { schema, compositeType, name, to } = op;
    const type = { schema, name: compositeType };
    const columns = columnsOf(before, op).map((column) => kinds.specOf(column).touches(column, before, kinds));
    return {
      renames: true,
      drops: [attributeKey(type, name), ...columns.flatMap(({ drops = [] }) => drops)],
      creates: [attributeKey(type, to), ...columns.flatMap(({ creates = [] }) => creates)],
      needs: [resource.type(schema, compositeType), ...columns.flatMap(({ needs = [] }) => needs)],
    };
  },
  sql: ({ schema, compositeType, name, to }) => [
    sql`alter type ${{ schema, name: compositeType }} rename attribute ${identifier(name)} to ${identifier(to)} cascade`,
  ],
  facts: (op, before) => ({ ...metadataOnly, ...lockingTables(columnsOf(before, op), "access exclusive") }),
};

export const compositeRenames: SpecsOf<CompositeRenameOperations> = { renameCompositeType, setCompositeTypeSchema, renameAttribute };
