import type { NewNames } from "../../../../operation/new-names.ts";
import { getObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { renamedName } from "../../../expression/qualified-name.ts";
import { normalizeType } from "../../../type/name.ts";
import { spelledName, spelledType } from "../../../type/spelling.ts";
import { renamedType } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { isComment, type Comment } from "../../metadata/comment/model.ts";
import { typeAddress } from "../address.ts";
import { attributesAgain } from "../../relations/column/fragment.ts";
import type { Ends } from "../../../../operation/ends.ts";
import { heldColumns } from "./held-columns.ts";
import { attributeKey, namesOfCompositeType, ownedByCompositeType, usesOfCompositeType } from "./keys.ts";
import { isCompositeType, type Attribute, type CompositeType } from "./model.ts";
import type { CompositeTypeOperations } from "./operations.ts";

type CompositeTypeOperation = CompositeTypeOperations[keyof CompositeTypeOperations];

/** See the kind of comments. */
interface SetComment extends Omit<Comment, "kind"> {
  readonly kind: "setComment";
}

/** What sets again what columns have lost. */
type AgainOperation = ReturnType<typeof attributesAgain>[number];

export const compositeTypeKind: PostgresKind<CompositeType, CompositeTypeOperation | AgainOperation | SetComment> = {
  kind: "compositeType",
  owns: ownedByCompositeType,
  names: namesOfCompositeType,
  uses: usesOfCompositeType,
  renamed: renamedCompositeType,
  addresses: { compositeType: typeAddress("type") },
  normalize: normalizeCompositeType,
  create: (type) => [{ ...type, kind: "createCompositeType" }],
  drop: ({ schema, name }) => [{ kind: "dropCompositeType", schema, name }],
  alter: alterCompositeType,
  // PostgreSQL goes on from it to what has attributes of it.
  standsAside: (_, { use, from, isRetyped }) => isRetyped && use.follows !== true && !isCompositeType(from),
  settleNames: (wanted, live) => ({ ...wanted, attributes: wanted.attributes.map((attribute) => spelled(attribute, live)) }),
};

function renamedCompositeType(type: CompositeType, names: NewNames): CompositeType {
  const to = names.get(resource.type(type.schema, type.name));
  return {
    ...type,
    ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    attributes: type.attributes.map((attribute) => ({
      ...attribute,
      name: names.get(attributeKey(type, attribute.name))?.name ?? attribute.name,
      type: renamedType(attribute.type, type.schema, names),
      ...(attribute.collation === undefined ? {} : { collation: renamedName(attribute.collation, resource.collation, names) }),
    })),
  };
}

function spelled(attribute: Attribute, live: CompositeType): Attribute {
  const there = live.attributes.find(({ name }) => name === attribute.name);
  if (there === undefined) return attribute;
  const { collation } = attribute;
  return {
    ...attribute,
    type: spelledType(attribute.type, there.type),
    ...(collation === undefined ? {} : { collation: spelledName(collation, there.collation) }),
  };
}

function normalizeCompositeType({ attributes, ...type }: CompositeType): CompositeType {
  return { ...type, attributes: attributes.map(normalizeAttribute) };
}

function normalizeAttribute({ name, type, collation }: Attribute): Attribute {
  const own = collation?.replace(/^(?:"pg_catalog"|pg_catalog)\./u, "");
  return { name, type: normalizeType(type), ...(own === undefined || own === '"default"' ? {} : { collation: own }) };
}

/**
 * PostgreSQL adds an attribute at the end and moves none: for another order the type is made anew, or where columns hold values of it,
 * these are kept as JSON meanwhile.
 */
function alterCompositeType(
  live: CompositeType,
  wanted: CompositeType,
  ends: Ends,
): readonly (CompositeTypeOperation | AgainOperation | SetComment)[] | "recreate" {
  const [from, to] = [normalizeCompositeType(live), normalizeCompositeType(wanted)];
  const [had, has] = [new Map(from.attributes.map((one) => [one.name, one])), new Map(to.attributes.map((one) => [one.name, one]))];
  const order = [...from.attributes.filter(({ name }) => has.has(name)), ...to.attributes.filter(({ name }) => !had.has(name))];
  const isMoved = order.some(({ name }, at) => name !== to.attributes[at]?.name);
  const place = { schema: to.schema, compositeType: to.name };
  const gone = from.attributes.filter(({ name }) => !has.has(name));
  const changed = to.attributes.filter((one) => had.has(one.name) && !sameData(had.get(one.name), one));
  const held = changed.length === 0 && !isMoved ? [] : heldColumns(to, ends);
  if (isMoved && held.length === 0) return "recreate";
  const columns = held.length === 0 ? {} : { columns: held };
  const again = new Map(
    held
      .flatMap(({ schema, table, column }) => attributesAgain({ schema, table, name: column }, ends))
      .map((op) => [JSON.stringify(op), op]),
  );
  const added = to.attributes.filter(({ name }) => !had.has(name));
  return [
    ...gone.map(({ name }) => ({ kind: "dropAttribute" as const, ...place, name })),
    ...changed.map((attribute) => ({ kind: "alterAttributeType" as const, ...place, ...attribute, ...columns })),
    ...(isMoved ? [] : again.values()),
    ...added.map((attribute) => ({ kind: "addAttribute" as const, ...place, ...attribute })),
    ...(isMoved
      ? [
          { kind: "arrangeAttributes" as const, schema: to.schema, name: to.name, attributes: to.attributes, ...columns },
          ...again.values(),
          ...commentsOn(to, ends.after),
        ]
      : []),
  ];
}

/** Comments on attributes, which have gone with them. */
const commentsOn = ({ schema, name: table, attributes }: CompositeType, after: DatabaseSchema): readonly SetComment[] =>
  attributes.flatMap(({ name }) => {
    const found = getObject(after, { kind: "comment", of: "column", schema, table, name });
    return found !== undefined && isComment(found) ? [{ ...found, kind: "setComment" as const }] : [];
  });
