import type { ObjectKind } from "../../../../operation/object-kind.ts";
import type { NamedSchema } from "./model.ts";
import type { CreateSchema, DropSchema } from "./operations.ts";

export const schemaKind: ObjectKind<NamedSchema, CreateSchema | DropSchema> = {
  kind: "schema",
  dependsOn: () => [],
  normalize: (schema) => schema,
  create: ({ name }) => [{ kind: "createSchema", name }],
  drop: ({ name }) => [{ kind: "dropSchema", name }],
  alter: () => [],
};
