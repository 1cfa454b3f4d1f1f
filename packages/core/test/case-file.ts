/** A case file: named parts, each a line `=== name` and its text. */
export type CaseParts = Readonly<Record<string, string>>;

/**
 * Whether a server says things as case files have them: older ones have other words, such as none for the names of NOT NULL constraints.
 */
export const hasWordsOf = (major: number): boolean => major >= 18;

const heading = /^=== (?<name>[a-z ]+)$/u;

export function parseCase(text: string): CaseParts {
  const parts: Record<string, string[]> = {};
  let current: string[] | undefined;
  for (const line of text.split("\n")) {
    const name = heading.exec(line)?.groups?.["name"];
    if (name !== undefined) current = parts[name] = [];
    else current?.push(line);
  }
  return Object.fromEntries(Object.entries(parts).map(([name, lines]) => [name, lines.join("\n").trim()]));
}

export function caseText(parts: CaseParts): string {
  return Object.entries(parts)
    .map(([name, text]) => `=== ${name}\n${text === "" ? "" : `${text}\n`}`)
    .join("\n");
}
