/** Names an operator, a family of operators, or a function where its types follow from the rest. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** An operator of one or two values. */
export interface Operator {
  readonly kind: "operator";
  readonly schema: string;
  /** Its signs, such as `===`. */
  readonly name: string;
  /**
   * The types of its values, as PostgreSQL prints them; NONE where it stands before its only value: `integer, integer`. With the name, its
   * identity.
   */
  readonly signature: string;
  /** What it does. */
  readonly function: QualifiedName;
  /** The operator that gives the same for values that are turned round. Absent: none. */
  readonly commutator?: QualifiedName;
  /** The operator that gives the opposite. Absent: none. */
  readonly negator?: QualifiedName;
  /** Estimates how many rows it lets through. Absent: none. */
  readonly restrict?: QualifiedName;
  /** Estimates how many pairs of rows it lets through. Absent: none. */
  readonly join?: QualifiedName;
  /** Tables can be joined by hashes of the values. */
  readonly hashes?: true;
  /** Tables can be joined by the order of the values. */
  readonly merges?: true;
}
