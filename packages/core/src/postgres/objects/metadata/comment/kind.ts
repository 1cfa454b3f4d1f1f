import { objectsIn } from "../../../../schema/database-schema.ts";
import type { Ends } from "../../../../operation/ends.ts";
import { containerKey, type ObjectRef } from "../../../../schema/object.ts";
import type { PostgresKind } from "../../kind.ts";
import { addressOf } from "./fragment.ts";
import type { Comment } from "./model.ts";
import { commentRef, type CommentOperations } from "./operations.ts";

export const commentKind: PostgresKind<Comment, CommentOperations[keyof CommentOperations]> = {
  kind: "comment",
  owns: () => [],
  uses: (comment, kinds) => [{ of: addressOf(comment, kinds).key(comment), how: "part", follows: true }],
  goesAlong: true,
  renamed: (comment, names, kinds) => {
    const to = names.get(addressOf(comment, kinds).key(comment));
    if (to === undefined) return comment;
    return { ...comment, schema: to.schema, ...(to.table === undefined ? {} : { table: to.table }), name: to.name };
  },
  normalize: (comment) => comment,
  create: (comment) => (comment.text === "" ? [] : [{ ...commentRef(comment), kind: "setComment", text: comment.text }]),
  drop: (comment, ends) => (staysOn(comment, ends) ? [{ ...commentRef(comment), kind: "dropComment" }] : []),
  alter: (_, to) => [{ ...commentRef(to), kind: "setComment", text: to.text }],
};

/** Whether what it is on is still there: else it goes with that. */
function staysOn(comment: Comment, { before, after }: Ends): boolean {
  const names = new Set(named(objectsIn(before, placeOf(comment)), comment).map(({ kind }) => kind));
  return named(objectsIn(after, placeOf(comment)), comment).some(({ kind }) => names.has(kind));
}

const placeOf = ({ schema, table, name }: Comment): { readonly schema?: string; readonly name: string } => ({
  ...(schema === undefined ? {} : { schema }),
  name: table ?? name,
});

const named = (objects: readonly ObjectRef[], comment: Comment): readonly ObjectRef[] =>
  objects.filter(
    (object) =>
      object.kind !== "comment" &&
      object.name === comment.name &&
      object.table === comment.table &&
      containerKey(object) === containerKey(comment),
  );
