import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { putObjects } from "../../../../schema/database-schema.ts";
import { identifier, literal, sql, type Sql } from "../../../sql/sql.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { standardComment } from "./fragment.ts";
import { resource } from "../../resources.ts";
import { schemaNamed } from "./model.ts";
import { renameSchema, type RenameSchema } from "./rename.ts";

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
  readonly renameSchema: RenameSchema;
}

/** As a new database has it. */
const standardPublic: readonly Sql[] = [
  sql`create schema public authorization pg_database_owner`,
  sql`grant usage on schema public to public`,
  sql`comment on schema public is ${literal(standardComment)}`,
];

export const schemaOperations: SpecsOf<SchemaOperations> = {
  createSchema: {
    about: aboutOf("schema"),
    ...statewise((before, { name }) => putObjects(before, [schemaNamed(name)])),
    touches: ({ name }) => ({ stage: "first", creates: [resource.schema(name)] }),
    sql: ({ name }) => (name === "public" ? standardPublic : [sql`create schema ${identifier(name)}`]),
    facts: () => metadataOnly,
  },
  dropSchema: {
    about: aboutOf("schema"),
    ...statewise((before, { name }, kinds) => withoutObject(before, schemaNamed(name), kinds)),
    touches: ({ name }) => ({ stage: "last", drops: [resource.schema(name)] }),
    sql: ({ name }) => [sql`drop schema ${identifier(name)}`],
    facts: () => metadataOnly,
  },
  renameSchema,
};
