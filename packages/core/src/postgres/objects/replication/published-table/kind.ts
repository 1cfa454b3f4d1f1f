import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import type { PostgresKind } from "../../kind.ts";
import { partOf, tableName } from "../../relations/table-part.ts";
import { resource } from "../../resources.ts";
import type { PublishedTable } from "./model.ts";
import type { AddPublishedTable, DropPublishedTable } from "./operations.ts";
import { publishedTableKey, renamedPublishedTable, usesOfPublishedTable } from "./uses.ts";

export const publishedTableKind: PostgresKind<PublishedTable, AddPublishedTable | DropPublishedTable> = {
  kind: "publishedTable",
  // Lists of columns and whole schemas do not go together: who makes the one comes after who removes the other.
  owns: (published) => [
    publishedTableKey(published),
    ...(published.columns === undefined ? [] : [resource.listsOfPublication(published.name)]),
  ],
  uses: usesOfPublishedTable,
  goesAlong: "always",
  declaredWith: ({ name }) => resource.publication(name),
  renamed: renamedPublishedTable,
  normalize: ({ columns, where, ...published }) => ({
    ...published,
    ...(columns === undefined ? {} : { columns: columns.toSorted() }),
    ...(where === undefined ? {} : { where: withoutOuterParentheses(where) }),
  }),
  create: (published) => [{ ...published, kind: "addPublishedTable" }],
  drop: (published) => [{ ...partOf(published), kind: "dropPublishedTable" }],
  alter: () => "recreate",
  expressions: (published) =>
    published.where === undefined ? [] : [{ text: published.where, as: "condition", table: tableName(published) }],
  withExpressions: (published, [where = published.where]) => ({ ...published, ...(where === undefined ? {} : { where }) }),
};
