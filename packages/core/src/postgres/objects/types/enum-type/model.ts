/** An enum type with its labels in their sort order. */
export interface EnumType {
  readonly kind: "enumType";
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}

/** Tells an enum type among other objects. */
export const isEnumType = (object: { readonly kind: string }): object is EnumType => object.kind === "enumType";
