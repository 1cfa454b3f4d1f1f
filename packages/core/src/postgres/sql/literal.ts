/**
 * A string constant, right whatever `standard_conforming_strings` says: a text with a backslash is written
 * as an escape string (PostgreSQL manual, 4.1.2.2).
 */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}
