/**
 * A string constant, right whatever `standard_conforming_strings` says: a text with a backslash is written
 * as an escape string (PostgreSQL manual, 4.1.2.2).
 */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

/** The body of a DO block or a function, in dollar quotes that it does not hold itself. */
export function dollarQuoted(body: string): string {
  for (let at = 0; ; at += 1) {
    const tag = at === 0 ? "$mig$" : `$mig${at}$`;
    if (!body.includes(tag)) return `${tag} ${body} ${tag}`;
  }
}
