import { dollarQuoted, quoteLiteral } from "../sql/literal.ts";

/**
 * Settings that change what a statement means or how the server prints a value, with the value that mig works with. A role or a
 * database may have others; the same revision is to do the same in each. What decides where things are put
 * (default_tablespace), and how long they may take (statement_timeout), stays as it is.
 */
export const pins: Readonly<Record<string, string>> = {
  standard_conforming_strings: "on",
  backslash_quote: "safe_encoding",
  array_nulls: "on",
  transform_null_equals: "off",
  quote_all_identifiers: "off",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  lc_monetary: "C",
  xmlbinary: "base64",
  xmloption: "content",
  check_function_bodies: "on",
  row_security: "on",
  default_transaction_isolation: "read committed",
  default_transaction_read_only: "off",
  default_transaction_deferrable: "off",
};

/** Servers before 17 refuse this name, so it cannot be among what a connection begins with: each session sets it, where it is there. */
export const laterPins: Readonly<Record<string, string>> = { transaction_timeout: "0" };

/** What the server says of a statement reaches mig, whatever a role or a database has hidden. A script's client decides that itself. */
const heard: Readonly<Record<string, string>> = { client_min_messages: "notice" };

/** The pins as they are written into the `options` with which a connection begins: RESET goes back to these. */
export const pinOptions = Object.entries({ ...pins, ...heard })
  .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/gu, String.raw`\$&`)}`)
  .join(" ");

/** One query that makes settings, up to the end of the transaction or of the session. */
export const setAll = (settings: Readonly<Record<string, string>>, until: "transaction" | "session"): string =>
  `select ${Object.entries(settings)
    .map(([name, value]) =>
      ifThere(name, `pg_catalog.set_config('${name}', ${quoteLiteral(value)}, ${until === "transaction" ? "true" : "false"})`),
    )
    .join(", ")}`;

/** The same for the session, without rows that a client would print. */
export const setAllSilently = (settings: Readonly<Record<string, string>>): string =>
  `do ${dollarQuoted(`begin ${setAll(settings, "session").replace("select", "perform")}; end`)}`;

/** Settings up to the end of the transaction, a statement each: nothing is planned and no rows come back. */
export const setLocal = (settings: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(settings).map(([name, value]) => `set local ${name} = ${quoteLiteral(value)}`);

const ifThere = (name: string, set: string): string =>
  name in laterPins ? `case when pg_catalog.current_setting('${name}', true) is not null then ${set} end` : set;

/** Without those that take hold only with the next transaction. */
const printing: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(pins).filter(([name]) => !name.startsWith("default_transaction_"))),
  ...laterPins,
};

/** What makes two servers print the same value as the same text. For mig's own transactions, whatever the URL asks for. */
export const printAlike = setAll(printing, "transaction");

/** All pins, for a transaction of a connection that could not begin with them. */
export const pinTransaction: readonly string[] = [
  "set transaction isolation level read committed, read write, not deferrable",
  setAll({ ...printing, ...heard }, "transaction"),
];

/**
 * For transactions of mig's own: names mean what PostgreSQL has, not what somebody has put into a schema on the path.
 * Temporary objects come last; without being named they would come first.
 */
export const pinnedPath = "set local search_path = pg_catalog, pg_temp";

const path = "pg_catalog.current_setting('search_path')";

/** The same where names that a revision left unqualified have to be found as well: PostgreSQL's own come first, then the session's path. */
export const catalogFirst =
  `select pg_catalog.set_config('search_path', case when ${path} operator(pg_catalog.=) '' then 'pg_catalog, pg_temp' ` +
  `else pg_catalog.concat('pg_catalog, ', ${path}, ', pg_temp') end, true)`;
