import type { PostgresKind } from "../../kind.ts";
import { addressOf, canBeOn } from "./fragment.ts";
import type { Comment } from "./model.ts";
import { commentRef, type CommentOperations } from "./operations.ts";

export const commentKind: PostgresKind<Comment, CommentOperations[keyof CommentOperations]> = {
  kind: "comment",
  owns: () => [],
  uses: (comment, kinds) => [{ of: addressOf(comment, kinds).key(comment), how: "part", follows: true }],
  goesAlong: "always",
  renamed: (comment, names, kinds) => {
    const to = names.get(addressOf(comment, kinds).key(comment));
    if (to === undefined) return comment;
    const { schema, table, name, signature } = to;
    const place = comment.schema === undefined ? {} : { schema }; // what it is on may be in none
    return { ...comment, ...place, ...(table === undefined ? {} : { table }), name, ...(signature === undefined ? {} : { signature }) };
  },
  normalize: (comment) => comment,
  forServer: (comment, version, schema, kinds) => (canBeOn(comment, { version, schema, kinds }) ? comment : undefined),
  create: (comment) => (comment.text === "" ? [] : [{ ...commentRef(comment), kind: "setComment", text: comment.text }]),
  drop: (comment) => [{ ...commentRef(comment), kind: "dropComment" }],
  alter: (_, to) => [{ ...commentRef(to), kind: "setComment", text: to.text }],
};
