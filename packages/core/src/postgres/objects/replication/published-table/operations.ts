import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { identifier, identifiers, raw, sql, when, words } from "../../../sql/sql.ts";
import { tableName, type TablePart } from "../../relations/table-part.ts";
import type { PublishedTable } from "./model.ts";

/** Adds a table to a publication. Tables that inherit from it are not added; partitions are sent with the table that they are of. */
export interface AddPublishedTable extends Omit<PublishedTable, "kind"> {
  readonly kind: "addPublishedTable";
}

/** Takes a table out of a publication. */
export interface DropPublishedTable extends TablePart {
  readonly kind: "dropPublishedTable";
  /** That of the publication. */
  readonly name: string;
}

export interface PublishedTableOperations {
  readonly addPublishedTable: AddPublishedTable;
  readonly dropPublishedTable: DropPublishedTable;
}

const facts: OperationFacts = { ...metadataOnly, lock: "share update exclusive" };

const addPublishedTable: OperationSpec<AddPublishedTable> = {
  ...creates<AddPublishedTable>("publishedTable"),
  sql: (op) => {
    const { name, columns, where } = op;
    return [
      words(
        sql`alter publication ${identifier(name)} add table only ${tableName(op)}`,
        when(columns !== undefined, () => sql`(${identifiers(columns ?? [])})`),
        when(where !== undefined, () => sql`where (${raw(where?.includes("--") === true ? `${where}\n` : (where ?? ""))})`),
      ),
    ];
  },
  facts: () => facts,
};

const dropPublishedTable: OperationSpec<DropPublishedTable> = {
  ...drops<DropPublishedTable>("publishedTable"),
  sql: (op) => [sql`alter publication ${identifier(op.name)} drop table only ${tableName(op)}`],
  facts: () => facts,
};

export const publishedTableOperations: SpecsOf<PublishedTableOperations> = { addPublishedTable, dropPublishedTable };
