import { metadataOnly, statewise } from "../../../operation/shapes.ts";
import type { SpecsOf } from "../../../operation/spec.ts";
import { putObjects } from "../../../schema/database-schema.ts";
import { identifier, sql } from "../../sql/sql.ts";
import { withoutObject } from "../comment/fragment.ts";
import { resource } from "../resources.ts";
import type { NamedSchema } from "./model.ts";

export interface CreateSchema {
  readonly kind: "createSchema";
  readonly name: string;
}

export interface DropSchema {
  readonly kind: "dropSchema";
  readonly name: string;
}

export interface SchemaOperations {
  readonly createSchema: CreateSchema;
  readonly dropSchema: DropSchema;
}

const schemaNamed = (name: string): NamedSchema => ({ kind: "schema", name });

export const schemaOperations: SpecsOf<SchemaOperations> = {
  createSchema: {
    ...statewise((before, { name }) => putObjects(before, [schemaNamed(name)])),
    touches: ({ name }) => ({ creates: [resource.schema(name)] }),
    sql: ({ name }) => [sql`create schema ${identifier(name)}`],
    facts: () => metadataOnly,
  },
  dropSchema: {
    ...statewise((before, { name }) => withoutObject(before, schemaNamed(name), "schema")),
    touches: ({ name }) => ({ drops: [resource.schema(name)] }),
    sql: ({ name }) => [sql`drop schema ${identifier(name)}`],
    facts: () => metadataOnly,
  },
};
