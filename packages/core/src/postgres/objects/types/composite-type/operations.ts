import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { beside, metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identifier, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { alsoOfTables } from "../../relations/typed.ts";
import { retypeRisk } from "../domain/fragment.ts";
import { arrangeAttributes, type ArrangeAttributes } from "./arrange.ts";
import { attributeClause, typeClause } from "./clause.ts";
import { columnsHolding } from "./columns.ts";
import { asKept, asType, type HeldColumn } from "./held-columns.ts";
import { holding, inTheWay, touchesOfColumns, withColumns } from "./holding.ts";
import { attributeKey, compositeTypeAt, type CompositeTypeRef } from "./keys.ts";
import type { Attribute, CompositeType } from "./model.ts";
import { compositeRenames, type CompositeRenameOperations } from "./rename.ts";

export interface CreateCompositeType extends Omit<CompositeType, "kind"> {
  readonly kind: "createCompositeType";
}

export interface DropCompositeType extends CompositeTypeRef {
  readonly kind: "dropCompositeType";
}

/** Names an attribute of a composite type. */
export interface AttributeRef {
  readonly schema: string;
  readonly compositeType: string;
  readonly name: string;
}

/** Adds an attribute after the others. Values that are there have NULL in it. */
export interface AddAttribute extends AttributeRef {
  readonly kind: "addAttribute";
  readonly type: string;
  /** SQL, such as `"C"`. Absent: that of the type. */
  readonly collation?: string;
}

/** Removes an attribute, also from the values that are there. */
export interface DropAttribute extends AttributeRef {
  readonly kind: "dropAttribute";
}

/**
 * Gives an attribute another type. PostgreSQL rejects that while columns of tables hold values of the composite type: those that are named
 * hold them as text meanwhile.
 */
export interface AlterAttributeType extends AttributeRef {
  readonly kind: "alterAttributeType";
  readonly type: string;
  /** SQL, such as `"C"`. Absent: that of the type. */
  readonly collation?: string;
  /** Columns of the type, or of arrays of it, that are not inherited. Absent: none. */
  readonly columns?: readonly HeldColumn[];
}

export interface CompositeTypeOperations extends CompositeRenameOperations {
  readonly createCompositeType: CreateCompositeType;
  readonly dropCompositeType: DropCompositeType;
  readonly addAttribute: AddAttribute;
  readonly dropAttribute: DropAttribute;
  readonly alterAttributeType: AlterAttributeType;
  readonly arrangeAttributes: ArrangeAttributes;
}

const typeOf = ({ schema, compositeType }: AttributeRef): CompositeTypeRef => ({ schema, name: compositeType });

const alterType = (op: AttributeRef, change: Sql): Sql => sql`alter type ${typeOf(op)} ${change}`;

const attributeOf = ({ name, type, collation }: AddAttribute | AlterAttributeType): Attribute => ({
  name,
  type,
  ...(collation === undefined ? {} : { collation }),
});

/** An operation that changes one attribute. */
function changes<Op extends AttributeRef & { readonly kind: string }>(
  to: (attributes: readonly Attribute[], op: Op) => readonly Attribute[],
): Pick<OperationSpec<Op>, "about" | "apply" | "reverse" | "touches"> {
  type Named = Op & CompositeTypeRef & { readonly attribute: Op };
  const named = (op: Op): Named => ({ ...op, ...typeOf(op), attribute: op });
  const altering = alters<Named, CompositeType>("compositeType", (type, { attribute }) => ({
    ...type,
    attributes: to(type.attributes, attribute),
  }));
  const about = (op: Op): ObjectRef => ({ kind: "compositeType", ...typeOf(op) });
  return {
    about,
    ...statewise<Op>((before, op, kinds) => altering.apply(before, named(op), kinds)),
    touches: (op, before, kinds) => altering.touches(named(op), before, kinds),
  };
}

const addAttribute: OperationSpec<AddAttribute> = {
  ...changes<AddAttribute>((attributes, op) => [...attributes.filter(({ name }) => name !== op.name), attributeOf(op)]),
  sql: (op) => [alterType(op, sql`add attribute ${attributeClause(op)}`)],
  facts: () => metadataOnly,
};

const dropping = changes<DropAttribute>((attributes, op) => attributes.filter(({ name }) => name !== op.name));

const dropAttribute: OperationSpec<DropAttribute> = {
  ...dropping,
  ...statewise<DropAttribute>((before, op, kinds) => {
    const { schema, compositeType: table, name } = op;
    return removeObjects(dropping.apply(before, op, kinds), [{ kind: "comment", of: "column", schema, table, name }]);
  }),
  sql: (op) => [alterType(op, sql`drop attribute ${identifier(op.name)}`)],
  facts: (op, before, kinds) => {
    const columns = columnsHolding(typeOf(op), before, kinds);
    if (columns.length === 0) return metadataOnly;
    const places = columns.map(({ table, name }) => `${quoteIdentifier(table)}.${quoteIdentifier(name)}`);
    return {
      ...metadataOnly,
      losesData: `the values of attribute ${quoteIdentifier(op.name)} in ${places.toSorted().join(", ")}`,
      losesFrom: columns.map(({ schema, table, name }) => ({ schema, table, column: name })),
    };
  },
};

const altering = changes<AlterAttributeType>((attributes, op) =>
  attributes.map((attribute) => (attribute.name === op.name ? attributeOf(op) : attribute)),
);

const alterAttributeType: OperationSpec<AlterAttributeType> = {
  ...altering,
  ...statewise<AlterAttributeType>((before, op, kinds) => altering.apply(withColumns(before, op, kinds), op, kinds)),
  touches: (op, before, kinds) => {
    const touched = altering.touches(op, before, kinds);
    const { columns, retypes, others } = touchesOfColumns(op, before, kinds);
    return {
      ...touched,
      ...others,
      alters: [...(touched.alters ?? []), ...columns],
      retypes: [resource.type(op.schema, op.compositeType), attributeKey(typeOf(op), op.name), ...retypes],
    };
  },
  sql: (op) => {
    const { columns = [] } = op;
    return [
      ...columns.map((held) => beside(asKept(held, typeOf(op), "text"), quickExclusive)),
      alterType(op, sql`alter attribute ${identifier(op.name)} type ${typeClause(op)}`),
      ...columns.map((held) => asType(held, typeOf(op), "text")),
    ];
  },
  facts: (op, before, kinds) => {
    const others = inTheWay(typeOf(op), op, before, kinds);
    return { ...heldFacts(op, before), ...(others.length === 0 ? {} : { inTheWay: others }) };
  },
};

function heldFacts(op: AlterAttributeType, before: DatabaseSchema): OperationFacts {
  const { columns = [] } = op;
  if (columns.length === 0) return metadataOnly;
  const had = compositeTypeAt(before, typeOf(op))?.attributes.find(({ name }) => name === op.name);
  const risk = had === undefined ? {} : retypeRisk(had.type, op, before);
  return {
    ...metadataOnly,
    ...holding(columns),
    mayFail: risk.mayFail ?? `values whose ${quoteIdentifier(op.name)} is no ${op.type}`,
    ...(risk.losesData === undefined
      ? {}
      : {
          losesData: risk.losesData,
          losesFrom: columns.map(({ schema, table, column }) => ({ schema, table, column })),
        }),
  };
}

export const compositeTypeOperations: SpecsOf<CompositeTypeOperations> = {
  createCompositeType: {
    ...creates<CreateCompositeType>("compositeType"),
    sql: ({ schema, name, attributes }) => [sql`create type ${{ schema, name }} as (${attributes.map(attributeClause)})`],
    facts: () => metadataOnly,
  },
  dropCompositeType: {
    ...drops<DropCompositeType>("compositeType"),
    sql: ({ schema, name }) => [sql`drop type ${{ schema, name }}`],
    facts: () => metadataOnly,
  },
  addAttribute: alsoOfTables(addAttribute, typeOf),
  dropAttribute: alsoOfTables(dropAttribute, typeOf),
  alterAttributeType,
  arrangeAttributes,
  ...compositeRenames,
};
