import { refKey, type Comment } from "@migts/core/adapter";
import type { Context, Made } from "../to-schema/context.ts";
import type { SplitComments } from "./text/split.ts";
import type { Directive } from "./text/directive.ts";
import { isNone, subjectOf, textOf } from "./text/values.ts";

type Commented = Omit<Comment, "kind" | "text">;

/** The comment on a table, a column or a type: that of the directive, or the documentation where the configuration asks for it. */
export function commentOn(
  ref: Commented,
  { documentation, directives }: Pick<SplitComments, "documentation"> & { readonly directives: readonly Directive[] },
  at: number,
  context: Context,
): readonly Made[] {
  const directive = directives.find(({ name }) => name === "comment");
  const subject = directive === undefined ? undefined : subjectOf(directive);
  const given = subject === undefined || isNone(subject) ? undefined : textOf(subject, context.report);
  const text = subject === undefined && context.settings.comments ? documentation : given;
  const comment: Comment = { kind: "comment", ...ref, text: text ?? "" };
  if (comment.text !== "") return [{ object: comment, at: directive?.at ?? at }];
  if (subject !== undefined) context.declared.noComments.add(refKey(comment));
  return [];
}
