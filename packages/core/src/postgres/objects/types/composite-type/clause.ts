import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import type { Attribute } from "./model.ts";

/** `text collate "C"`. */
export const typeClause = ({ type, collation }: Omit<Attribute, "name">): Sql =>
  words(
    raw(type),
    when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
  );

/** `a text collate "C"`. */
export const attributeClause = (attribute: Attribute): Sql => sql`${identifier(attribute.name)} ${typeClause(attribute)}`;
