import { resource } from "../../resources.ts";
import type { ColumnRef } from "../column-ref.ts";
import type { Column, Identity } from "../model.ts";

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
 * The name that PostgreSQL gives the sequence of a serial or identity column: `<table>_<column>_seq`, the longer part
 * cut first where it would be over 63 bytes. It adds a number where that name is taken.
 */
export function identitySequenceName(table: string, column: string): string {
  const room = maxBytes - "__seq".length;
  let [ofTable, ofColumn] = [bytesOf(table), bytesOf(column)];
  while (ofTable + ofColumn > room) {
    if (ofTable > ofColumn) ofTable -= 1;
    else ofColumn -= 1;
  }
  return `${clip(table, ofTable)}_${clip(column, ofColumn)}_seq`;
}

/** The sequence of an identity column as a resource. */
export const sequenceKey = ({ schema, table, name }: ColumnRef, identity?: Identity): string =>
  resource.relation(schema, identity?.sequence ?? identitySequenceName(table, name));

/** The sequence of an identity column keeps its name when table or column get another; the usual name goes without saying. */
export function withSequence(column: Column, usual: string): Column {
  if (column.identity === undefined) return column;
  const { sequence = usual, ...identity } = column.identity;
  return { ...column, identity: sequence === identitySequenceName(column.table, column.name) ? identity : { ...identity, sequence } };
}
