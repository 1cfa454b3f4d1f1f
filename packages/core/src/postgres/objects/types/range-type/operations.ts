import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import type { Statement } from "../../../../operation/spec.ts";
import { printName } from "../../../expression/names.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { renameObject } from "../../../../operation/rename.ts";
import { aboutOf, beside, metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { dependentsCheck } from "./dependents-check.ts";
import { rangeKeys, type RangeTypeRef } from "./keys.ts";
import type { RangeType } from "./model.ts";

/** Makes a range type, and the multirange type that comes with it. */
export interface CreateRangeType extends Omit<RangeType, "kind"> {
  readonly kind: "createRangeType";
}

/** Removes a range type with its multirange type. */
export interface DropRangeType extends RangeTypeRef {
  readonly kind: "dropRangeType";
  /** The canonical function, which goes with it. Absent: it has none. */
  readonly canonical?: string;
}

/** Gives a range type another name; its multirange type keeps its own. Columns and expressions of it follow by themselves. */
export interface RenameRangeType extends RangeTypeRef {
  readonly kind: "renameRangeType";
  readonly to: string;
}

/** Moves a range type to another schema; its multirange type stays where it is. */
export interface SetRangeTypeSchema extends RangeTypeRef {
  readonly kind: "setRangeTypeSchema";
  /** The other schema. */
  readonly to: string;
}

export interface RangeTypeOperations {
  readonly createRangeType: CreateRangeType;
  readonly dropRangeType: DropRangeType;
  readonly renameRangeType: RenameRangeType;
  readonly setRangeTypeSchema: SetRangeTypeSchema;
}

function createSql({ schema, name, subtype, operatorClass, collation, subtypeDiff, canonical, multirange }: CreateRangeType): Sql {
  const options = [
    sql`subtype = ${raw(subtype)}`,
    ...(operatorClass === undefined ? [] : [sql`subtype_opclass = ${raw(operatorClass)}`]),
    ...(collation === undefined ? [] : [sql`collation = ${raw(collation)}`]),
    ...(subtypeDiff === undefined ? [] : [sql`subtype_diff = ${raw(subtypeDiff)}`]),
    ...(canonical === undefined ? [] : [sql`canonical = ${raw(canonical)}`]),
    ...(multirange === undefined ? [] : [sql`multirange_type_name = ${multirange}`]),
  ];
  return sql`create type ${{ schema, name }} as range (${options})`;
}

/**
 * The type and its canonical function depend on each other: only CASCADE drops them. It would drop anything else with them, so that must
 * not be there.
 */
function dropSql({ schema, name, canonical }: DropRangeType): readonly Statement[] {
  if (canonical === undefined) return [sql`drop type ${{ schema, name }}`];
  const type = printName([schema, name]);
  return [beside(raw(dependentsCheck({ type, routine: `${canonical}(${type})` }))), sql`drop type ${{ schema, name }} cascade`];
}

const renameRangeType: OperationSpec<RenameRangeType> = {
  about: aboutOf("rangeType"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "rangeType", schema, name }, { schema, name: to }, kinds),
  reverse: ({ schema, name, to }): readonly RenameRangeType[] => [{ kind: "renameRangeType", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({ renames: true, drops: rangeKeys({ schema, name }), creates: rangeKeys({ schema, name: to }) }),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

const setRangeTypeSchema: OperationSpec<SetRangeTypeSchema> = {
  about: aboutOf("rangeType"),
  apply: (before, { schema, name, to }, kinds) => renameObject(before, { kind: "rangeType", schema, name }, { schema: to, name }, kinds),
  reverse: ({ schema, name, to }): readonly SetRangeTypeSchema[] => [{ kind: "setRangeTypeSchema", schema: to, name, to: schema }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: rangeKeys({ schema, name }),
    creates: rangeKeys({ schema: to, name }),
    needs: [resource.schema(to)],
    frees: [resource.schema(schema)],
  }),
  sql: ({ schema, name, to }) => [sql`alter type ${{ schema, name }} set schema ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const rangeTypeOperations: SpecsOf<RangeTypeOperations> = {
  createRangeType: {
    ...creates<CreateRangeType>("rangeType"),
    sql: (op) => [createSql(op)],
    facts: () => metadataOnly,
  },
  dropRangeType: {
    ...drops<DropRangeType>("rangeType"),
    sql: dropSql,
    facts: () => metadataOnly,
  },
  renameRangeType,
  setRangeTypeSchema,
};
