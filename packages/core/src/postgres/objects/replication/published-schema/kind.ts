import { hasObject } from "../../../../schema/database-schema.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { PublishedSchema } from "./model.ts";
import type { AddPublishedSchema, DropPublishedSchema } from "./operations.ts";

export const publishedSchemaKind: PostgresKind<PublishedSchema, AddPublishedSchema | DropPublishedSchema> = {
  kind: "publishedSchema",
  owns: ({ schema, name }) => [resource.publishedSchema(schema, name), resource.listsOfPublication(name)],
  uses: ({ schema, name }) => [
    { of: resource.schema(schema), how: "part", follows: true },
    { of: resource.publication(name), how: "part", follows: true },
  ],
  declaredWith: ({ name }) => resource.publication(name),
  renamed: (published, names) => {
    const [schema, publication] = [names.get(resource.schema(published.schema)), names.get(resource.publication(published.name))];
    return {
      ...published,
      ...(schema === undefined ? {} : { schema: schema.name }),
      ...(publication === undefined ? {} : { name: publication.name }),
    };
  },
  normalize: (published) => published,
  create: (published) => [{ ...published, kind: "addPublishedSchema" }],
  // It would go along with its schema, which is dropped last: too late for a list of columns in its place.
  drop: ({ schema, name }, { after }) =>
    hasObject(after, { kind: "publication", name }) ? [{ kind: "dropPublishedSchema", schema, name }] : [],
  alter: () => "recreate",
};
