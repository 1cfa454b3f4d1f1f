import { lockingTables } from "../locks.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { usersOf } from "../../../../operation/links.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { isForeignKey, type ForeignKey } from "../constraint/model.ts";
import { resource } from "../../resources.ts";
import type { ColumnRef } from "./column-ref.ts";

interface Ends {
  /** Keys of the column's own table. */
  readonly from: readonly ForeignKey[];
  /** Keys that refer to it. */
  readonly to: readonly ForeignKey[];
}

/** Foreign keys over a column, from either side. */
export function foreignKeysOver({ schema, table, name }: ColumnRef, all: DatabaseSchema, kinds: Kinds): Ends {
  const keys = usersOf(all, resource.column(schema, table, name), kinds).filter(isForeignKey);
  return {
    from: keys.filter((key) => key.schema === schema && key.table === table && key.columns.includes(name)),
    to: keys.filter(({ references }) => references.schema === schema && references.table === table && references.columns.includes(name)),
  };
}

/** Facts with the tables at the other ends of the keys, which PostgreSQL locks as it locks the column's own. */
export function withOtherEnds(facts: OperationFacts, { schema, table }: ColumnRef, { from, to }: Ends): OperationFacts {
  const others = [...from.map(({ references }) => references), ...to].filter((other) => other.schema !== schema || other.table !== table);
  return { ...facts, ...lockingTables(others, "access exclusive") };
}
