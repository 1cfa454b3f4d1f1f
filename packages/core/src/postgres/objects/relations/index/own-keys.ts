import { resource } from "../../resources.ts";
import type { Index } from "./model.ts";

/** The columns of the key that it is for foreign keys. Undefined: none. */
export function keyColumns({ unique, where, columns }: Omit<Index, "kind">): readonly string[] | undefined {
  const plain = columns.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return unique === true && where === undefined && plain.length === columns.length ? plain : undefined;
}

/** Its name. */
export const indexKey = ({ schema, name }: Pick<Index, "schema" | "name">): string => resource.relation(schema, name);

/** Its name, and the key that it is. */
export function ownKeys(index: Omit<Index, "kind">): readonly string[] {
  const columns = keyColumns(index);
  return [indexKey(index), ...(columns === undefined ? [] : [resource.uniqueKey(index.schema, index.table, columns)])];
}
