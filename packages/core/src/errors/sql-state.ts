/**
 * What an error of PostgreSQL means and what to do, by SQLSTATE or by its class (the first two characters). The server's
 * messages depend on its language; these codes do not.
 */
const advice: Readonly<Record<string, string>> = {
  "08": "The connection was lost. Check the network and the server's log.",
  "0A":
    "If a view, a rule, a trigger, a policy or a generated column uses it, drop that first in this revision, " +
    "and create it again afterwards.",
  "21": "A query in the statement returns more than one row where one is allowed. Fix the query or the rows.",
  "22": "A value does not fit: it is too long, out of range or malformed. Fix the rows or the value first.",
  "23": "Existing rows violate the constraint (the detail names one). Fix those rows first, in this revision or by hand.",
  "25001": "This statement cannot run in a transaction. Write it as a separate statement, not inside a function or a DO block.",
  "25006": "This connection is read-only. Connect to the primary server, or set the transaction to read write.",
  "25P02": "An earlier statement in the transaction failed. Fix that one.",
  "25P04": 'transaction_timeout was reached. Lift it for this revision: op.execute("set local transaction_timeout = 0").',
  "28": "PostgreSQL rejected this role. Check the user and the password.",
  "2B":
    "Other objects depend on it (the detail names them). " +
    "Drop or change those first in this revision, and create them again afterwards.",
  "3D": "The database does not exist. Check the name.",
  "3F": "The schema does not exist. Create it first, or check the name and the search_path.",
  "40": "It conflicted with another transaction.",
  "42501":
    "This role lacks a privilege. Grant it, run mig as the owner of the objects, or begin the revision with " +
    'op.execute("set role <owner>").',
  "42601":
    "Fix the SQL. Remove what only psql understands, such as \\connect, \\restrict or the rows after COPY ... FROM stdin: " +
    "write rows as INSERT.",
  "42": "Check the names and types in the statement, and which schemas are on the search_path.",
  "42704": "Check the name and the search_path, or create it first. Roles and tablespaces belong to the server: mig does not create them.",
  "42P06": "A schema with that name already exists.",
  "42P07": "A table, index or view with that name already exists: it was created by hand, or by another tool.",
  "42710": "An object with that name already exists: it was created by hand, or by another tool.",
  "42701": "The column already exists: it was added by hand, or by another tool.",
  "42723": "A function with that name and those arguments already exists.",
  "42P16": "PostgreSQL does not allow that table definition. Fix it.",
  "44": "A row violates the check option of a view. Fix the row.",
  "53": "The server has run out of disk space, memory or connections. Free some, or try again later.",
  "54": "A limit of PostgreSQL was exceeded. Split the statement, or make the row or the index smaller.",
  "55006":
    "It is in use by another connection, or this revision changed rows whose constraints are still to be checked. " +
    "Close that connection, or move the row changes into another revision.",
  "55000": "The object is not in the state that the statement needs. The message says more.",
  "55": "The object is in use, or not in the state that the statement needs. The message says more.",
  "57": "The server is starting or stopping, or an administrator ended the statement.",
  "57014":
    "The statement was cancelled: by statement_timeout, or by somebody. To lift the limit for this revision: " +
    'op.execute("set local statement_timeout = 0"), without "local" where it needs several transactions; for all: ' +
    "?options=-c%20statement_timeout%3D0 in the URL.",
  "58": "The server had an operating system error. Check its log.",
  P0001: "A function, a trigger or a DO block raised this error. The message is its own.",
  P0: "A function, a trigger or a DO block failed. The message says why.",
  XX: "The server reported an internal error. Check its log.",
};

const copyFromClient = /^\s*(?:--[^\n]*\n\s*)*copy\b[^;]*\bfrom\s+stdin\b/iu;

/** What an error means and what to do. Undefined: there is nothing to add to the message. */
export function adviceFor(sqlState: string, statement = ""): string | undefined {
  if (copyFromClient.test(statement)) return "COPY ... FROM stdin needs psql, which sends the rows after it. Write them as INSERT.";
  return advice[sqlState] ?? advice[sqlState.slice(0, 2)];
}
