/** How a type without a length is made, and how the database prints one that has none. */
const unsized: Readonly<Record<string, readonly string[]>> = {
  "character(1)": ["bpchar", '"char"'],
  "bit(1)": ['"bit"'],
};

/**
 * The wanted type, spelt as the database has it where both have no length. For `@db.Char` and `@db.Bit` PostgreSQL makes a column of
 * length 1; a column that was made without any length is the same to Prisma.
 */
export function unsizedAsLive(wanted: string, live: string): string {
  const [, element = wanted, list = ""] = /^(.*?)(\[\])?$/u.exec(wanted) ?? [];
  return unsized[element]?.some((type) => type + list === live) === true ? live : wanted;
}
