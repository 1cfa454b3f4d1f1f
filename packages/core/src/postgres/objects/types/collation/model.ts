/**
 * How texts are sorted and compared. Its version is the host's and is not compared: where it changes, PostgreSQL warns, and indexes over
 * such texts have to be built again (`reindex`, then `alter collation ... refresh version`).
 */
export interface Collation {
  readonly kind: "collation";
  readonly schema: string;
  readonly name: string;
  /** What sorts. `builtin` from PostgreSQL 17 on. Absent: `libc`, the operating system. */
  readonly provider?: "icu" | "builtin";
  /** For ICU a language tag such as `und-u-ks-level2`, for libc both of the following. */
  readonly locale?: string;
  /** Of libc, where the two differ: how texts are sorted. Absent: as `locale` says. */
  readonly lcCollate?: string;
  /** Of libc, where the two differ: what is a letter, and upper or lower case. Absent: as `locale` says. */
  readonly lcCtype?: string;
  /** Further rules of ICU, from PostgreSQL 16 on. Absent: none. */
  readonly rules?: string;
  /** Texts of other bytes can be equal, with ICU. Absent: they cannot. */
  readonly nondeterministic?: true;
}
