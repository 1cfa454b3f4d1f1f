import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { standardComment } from "./fragment.ts";
import type { NamedSchema } from "./model.ts";
import type { CreateSchema, DropSchema } from "./operations.ts";

export const schemaKind: PostgresKind<NamedSchema, CreateSchema | DropSchema> = {
  kind: "schema",
  owns: ({ name }) => [resource.schema(name)],
  uses: () => [],
  normalize: (schema) => schema,
  create: ({ name }) => [{ kind: "createSchema", name }],
  drop: ({ name }) => [{ kind: "dropSchema", name }],
  alter: () => [],
  addresses: {
    schema: {
      sql: ({ name }) => sql`schema ${{ name }}`,
      key: ({ name }) => resource.schema(name),
      commentLock: "none",
      grantedOn: ({ name }) => sql`schema ${{ name }}`,
      objects: "schemas",
      toPublic: ({ name }) => (name === "public" ? ["usage"] : []),
      standardComment: ({ name }) => (name === "public" ? standardComment : undefined),
    },
  },
};
