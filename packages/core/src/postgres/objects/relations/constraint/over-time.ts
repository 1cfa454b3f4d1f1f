import { identifiers, sql, type Sql } from "../../../sql/sql.ts";

// Keys over time (PostgreSQL 18): the last column is a range, and rows that are equal in the others may have no moment in common.

/** Columns as the names of a key: one over time is another key than a plain one over the same columns. */
export const keyNames = (columns: readonly string[], isOverTime: true | undefined): readonly string[] =>
  isOverTime === true ? columns.map((name, at) => (at === columns.length - 1 ? `${name} without overlaps` : name)) : columns;

/** Columns as the clause of a key has them. @example keyColumns(["id", "valid"], true).sql // id, valid without overlaps */
export const keyColumns = (columns: readonly string[], isOverTime: true | undefined): Sql =>
  isOverTime === true ? sql`${identifiers(columns)} without overlaps` : identifiers(columns);

/** Columns as the clause of a foreign key has them. @example referenceColumns(["id", "valid"], true).sql // id, period valid */
export function referenceColumns(columns: readonly string[], isOverTime: true | undefined): Sql {
  const last = columns.slice(-1);
  return isOverTime === true ? sql`${identifiers(columns.slice(0, -1))}, period ${identifiers(last)}` : identifiers(columns);
}
