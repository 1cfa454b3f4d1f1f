/** What a failed step left behind, in words that follow "The database". */
export type AfterFailure = { readonly after: string };

/** A statement on one line, its beginning if it is long. */
export const shortSql = (sql: string): string => (sql.length > 100 ? `${sql.slice(0, 100)} ...` : sql).replaceAll(/\s+/gu, " ");
