import { generatedName } from "../../../../../schema/kept-name.ts";
import type { NewName } from "../../../../../operation/new-names.ts";
import { resource } from "../../../resources.ts";
import type { ColumnRef } from "../column-ref.ts";
import type { Column, Identity } from "../model.ts";

/** The name that PostgreSQL gives the sequence of a serial or identity column. It adds a number where that name is taken. */
export const identitySequenceName = (table: string, column: string): string => generatedName(table, column, "seq");

/** The sequence of an identity column as a resource. */
export const sequenceKey = ({ schema, table, name }: ColumnRef, identity?: Identity): string =>
  resource.relation(schema, identity?.sequence ?? identitySequenceName(table, name));

/**
 * The sequence of an identity column keeps its name when table or column get another, unless it gets one itself; the usual name goes
 * without saying.
 */
export function withSequence(column: Column, usual: string, to?: NewName): Column {
  if (column.identity === undefined) return column;
  const { sequence: had = usual, ...identity } = column.identity;
  const sequence = to?.name ?? had;
  return { ...column, identity: sequence === identitySequenceName(column.table, column.name) ? identity : { ...identity, sequence } };
}
