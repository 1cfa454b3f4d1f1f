/** A sequence that stands for itself or belongs to a serial column; an identity column's sequence is part of the column. */
export interface Sequence extends SequenceOptions {
  readonly kind: "sequence";
  readonly schema: string;
  readonly name: string;
  /** `smallint`, `integer` or `bigint`. Absent: `bigint`. */
  readonly dataType?: string;
  /** Not written to the write-ahead log. One that belongs to a column follows its table when that changes. */
  readonly unlogged?: true;
  /** The column that it is dropped with. Absent: none. */
  readonly ownedBy?: { readonly schema: string; readonly table: string; readonly column: string };
}

/**
 * What a sequence, or an identity column, may set. Numbers are decimal text, since they reach 2^63. Absent: PostgreSQL's default for type
 * and direction.
 */
export interface SequenceOptions {
  readonly start?: string;
  readonly increment?: string;
  readonly minValue?: string;
  readonly maxValue?: string;
  readonly cache?: string;
  readonly cycle?: true;
}

/** Tells a sequence among other objects. */
export const isSequence = (object: { readonly kind: string }): object is Sequence => object.kind === "sequence";
