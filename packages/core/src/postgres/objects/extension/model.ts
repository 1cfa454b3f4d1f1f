/** An installed extension. What it brings (types, functions) is not part of the schema model. */
export interface Extension {
  readonly kind: "extension";
  readonly name: string;
  /** The schema its objects are in. Absent: where CREATE EXTENSION puts it. */
  readonly installedIn?: string;
  /** Absent: the default version; carried, compared only where a source names one. */
  readonly version?: string;
}
