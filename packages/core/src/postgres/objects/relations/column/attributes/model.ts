import type { ForeignOptions } from "../../../foreign-data/options.ts";
import type { StorageMode } from "../../../../type/storage.ts";

/** How PostgreSQL keeps a column's values and learns about them: what is set apart from its type. */
export interface ColumnAttributes {
  /** How long values are stored. Absent: as the type says. */
  readonly storage?: StorageMode;
  /** How long values are compressed. Absent: as the server is set (`default_toast_compression`). */
  readonly compression?: "pglz" | "lz4";
  /** How exactly ANALYZE looks at it, from 0 to 10000. Absent: as the server is set (`default_statistics_target`). */
  readonly statistics?: number;
  /** `n_distinct` and `n_distinct_inherited`. Absent: none set. */
  readonly options?: Readonly<Record<string, string>>;
  /** Of a column of a foreign table: what its wrapper is told of it. Absent: nothing. */
  readonly foreignOptions?: ForeignOptions;
}

/** The attributes of a column, and the column without them. */
export function apart<Of extends ColumnAttributes>({ storage, compression, statistics, options, foreignOptions, ...rest }: Of) {
  const attributes: ColumnAttributes = {
    ...(storage === undefined ? {} : { storage }),
    ...(compression === undefined ? {} : { compression }),
    ...(statistics === undefined ? {} : { statistics }),
    ...(options === undefined ? {} : { options }),
    ...(foreignOptions === undefined ? {} : { foreignOptions }),
  };
  return { attributes, rest };
}

/** A change of type sets storage and compression back to what the new type says. */
export const afterRetype = <Of extends ColumnAttributes>({
  storage: _,
  compression: __,
  ...column
}: Of): Omit<Of, "storage" | "compression"> => column;
