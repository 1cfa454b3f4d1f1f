import type { Kinds, OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refText, type ObjectRef } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { columnsHolding } from "./columns.ts";
import { attributeKey, type CompositeTypeRef } from "./keys.ts";
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

/** Gives an attribute another type. Rejected by PostgreSQL if a column of a table holds values of the composite type. */
export interface AlterAttributeType extends AttributeRef {
  readonly kind: "alterAttributeType";
  readonly type: string;
  /** SQL, such as `"C"`. Absent: that of the type. */
  readonly collation?: string;
}

export interface CompositeTypeOperations extends CompositeRenameOperations {
  readonly createCompositeType: CreateCompositeType;
  readonly dropCompositeType: DropCompositeType;
  readonly addAttribute: AddAttribute;
  readonly dropAttribute: DropAttribute;
  readonly alterAttributeType: AlterAttributeType;
}

const typeOf = ({ schema, compositeType }: AttributeRef): CompositeTypeRef => ({ schema, name: compositeType });

/** `text collate "C"`. */
const typeClause = ({ type, collation }: Omit<Attribute, "name">): Sql =>
  words(
    raw(type),
    when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
  );

const clause = (attribute: Attribute): Sql => sql`${identifier(attribute.name)} ${typeClause(attribute)}`;

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
  sql: (op) => [alterType(op, sql`add attribute ${clause(op)}`)],
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
      losesData: `the values of attribute ${quoteIdentifier(op.name)} in ${places.join(", ")}`,
      losesFrom: columns.map(({ schema, table, name }) => ({ schema, table, column: name })),
    };
  },
};

const altering = changes<AlterAttributeType>((attributes, op) =>
  attributes.map((attribute) => (attribute.name === op.name ? attributeOf(op) : attribute)),
);

const inTheWay = (op: AttributeRef, before: DatabaseSchema, kinds: Kinds): readonly string[] =>
  columnsHolding(typeOf(op), before, kinds).map(refText).toSorted();

const alterAttributeType: OperationSpec<AlterAttributeType> = {
  ...altering,
  touches: (op, before, kinds) => ({
    ...altering.touches(op, before, kinds),
    retypes: [resource.type(op.schema, op.compositeType), attributeKey(typeOf(op), op.name)],
  }),
  sql: (op) => [alterType(op, sql`alter attribute ${identifier(op.name)} type ${typeClause(op)}`)],
  facts: (op, before, kinds) => {
    const columns = inTheWay(op, before, kinds);
    return columns.length === 0 ? metadataOnly : { ...metadataOnly, inTheWay: columns };
  },
};

export const compositeTypeOperations: SpecsOf<CompositeTypeOperations> = {
  createCompositeType: {
    ...creates<CreateCompositeType>("compositeType"),
    sql: ({ schema, name, attributes }) => [sql`create type ${{ schema, name }} as (${attributes.map(clause)})`],
    facts: () => metadataOnly,
  },
  dropCompositeType: {
    ...drops<DropCompositeType>("compositeType"),
    sql: ({ schema, name }) => [sql`drop type ${{ schema, name }}`],
    facts: () => metadataOnly,
  },
  addAttribute,
  dropAttribute,
  alterAttributeType,
  ...compositeRenames,
};
