import type { SchemaObject } from "../../../schema/object.ts";
import { identifier, literal, raw, sql, when, words, type Sql } from "../../sql/sql.ts";
import type { Column } from "../column/model.ts";
import type { Comment } from "../comment/model.ts";
import { checkClause, exclusionClause, foreignKeyClause, primaryKeyClause, uniqueClause } from "../constraint/fragment.ts";
import type { Constraint } from "../constraint/model.ts";
import { createIndexSql } from "../index/fragment.ts";
import type { Index } from "../index/model.ts";

/** What is built on columns: it is dropped before they change their type and made again after. */
export type Dependent = Constraint | Index | Column;

const kinds: ReadonlySet<string> = new Set<Dependent["kind"]>(["column", "primaryKey", "unique", "check", "foreignKey", "exclusion", "index"]);

export const isDependent = (object: SchemaObject): object is Dependent => kinds.has(object.kind);

export function dropDependent({ kind, schema, table, name }: Dependent): Sql {
  if (kind === "index") return sql`drop index ${{ schema, name }}`;
  if (kind === "column") return sql`alter table ${{ schema, name: table }} drop column ${identifier(name)}`;
  return sql`alter table ${{ schema, name: table }} drop constraint ${identifier(name)}`;
}

export function addDependent(object: Dependent): Sql {
  return object.kind === "index" ? createIndexSql(object) : sql`alter table ${{ schema: object.schema, name: object.table }} add ${clauseOf(object)}`;
}

function clauseOf(object: Exclude<Dependent, Index>): Sql {
  switch (object.kind) {
    case "column":
      return generatedColumn(object);
    case "primaryKey":
      return primaryKeyClause(object);
    case "unique":
      return uniqueClause(object);
    case "check":
      return checkClause(object);
    case "exclusion":
      return exclusionClause(object);
    case "foreignKey":
      return foreignKeyClause(object);
  }
}

const generatedColumn = ({ name, type, collation, generated, notNull }: Column): Sql =>
  words(
    sql`column ${identifier(name)} ${raw(type)}`,
    when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
    when(generated !== undefined, () => sql`generated always as (${raw(generated?.expression ?? "")}) ${raw(generated?.as ?? "")}`),
    when(notNull === true, () => sql`not null`),
  );

const objectWords: Readonly<Record<Comment["of"], string>> = {
  schema: "schema",
  extension: "extension",
  enumType: "type",
  sequence: "sequence",
  table: "table",
  column: "column",
  constraint: "constraint",
  index: "index",
};

export function commentOn({ of, schema, table, name, text }: Comment): Sql {
  const place = (at: string): { readonly schema?: string; readonly name: string } => ({ ...(schema === undefined ? {} : { schema }), name: at });
  if (of === "column") return sql`comment on column ${place(table ?? "")}.${identifier(name)} is ${literal(text)}`;
  if (of === "constraint") return sql`comment on constraint ${identifier(name)} on ${place(table ?? "")} is ${literal(text)}`;
  return sql`comment on ${raw(objectWords[of])} ${place(name)} is ${literal(text)}`;
}
