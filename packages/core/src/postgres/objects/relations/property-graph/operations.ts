import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly, quickExclusive } from "../../../../operation/shapes.ts";
import { raw, sql, words } from "../../../sql/sql.ts";
import type { PropertyGraph } from "./model.ts";
import { renamePropertyGraph, setPropertyGraphSchema, type RenamePropertyGraph, type SetPropertyGraphSchema } from "./rename.ts";

/** Makes a property graph over tables (PostgreSQL 19). */
export interface CreatePropertyGraph extends Omit<PropertyGraph, "kind"> {
  readonly kind: "createPropertyGraph";
}

/** Drops a property graph; its tables stay. */
export interface DropPropertyGraph {
  readonly kind: "dropPropertyGraph";
  readonly schema: string;
  readonly name: string;
}

export interface PropertyGraphOperations {
  readonly createPropertyGraph: CreatePropertyGraph;
  readonly dropPropertyGraph: DropPropertyGraph;
  readonly renamePropertyGraph: RenamePropertyGraph;
  readonly setPropertyGraphSchema: SetPropertyGraphSchema;
}

export const propertyGraphOperations: SpecsOf<PropertyGraphOperations> = {
  createPropertyGraph: {
    ...creates<CreatePropertyGraph>("propertyGraph"),
    sql: ({ schema, name, definition }) => [words(sql`create property graph ${{ schema, name }}`, raw(definition))],
    facts: () => metadataOnly,
  },
  dropPropertyGraph: {
    ...drops<DropPropertyGraph>("propertyGraph"),
    sql: ({ schema, name }) => [sql`drop property graph ${{ schema, name }}`],
    facts: () => quickExclusive,
  },
  renamePropertyGraph,
  setPropertyGraphSchema,
};
