import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { PublishedSchema } from "./model.ts";

/** Adds all tables of a schema to a publication, also later ones. Only superusers may. */
export interface AddPublishedSchema extends Omit<PublishedSchema, "kind"> {
  readonly kind: "addPublishedSchema";
}

/** Takes the tables of a schema out of a publication, as far as they are not in it themselves. */
export interface DropPublishedSchema extends Omit<PublishedSchema, "kind"> {
  readonly kind: "dropPublishedSchema";
}

export interface PublishedSchemaOperations {
  readonly addPublishedSchema: AddPublishedSchema;
  readonly dropPublishedSchema: DropPublishedSchema;
}

const addPublishedSchema: OperationSpec<AddPublishedSchema> = {
  ...creates<AddPublishedSchema>("publishedSchema"),
  sql: ({ schema, name }) => [sql`alter publication ${identifier(name)} add tables in schema ${identifier(schema)}`],
  facts: () => metadataOnly,
};

const dropPublishedSchema: OperationSpec<DropPublishedSchema> = {
  ...drops<DropPublishedSchema>("publishedSchema"),
  sql: ({ schema, name }) => [sql`alter publication ${identifier(name)} drop tables in schema ${identifier(schema)}`],
  facts: () => metadataOnly,
};

export const publishedSchemaOperations: SpecsOf<PublishedSchemaOperations> = { addPublishedSchema, dropPublishedSchema };
