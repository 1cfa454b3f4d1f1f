/** A name in SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL. `standard_conforming_strings` is on in every session of mig's. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
