/** A named schema (namespace). `public` is one like any other. */
export interface NamedSchema {
  readonly kind: "schema";
  readonly name: string;
}

export const schemaNamed = (name: string): NamedSchema => ({ kind: "schema", name });
