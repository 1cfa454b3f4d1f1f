/**
 * What to do about PostgreSQL's answers, by SQLSTATE or by its class, the first two characters. The server's words depend on
 * its language; these codes do not.
 */
const advice: Readonly<Record<string, string>> = {
  "08": "The connection broke. Check the network and the server's log.",
  "0A": "Often a view, a rule, a trigger, a policy or a generated column uses what is changed: drop it first in this revision, and create it again after.",
  "21": "A query in the statement gives more rows than fit there. Correct the query or the rows.",
  "22": "A value does not fit: too long, out of range or malformed. Correct the rows or the constant first.",
  "23": "Rows that are there break the rule (the detail names one). Correct those rows first, in this revision or by hand.",
  "25001": "This statement may not run in a transaction: write it as a statement of its own, not inside a function or a DO block.",
  "25006": "This connection may only read: connect to the primary server, or set the transaction to read write.",
  "25P02": "An earlier statement of the transaction failed. Correct that one.",
  "25P04": "transaction_timeout was reached. Lift it for this revision: op.execute(\"set local transaction_timeout = 0\").",
  "28": "PostgreSQL does not accept this role. Check user and password.",
  "2B": "Other objects depend on it (the detail names them). Drop or change those first in this revision, and create them again after.",
  "3D": "There is no such database. Check the name.",
  "3F": "There is no such schema. Create it first, or check the name and the search_path.",
  "40": "Another transaction was in the way.",
  "42501": "This role lacks a right. Grant it, run mig as the owner of the objects, or begin the revision with op.execute(\"set role <owner>\").",
  "42601": "Correct the SQL. What only psql understands, such as \\connect, \\restrict or the rows after COPY ... FROM stdin, must go: write rows as INSERT.",
  "42": "Check the names and types in the statement, and which schemas are on the search_path.",
  "42P06": "A schema of that name is there already.",
  "42P07": "A table, index or view of that name is there already: made by hand, or by another tool.",
  "42710": "An object of that name is there already: made by hand, or by another tool.",
  "42701": "The column is there already: added by hand, or by another tool.",
  "42723": "A function of that name and those arguments is there already.",
  "42P16": "A table cannot have that definition. Correct it.",
  "44": "A row does not pass the check of a view. Correct the row.",
  "53": "The server has run out of something: disk, memory or connections. Make room, or try later.",
  "54": "A limit of PostgreSQL is reached. Split the statement, or make the row or the index smaller.",
  "55006": "It is in use: by another connection, or by rows changed earlier in this revision whose constraints are still to be checked. Close the one, or do the other in a revision of its own.",
  "55000": "The object is not in the state that this needs. The message says which.",
  "55": "The object is in use or not in the state that this needs. The message says which.",
  "57": "The server stopped the statement: it is starting, stopping, or an administrator ended it.",
  "57014": "The statement was cancelled: statement_timeout was reached, or somebody cancelled it. To lift the limit for this revision: op.execute(\"set local statement_timeout = 0\"), without \"local\" where it needs several transactions; for all: ?options=-c%20statement_timeout%3D0 in the URL.",
  "58": "The operating system refused something. Check the server's log.",
  P0001: "A function, a trigger or a DO block refused. What it says is in the message.",
  P0: "A function, a trigger or a DO block failed. What it says is in the message.",
  XX: "The server has a problem of its own. Check its log.",
};

const copyFromClient = /^\s*(?:--[^\n]*\n\s*)*copy\b[^;]*\bfrom\s+stdin\b/iu;

/** What an answer means. Undefined: the message alone must do. */
export function adviceFor(sqlState: string, statement = ""): string | undefined {
  if (copyFromClient.test(statement)) return "COPY ... FROM stdin needs psql, which sends the rows after it. Write them as INSERT.";
  return advice[sqlState] ?? advice[sqlState.slice(0, 2)];
}
