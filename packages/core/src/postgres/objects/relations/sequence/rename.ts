import { quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/spec.ts";
import { getObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import {
  constantText,
  isNameOf,
  moveObject,
  nameParts,
  printConstant,
  replacePieces,
  rewriteTexts,
  withLastPart,
} from "../../../expression/rewrite.ts";
import { isSequence, type Sequence } from "./model.ts";

/** Defaults that take from it follow by themselves. */
export interface RenameSequence {
  readonly kind: "renameSequence";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

export const renameSequence: OperationSpec<RenameSequence> = {
  apply: (before, { schema, name, to }) => {
    const sequence = getObject(before, { kind: "sequence", schema, name });
    if (sequence === undefined || !isSequence(sequence)) return before;
    return renamedInDefaults(moveObject<Sequence>(before, sequence, { ...sequence, name: to }), { schema, name }, to);
  },
  reverse: ({ schema, name, to }): readonly RenameSequence[] => [{ kind: "renameSequence", schema, name: to, to: name }],
  touches: ({ schema, name, to }) => ({
    renames: true,
    drops: [resource.relation(schema, name)],
    creates: [resource.relation(schema, to)],
  }),
  sql: ({ schema, name, to }) => [sql`alter sequence ${{ schema, name }} rename to ${identifier(to)}`],
  facts: () => quickExclusive,
};

/** `nextval('public.old'::regclass)` is printed with the new name. */
function renamedInDefaults(schema: DatabaseSchema, from: Pick<Sequence, "schema" | "name">, to: string): DatabaseSchema {
  return rewriteTexts(schema, {
    expression: (text, object) =>
      replacePieces(text, (piece) => {
        if (piece.kind !== "string" || !(piece.after.startsWith("::regclass") || /nextval\(\s*$/iu.test(piece.before))) return piece.text;
        const parts = nameParts(constantText(piece.text) ?? "");
        return isNameOf(parts, from, object.schema) ? printConstant(withLastPart(parts, to)) : piece.text;
      }),
  });
}
