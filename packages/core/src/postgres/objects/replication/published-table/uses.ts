import type { NewNames } from "../../../../operation/new-names.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { renamedText, usesOfText } from "../../../expression/text-uses.ts";
import { columnKeys, renamedColumns, tableKey, type TablePart } from "../../relations/table-part.ts";
import { resource } from "../../resources.ts";
import type { PublishedTable } from "./model.ts";

export const publishedTableKey = ({ schema, table, name }: TablePart): string => resource.publishedTable(schema, table, name);

/**
 * It goes with its table and its publication. The columns that it names cannot be dropped, nor get another type (`ATPrepAlterColumnType`
 * refuses it for all that depends on a column in `pg_publication_rel`).
 */
export function usesOfPublishedTable(published: PublishedTable): readonly Use[] {
  const own = tableKey(published);
  const { columns = [], where } = published;
  const named = [...columnKeys(published, columns), ...(where === undefined ? [] : usesOfText(where, published).map(({ of }) => of))];
  const blocking = toldUses(published) ?? [...new Set(named)].map((of): Use => ({ of, in: own, how: "blocks" }));
  return [
    { of: own, how: "part", follows: true },
    { of: resource.publication(published.name), how: "part", follows: true },
    ...blocking.filter(({ of }) => of !== own),
  ];
}

/** After its table, a column, its publication got another name. */
export function renamedPublishedTable(published: PublishedTable, names: NewNames): PublishedTable {
  const { columns, where } = published;
  const [table, publication] = [names.get(tableKey(published)), names.get(resource.publication(published.name))];
  return {
    ...published,
    ...(table === undefined ? {} : { schema: table.schema, table: table.name }),
    ...(publication === undefined ? {} : { name: publication.name }),
    ...(columns === undefined ? {} : { columns: renamedColumns(published, columns, names) }),
    ...(where === undefined ? {} : { where: renamedText(where, published, names) }),
  };
}
