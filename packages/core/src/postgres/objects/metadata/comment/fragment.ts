import { ownersOf } from "../../../../operation/links.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { literal, sql, type Sql } from "../../../sql/sql.ts";
import { addressesOf } from "../../addresses.ts";
import type { Address, PostgresKind } from "../../kind.ts";
import type { Comment } from "./model.ts";

export type CommentRef = Omit<Comment, "kind" | "text">;

/** How the object is called on which a comment is. Throws where no kind has this word. */
export function addressOf({ of }: Pick<CommentRef, "of">, kinds: Kinds): Address {
  const found = addressesOf(kinds).get(of);
  if (found === undefined)
    throw new SyntaxError(`"${of}" cannot be commented on. It is one of ${[...addressesOf(kinds).keys()].toSorted().join(", ")}.`);
  return found;
}

interface Server {
  readonly version: number;
  /** What has the comment. */
  readonly schema: DatabaseSchema;
  readonly kinds: Kinds;
}

/** Whether what it is on can have a comment on a server of this version. */
export function canBeOn(comment: Comment, { version, schema, kinds }: Server): boolean {
  const owners = ownersOf(schema, addressOf(comment, kinds).key(comment), kinds);
  const since = owners.map(({ kind }) => (kinds.of(kind) as PostgresKind).addresses?.[comment.of]?.since ?? 0);
  return since.length === 0 || since.some((first) => version >= first);
}

/** COMMENT ON the object with its text. */
export const commentSql = (comment: Omit<Comment, "kind">, kinds: Kinds): Sql =>
  sql`comment on ${addressOf(comment, kinds).sql(comment)} is ${literal(comment.text)}`;
