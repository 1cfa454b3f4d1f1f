const maxBytes = 63;

/** Bytes of a name in UTF-8, which PostgreSQL counts. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The longest start of the text within so many bytes, whole characters only. */
function clip(text: string, bytes: number): string {
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += bytesOf(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}

/**
 * The name that PostgreSQL makes for something of a column: `<table>_<column>_<label>`, the longer part cut first where
 * it would be over 63 bytes.
 */
export function generatedName(table: string, column: string, label: string): string {
  const room = maxBytes - label.length - "__".length;
  let [ofTable, ofColumn] = [bytesOf(table), bytesOf(column)];
  while (ofTable + ofColumn > room) {
    if (ofTable > ofColumn) ofTable -= 1;
    else ofColumn -= 1;
  }
  return `${clip(table, ofTable)}_${clip(column, ofColumn)}_${label}`;
}
