import type { Place } from "../../../errors/row.ts";
import { namesIn } from "../../../postgres/sql/names-in.ts";
import type { ObjectRef } from "../../../schema/object.ts";
import { placeIn, type FileStatement } from "./read-statements.ts";

/** Where objects are written, as far as their names tell: few are asked for, and mostly none. */
export function placesIn(read: () => readonly FileStatement[]): (ref: ObjectRef) => Place | undefined {
  let known: readonly { readonly statement: FileStatement; readonly names: ReadonlySet<string> }[] | undefined;
  return (ref) => {
    known ??= read().map((statement) => ({ statement, names: namesIn(statement.text) }));
    const naming = known.filter(({ names }) => names.has(ref.name) && (ref.table === undefined || names.has(ref.table)));
    const found = naming.find(({ statement }) => /^create\b/iu.test(statement.text)) ?? naming[0];
    return found === undefined ? undefined : placeIn(found.statement.in, found.statement.start);
  };
}
