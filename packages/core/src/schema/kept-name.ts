/** PostgreSQL keeps this many bytes of a name. */
export const nameLimit = 63;

/** Bytes of a text in UTF-8. Most names are of letters that have one. */
export const byteLength = (text: string): number => (isOfBytes.test(text) ? text.length : new TextEncoder().encode(text).length);

const isOfBytes = /^[ -~]*$/u;

/** A character has at most three bytes (a pair of surrogates four): a short name needs no counting. */
const surelyFits = (name: string, limit: number): boolean => name.length * 3 <= limit;

/** The longest beginning of a name that has at most that many bytes, in whole characters. */
export function cutToBytes(name: string, limit: number): string {
  if (surelyFits(name, limit) || byteLength(name) <= limit) return name;
  let kept = "";
  let size = 0;
  for (const character of name) {
    size += byteLength(character);
    if (size > limit) break;
    kept += character;
  }
  return kept;
}

/** A name and an ending, in which the name is cut so that PostgreSQL keeps the whole. */
export const withEnding = (name: string, ending: string): string => cutToBytes(name, nameLimit - byteLength(ending)) + ending;

/**
 * The name that PostgreSQL makes for something of a column: `<table>_<column>_<label>`, the longer part cut first where
 * it would be over 63 bytes.
 */
export function generatedName(table: string, column: string, label: string): string {
  const room = nameLimit - byteLength(label) - "__".length;
  let [ofTable, ofColumn] = [byteLength(table), byteLength(column)];
  if (ofTable + ofColumn <= room) return `${table}_${column}_${label}`;
  while (ofTable + ofColumn > room) {
    if (ofTable > ofColumn) ofTable -= 1;
    else ofColumn -= 1;
  }
  return `${cutToBytes(table, ofTable)}_${cutToBytes(column, ofColumn)}_${label}`;
}
