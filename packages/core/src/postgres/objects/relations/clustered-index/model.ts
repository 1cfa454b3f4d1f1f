/** The index by which CLUSTER puts the rows of a table or materialized view in order, where it is not told one. */
export interface ClusteredIndex {
  readonly kind: "clusteredIndex";
  readonly schema: string;
  /** That of the table or materialized view. */
  readonly name: string;
  readonly index: string;
}
