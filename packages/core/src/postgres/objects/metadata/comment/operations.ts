import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { LockMode, OperationSpec, SpecsOf } from "../../../../operation/spec.ts";
import { putObjects, removeObjects } from "../../../../schema/database-schema.ts";
import { sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { commentOn, commentSql, standardComment, type CommentRef } from "./fragment.ts";
import type { Comment } from "./model.ts";

/** Sets the comment on an object, in place of the one it may have. */
export interface SetComment extends Omit<Comment, "kind"> {
  readonly kind: "setComment";
}

export interface DropComment extends CommentRef {
  readonly kind: "dropComment";
}

export interface CommentOperations {
  readonly setComment: SetComment;
  readonly dropComment: DropComment;
}

export const commentRef = ({ of, schema, table, name }: CommentRef): CommentRef => ({
  of,
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
  name,
});

const isPublic = ({ of, name }: CommentRef): boolean => of === "schema" && name === "public";

const isStandard = (op: SetComment): boolean => isPublic(op) && op.text === standardComment;

/** Takes the comment away. */
export const removal = (ref: CommentRef): SetComment | DropComment =>
  isPublic(ref) ? { ...commentRef(ref), kind: "setComment", text: standardComment } : { ...commentRef(ref), kind: "dropComment" };

/** The object as resources: an index may be that of a constraint. */
const resourcesOf: { readonly [Of in Comment["of"]]: (schema: string, table: string, name: string) => readonly string[] } = {
  schema: (_, __, name) => [resource.schema(name)],
  extension: (_, __, name) => [resource.extension(name)],
  enumType: (schema, _, name) => [resource.type(schema, name)],
  sequence: (schema, _, name) => [resource.relation(schema, name)],
  table: (schema, _, name) => [resource.relation(schema, name)],
  column: (schema, table, name) => [resource.column(schema, table, name)],
  constraint: (schema, table, name) => [resource.constraint(schema, table, name)],
  index: (schema, _, name) => [resource.relation(schema, name)],
};

const keysOf = ({ of, schema = "", table = "", name }: CommentRef): readonly string[] => resourcesOf[of](schema, table, name);

const locks: { readonly [Of in Comment["of"]]: LockMode } = {
  schema: "none",
  extension: "none",
  enumType: "none",
  sequence: "share update exclusive",
  table: "share update exclusive",
  column: "share update exclusive",
  constraint: "access share",
  index: "share update exclusive",
};

const setComment: OperationSpec<SetComment> = {
  ...statewise((before, op) => {
    const comment: Comment = { ...op, kind: "comment" };
    return op.text === "" || isStandard(op) ? removeObjects(before, [comment]) : putObjects(before, [comment]); // PostgreSQL keeps no empty comment
  }),
  touches: (op) => ({ needs: keysOf(op) }),
  sql: (op) => [commentSql(op)],
  facts: ({ of }) => ({ ...metadataOnly, lock: locks[of] }),
};

const dropComment: OperationSpec<DropComment> = {
  ...statewise((before, op) => removeObjects(before, [{ ...op, kind: "comment" }])),
  touches: (op) => ({ frees: keysOf(op) }),
  sql: (op) => [sql`${commentOn(op)} is null`],
  facts: ({ of }) => ({ ...metadataOnly, lock: locks[of] }),
};

export const commentOperations: SpecsOf<CommentOperations> = { setComment, dropComment };
