import { sql, type Sql } from "../../postgres/sql/sql.ts";

/** What a block stands before: statements of its transaction, or one that runs outside of a transaction. */
export type Before = "transaction" | "statement";

/**
 * A statement of PL/pgSQL that keeps what follows from running. A transaction that failed does nothing more, whatever the client sends.
 * Before a statement outside of one, only the end of the connection stops a client that goes on after errors.
 */
export const refusal = ({ message, hint }: { readonly message: Sql; readonly hint: Sql }, before: Before): string =>
  (before === "transaction"
    ? sql`raise exception using message = ${message}, hint = ${hint};`
    : sql`raise warning using message = ${message}, hint = ${hint}; perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());`
  ).sql;
