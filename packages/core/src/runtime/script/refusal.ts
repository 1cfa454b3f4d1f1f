import { sql, type Sql } from "../../postgres/sql/sql.ts";

/** What follows the check: statements of its transaction, or one that runs outside a transaction. */
export type Before = "transaction" | "statement";

/**
 * PL/pgSQL that stops what follows. In a transaction an error is enough, because the server ignores the rest. Before a statement outside
 * a transaction it ends the connection, because some clients continue after errors.
 */
export const refusal = ({ message, hint }: { readonly message: Sql; readonly hint: Sql }, before: Before): string =>
  (before === "transaction"
    ? sql`raise exception using message = ${message}, hint = ${hint};`
    : sql`raise warning using message = ${message}, hint = ${hint}; perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());`
  ).sql;
