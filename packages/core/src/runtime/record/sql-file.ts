import { readFileSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import { splitStatements } from "../../postgres/sql/split-statements.ts";
import { withoutTransactionMarks } from "../../postgres/sql/transaction-control.ts";
import { checksumOf } from "../files/checksums.ts";

/** How a revision names a file of SQL. */
export interface SqlFile {
  /** Relative to the revision's file. */
  readonly path: string;
  /** SHA-256 of its text, line ends aside. Absent: it may be any. */
  readonly sha256?: string;
}

/**
 * The statements of a file of SQL, without BEGIN and COMMIT: mig runs them in the revision's transaction.
 * @param revisionFile the file of the revision. Absent: paths are relative to the working directory
 * @throws MigError SQL_FILE_UNREADABLE, SQL_FILE_CHANGED
 */
export function statementsInFile({ path: name, sha256 }: SqlFile, revisionFile?: string): readonly string[] {
  const text = textOf(path.resolve(revisionFile === undefined ? "." : path.dirname(revisionFile), name), name);
  const found = checksumOf(text);
  if (sha256 !== undefined && sha256.toLowerCase() !== found)
    throw new MigError("SQL_FILE_CHANGED", { file: name, expected: sha256, found });
  return splitStatements(withoutTransactionMarks(text));
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/u, "");
  } catch (error) {
    const problem = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new MigError(
      "SQL_FILE_UNREADABLE",
      { file: name, problem: problem === "ENOENT" ? "it does not exist" : problem },
      { cause: error },
    );
  }
}
