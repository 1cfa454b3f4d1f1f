/**
 * SQL's own words and the functions that give the same value, as PostgreSQL prints both. It keeps them apart in what it
 * prints, though each pair is one thing (manual, "Current Date/Time" and "System Information Functions").
 */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["CURRENT_TIMESTAMP", "now()"],
  ["transaction_timestamp()", "now()"],
  ["CURRENT_ROLE", "CURRENT_USER"],
  ["USER", "CURRENT_USER"],
  ["CURRENT_CATALOG", "current_database()"],
  ["CURRENT_SCHEMA", "current_schema()"],
]);

/** Strings, quoted names and qualified names come first, so that nothing inside them is taken for such a word. */
const piece = /[eE]?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\.\s*[\p{L}_][\p{L}\p{N}_$]*|[\p{L}_][\p{L}\p{N}_$]*(?:\(\)|(?!\s*[(.]))/gsu;

/** A printed expression with one word for each of these things. @example withOneWord("CURRENT_TIMESTAMP") // "now()" */
export const withOneWord = (printed: string): string => printed.replaceAll(piece, (found) => synonyms.get(found) ?? found);
