import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { putObjects, removeObjects } from "../../../../schema/database-schema.ts";
import { sql } from "../../../sql/sql.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { addressOf, commentSql, type CommentRef } from "./fragment.ts";
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

export const commentRef = ({ of, schema, table, name, signature }: CommentRef): CommentRef => ({
  of,
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
  name,
  ...(signature === undefined ? {} : { signature }),
});

const aboutComment = (op: CommentRef): ObjectRef => ({ ...commentRef(op), kind: "comment" });

const setComment: OperationSpec<SetComment> = {
  about: aboutComment,
  ...statewise((before, op, kinds) => {
    const comment: Comment = { ...op, kind: "comment" };
    const isNone = op.text === "" || op.text === addressOf(op, kinds).standardComment?.(op); // PostgreSQL keeps no empty comment
    return isNone ? removeObjects(before, [comment]) : putObjects(before, [comment]);
  }),
  touches: (op, _, kinds) => ({ needs: [addressOf(op, kinds).key(op)] }),
  sql: (op, kinds) => [commentSql(op, kinds)],
  facts: (op, _, kinds) => ({ ...metadataOnly, lock: addressOf(op, kinds).commentLock }),
};

const dropComment: OperationSpec<DropComment> = {
  about: aboutComment,
  ...statewise((before, op) => removeObjects(before, [{ ...op, kind: "comment" }])),
  touches: (op, _, kinds) => ({ frees: [addressOf(op, kinds).key(op)] }),
  sql: (op, kinds) => {
    const { sql: on, standardComment, setStandardComment } = addressOf(op, kinds);
    const standard = standardComment?.(op);
    if (standard !== undefined) return [commentSql({ ...op, text: standard }, kinds)];
    return [setStandardComment?.(op) ?? sql`comment on ${on(op)} is null`];
  },
  facts: (op, _, kinds) => ({ ...metadataOnly, lock: addressOf(op, kinds).commentLock }),
};

export const commentOperations: SpecsOf<CommentOperations> = { setComment, dropComment };
