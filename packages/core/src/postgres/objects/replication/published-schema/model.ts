import type { SchemaObject } from "../../../../schema/object.ts";

/** That a publication has all tables of a schema, also later ones. */
export interface PublishedSchema {
  readonly kind: "publishedSchema";
  readonly schema: string;
  /** That of the publication. */
  readonly name: string;
}

export const isPublishedSchema = (object: SchemaObject): object is PublishedSchema => object.kind === "publishedSchema";
