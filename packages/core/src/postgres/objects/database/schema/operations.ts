import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/spec.ts";
import { putObjects } from "../../../../schema/database-schema.ts";
import { identifier, literal, sql, type Sql } from "../../../sql/sql.ts";
import { standardComment, withoutObject } from "../../metadata/comment/fragment.ts";
import { resource } from "../../resources.ts";
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

/** As a new database has it. */
const standardPublic: readonly Sql[] = [
  sql`create schema public authorization pg_database_owner`,
  sql`grant usage on schema public to public`,
  sql`comment on schema public is ${literal(standardComment)}`,
];

export const schemaOperations: SpecsOf<SchemaOperations> = {
  createSchema: {
    ...statewise((before, { name }) => putObjects(before, [schemaNamed(name)])),
    touches: ({ name }) => ({ stage: "first", creates: [resource.schema(name)] }),
    sql: ({ name }) => (name === "public" ? standardPublic : [sql`create schema ${identifier(name)}`]),
    facts: () => metadataOnly,
  },
  dropSchema: {
    ...statewise((before, { name }) => withoutObject(before, schemaNamed(name), "schema")),
    touches: ({ name }) => ({ stage: "last", drops: [resource.schema(name)] }),
    sql: ({ name }) => [sql`drop schema ${identifier(name)}`],
    facts: () => metadataOnly,
  },
};
