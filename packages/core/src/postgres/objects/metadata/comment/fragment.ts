import { removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { identifier, literal, raw, sql, type Sql } from "../../../sql/sql.ts";
import type { Comment } from "./model.ts";

/** The comment on `public` that a new database has. It counts as none, and comes back when another one goes. */
export const standardComment = "standard public schema";

/** The schema without an object and the comments on it, which go with it. `of` is what those call it. */
export function withoutObject(
  schema: DatabaseSchema,
  { kind, ...ref }: Omit<ObjectRef, "of">,
  ...of: readonly Comment["of"][]
): DatabaseSchema {
  return removeObjects(schema, [{ ...ref, kind }, ...of.map((what) => ({ ...ref, kind: "comment", of: what }))]);
}

export type CommentRef = Omit<Comment, "kind" | "text">;

/** What COMMENT calls the kinds of objects. */
const objectWords: { readonly [Of in Comment["of"]]: string } = {
  schema: "schema",
  extension: "extension",
  enumType: "type",
  sequence: "sequence",
  table: "table",
  column: "column",
  constraint: "constraint",
  index: "index",
};

/** COMMENT ON and the object. */
export function commentOn({ of, schema, table = "", name }: CommentRef): Sql {
  const at = (own: string): { readonly schema?: string; readonly name: string } => ({
    ...(schema === undefined ? {} : { schema }),
    name: own,
  });
  if (of === "column") return sql`comment on column ${at(table)}.${identifier(name)}`;
  if (of === "constraint") return sql`comment on constraint ${identifier(name)} on ${at(table)}`;
  return sql`comment on ${raw(objectWords[of])} ${at(name)}`;
}

/** COMMENT ON the object with its text. */
export const commentSql = (comment: Omit<Comment, "kind">): Sql => sql`${commentOn(comment)} is ${literal(comment.text)}`;
