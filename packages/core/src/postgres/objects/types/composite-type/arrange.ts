import type { OperationSpec } from "../../../../operation/kinds.ts";
import { alters } from "../../../../operation/object-operations.ts";
import { beside, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { Statement } from "../../../../operation/spec.ts";
import { removeObjects } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { attributeClause } from "./clause.ts";
import { asKept, asType, holders, type HeldColumn } from "./held-columns.ts";
import { holding, inTheWay, touchesOfColumns, withColumns } from "./holding.ts";
import { attributeKey, compositeTypeAt, type CompositeTypeRef } from "./keys.ts";
import type { Attribute, CompositeType } from "./model.ts";

/** Puts the attributes of a composite type in another order. Columns that hold values of it hold them as JSON meanwhile. */
export interface ArrangeAttributes extends CompositeTypeRef {
  readonly kind: "arrangeAttributes";
  /** All attributes, in their new order. */
  readonly attributes: readonly Attribute[];
  /** Columns of the type, or of arrays of it, that are not inherited. Absent: none. */
  readonly columns?: readonly HeldColumn[];
}

const arranging = alters<ArrangeAttributes, CompositeType>("compositeType", (type, { attributes }) => ({ ...type, attributes }));

export const arrangeAttributes: OperationSpec<ArrangeAttributes> = {
  ...arranging,
  ...statewise<ArrangeAttributes>((before, op, kinds) => {
    const had = compositeTypeAt(before, op)?.attributes ?? [];
    const comments = had.map(({ name }) => ({ kind: "comment", of: "column", schema: op.schema, table: op.name, name }));
    return removeObjects(arranging.apply(withColumns(before, op, kinds), op, kinds), comments);
  }),
  touches: (op, before, kinds) => {
    const touched = arranging.touches(op, before, kinds);
    const attributes = compositeTypeAt(before, op)?.attributes ?? [];
    const { columns, retypes, others } = touchesOfColumns(op, before, kinds);
    return {
      ...touched,
      ...others,
      alters: [...(touched.alters ?? []), ...columns],
      retypes: [resource.type(op.schema, op.name), ...attributes.map(({ name }) => attributeKey(op, name)), ...retypes],
    };
  },
  sql: arrangeSql,
  facts: (op, before, kinds) => {
    const { columns = [] } = op;
    const others = inTheWay(op, op, before, kinds);
    const mayFail = "values that JSON cannot hold";
    return {
      ...metadataOnly,
      ...(columns.length === 0 ? {} : { ...holding(columns), mayFail }),
      ...(others.length === 0 ? {} : { inTheWay: others }),
    };
  },
};

/** All attributes go, and come again in their order: no value is there meanwhile. */
function arrangeSql(op: ArrangeAttributes): readonly Statement[] {
  const { schema, name, attributes, columns = [] } = op;
  const held = holders(columns, op);
  const moves = [
    ...attributes.map((attribute) => sql`drop attribute ${identifier(attribute.name)}`),
    ...attributes.map((attribute) => sql`add attribute ${attributeClause(attribute)}`),
  ];
  return [
    ...held.map(({ create }) => beside(create)),
    ...columns.map((column) => asKept(column, op, "json")),
    sql`alter type ${{ schema, name }} ${moves}`,
    ...columns.map((column) => asType(column, op, "json")),
    ...held.map(({ drop }) => beside(drop)),
  ];
}
