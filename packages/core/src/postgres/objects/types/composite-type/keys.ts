import type { NewName } from "../../../../operation/new-names.ts";
import { getObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { Use } from "../../../../schema/use.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { rowKeys, typeKeys } from "../../../type/user-types.ts";
import { resource } from "../../resources.ts";
import { isCompositeType, type CompositeType } from "./model.ts";

export interface CompositeTypeRef {
  readonly schema: string;
  readonly name: string;
}

/** The keys that it takes by its name: PostgreSQL keeps its attributes as those of a relation. */
export const typeOwnKeys = ({ schema, name }: CompositeTypeRef): readonly string[] => [
  resource.type(schema, name),
  resource.arrayOf(schema, name),
  resource.valuesOf(schema, name),
  resource.relation(schema, name),
];

export const attributeKey = ({ schema, name }: CompositeTypeRef, attribute: string): string => resource.column(schema, name, attribute);

export const ownedByCompositeType = (type: CompositeType): readonly string[] => [
  ...typeOwnKeys(type),
  ...type.attributes.map(({ name }) => attributeKey(type, name)),
];

export const namesOfCompositeType = (type: CompositeType): readonly NewName[] => [
  ...typeOwnKeys(type).map(() => ({ schema: type.schema, name: type.name })),
  ...type.attributes.map(({ name }) => ({ schema: type.schema, table: type.name, name })),
];

export const usesOfCompositeType = ({ schema, attributes }: CompositeType): readonly Use[] => [
  { of: resource.schema(schema), how: "blocks", follows: true },
  ...attributes.flatMap(({ type, collation }): readonly Use[] => [
    ...[...typeKeys(type, schema), ...keysOfName(collation, resource.collation)].map((of): Use => ({ of, how: "blocks" })),
    ...rowKeys(type, schema).map((of): Use => ({ of, how: "blocks", follows: true })),
  ]),
];

export function compositeTypeAt(schema: DatabaseSchema, { schema: at, name }: CompositeTypeRef): CompositeType | undefined {
  const found = getObject(schema, { kind: "compositeType", schema: at, name });
  return found !== undefined && isCompositeType(found) ? found : undefined;
}
