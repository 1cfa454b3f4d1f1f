import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { standardComment } from "./fragment.ts";
import { schemaNamed, type NamedSchema } from "./model.ts";
import type { CreateSchema, DropSchema } from "./operations.ts";
import type { RenameSchema } from "./rename.ts";

export const schemaKind: PostgresKind<NamedSchema, CreateSchema | DropSchema | RenameSchema> = {
  kind: "schema",
  owns: ({ name }) => [resource.schema(name)],
  uses: () => [],
  isNamespace: true,
  rename: ({ name }, to) => [{ kind: "renameSchema", name, to: to.name }],
  renamed: (schema, names) => {
    const to = names.get(resource.schema(schema.name));
    return to === undefined ? schema : schemaNamed(to.name);
  },
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
