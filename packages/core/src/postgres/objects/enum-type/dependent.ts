import type { SchemaObject } from "../../../schema/object.ts";
import { identifier, sql, type Sql } from "../../sql/sql.ts";
import { columnClause } from "../column/fragment.ts";
import type { Column } from "../column/model.ts";
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
      return sql`column ${columnClause(object, object.schema)}`;
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
