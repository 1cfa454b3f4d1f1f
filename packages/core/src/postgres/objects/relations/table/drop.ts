import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { lockingTables } from "../locks.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { dropTouches } from "../../../../operation/object-operations.ts";
import { hasObject, objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { sql } from "../../../sql/sql.ts";
import { isForeignKey } from "../constraint/model.ts";
import { resource } from "../../resources.ts";

/** Removes a table with all that belongs to it. Refused by PostgreSQL where a foreign key of another table refers to it. */
export interface DropTable {
  readonly kind: "dropTable";
  readonly schema: string;
  readonly name: string;
}

/** All that goes with it, and lets go of what it used. */
function touches({ schema, name }: DropTable, before: DatabaseSchema, kinds: Kinds): Touches {
  const ref = { kind: "table", schema, name };
  if (hasObject(before, ref)) return dropTouches(ref, before, kinds);
  return { drops: [resource.relation(schema, name), resource.type(schema, name)], frees: [resource.schema(schema)] };
}

/** Its foreign keys go with it, which locks the tables that they refer to. */
function facts(op: DropTable, before: DatabaseSchema): OperationFacts {
  const referred = objectsIn(before, op)
    .filter(isForeignKey)
    .map(({ references }) => references)
    .filter(({ schema, table }) => schema !== op.schema || table !== op.name);
  return {
    ...quickExclusive,
    ...lockingTables(referred, "access exclusive"),
    losesData: `all rows of table ${quoteIdentifier(op.name)}`,
    losesFrom: [{ schema: op.schema, table: op.name }],
  };
}

export const dropTable: OperationSpec<DropTable> = {
  about: aboutOf("table"),
  ...statewise((before, { schema, name }, kinds) => withoutObject(before, { kind: "table", schema, name }, kinds)),
  touches,
  sql: ({ schema, name }) => [sql`drop table ${{ schema, name }}`],
  facts,
};
