import { renameObjects } from "../../../../operation/rename.ts";
import { aboutOf, metadataOnly } from "../../../../operation/shapes.ts";
import { ownedBy } from "../../../../operation/links.ts";
import type { Kinds, OperationSpec } from "../../../../operation/kinds.ts";
import { objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { schemaNamed } from "./model.ts";

/**
 * Gives a schema another name. All that is in it goes with it. Texts that the server keeps as they were written, such as the body of a
 * function, go on naming the old one.
 */
export interface RenameSchema {
  readonly kind: "renameSchema";
  readonly name: string;
  readonly to: string;
}

/** The schema, and what is in it but for parts of that. */
const movedBy = (schema: DatabaseSchema, { name }: RenameSchema): readonly SchemaObject[] =>
  objectsOf(schema).filter(
    (object) =>
      (object.kind === "schema" && object.name === name) ||
      (object.schema === name && object.table === undefined && object.of === undefined),
  );

function apply(before: DatabaseSchema, op: RenameSchema, kinds: Kinds): DatabaseSchema {
  const moved = movedBy(before, op).map((object) => ({
    object,
    to: { schema: op.to, name: object.kind === "schema" ? op.to : object.name },
  }));
  return renameObjects(before, moved, kinds);
}

/** The names of all that is in a schema. */
const namesIn = (schema: DatabaseSchema, name: string, kinds: Kinds): readonly string[] => [
  ...ownedBy(schemaNamed(name), kinds),
  ...objectsOf(schema).flatMap((object) => (object.schema === name ? ownedBy(object, kinds) : [])),
];

export const renameSchema: OperationSpec<RenameSchema> = {
  about: aboutOf("schema"),
  apply,
  reverse: ({ name, to }): readonly RenameSchema[] => [{ kind: "renameSchema", name: to, to: name }],
  touches: (op, before, kinds) => ({
    renames: true,
    drops: namesIn(before, op.name, kinds),
    creates: namesIn(apply(before, op, kinds), op.to, kinds),
  }),
  sql: ({ name, to }) => [sql`alter schema ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};
