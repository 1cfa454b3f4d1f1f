/** An installed extension. What it brings (types, functions) is not part of the schema model. */
export interface Extension {
  readonly kind: "extension";
  readonly name: string;
  /** The schema its objects are in. Absent: where CREATE EXTENSION puts it. */
  readonly installedIn?: string;
  /** Absent: the default version; carried, compared only where a source names one. */
  readonly version?: string;
  /** That version is the one which the server takes by itself. Carried: it counts as none, so that servers with others can be compared. */
  readonly isDefaultVersion?: true;
  /** It cannot be moved into another schema. Carried, not compared. */
  readonly isFixed?: true;
  /** Extensions that must be there before it. Carried, not compared. Absent: none. */
  readonly requires?: readonly string[];
}

export const isExtension = (object: { readonly kind: string }): object is Extension => object.kind === "extension";
