import type { ObjectKind } from "../../../../operation/object-kind.ts";
import { hasObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import type { Comment } from "./model.ts";
import { commentRef, removal, type CommentOperations } from "./operations.ts";

const constraints = ["primaryKey", "unique", "check", "exclusion", "foreignKey"];

/** Kinds that the object on which the comment is can be of. */
const kindsOf = (of: Comment["of"]): readonly string[] =>
  of === "constraint" ? constraints : of === "index" ? ["index", ...constraints] : [of];

/** The object on which the comment is, if the schema has it. */
function commentedIn(schema: DatabaseSchema, { of, kind: _, text: __, ...ref }: Comment): readonly ObjectRef[] {
  return kindsOf(of)
    .map((kind) => ({ ...ref, kind }))
    .filter((object) => hasObject(schema, object));
}

export const commentKind: ObjectKind<Comment, CommentOperations[keyof CommentOperations]> = {
  kind: "comment",
  dependsOn: (comment, schema) => commentedIn(schema, comment),
  // The name may pass from a primary key to a unique constraint: the comment goes with the old object.
  restsOn: (comment, schema) => commentedIn(schema, comment),
  goesAlong: true,
  normalize: (comment) => comment,
  create: (comment) => (comment.text === "" ? [] : [{ ...commentRef(comment), kind: "setComment", text: comment.text }]),
  drop: (comment, { after }) => (commentedIn(after, comment).length === 0 ? [] : [removal(comment)]),
  alter: (_, to) => [{ ...commentRef(to), kind: "setComment", text: to.text }],
};
