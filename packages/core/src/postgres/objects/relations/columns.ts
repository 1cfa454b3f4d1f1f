import { objectsIn, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import type { Column } from "./column/model.ts";

export type { Column };

const isColumn = (object: SchemaObject): object is Column => object.kind === "column";

/** The columns of a table, in its order. */
export const columnsOf = (schema: DatabaseSchema, table: { readonly schema: string; readonly name: string }): readonly Column[] =>
  objectsIn(schema, table).filter(isColumn);
