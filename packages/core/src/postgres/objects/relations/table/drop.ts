import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import { lockingHeirs, lockingTables } from "../locks.ts";
import type { OperationFacts, Touches } from "../../../../operation/spec.ts";
import type { OperationSpec } from "../../../../operation/kinds.ts";
import type { Kinds } from "../../../../operation/kinds.ts";
import { ownedBy, withoutObject } from "../../../../operation/links.ts";
import { dropTouches } from "../../../../operation/object-operations.ts";
import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { sql } from "../../../sql/sql.ts";
import { withLacking } from "../lacking.ts";
import { descendantsOf, roomKey, tableAt } from "../parents.ts";
import { parentsOf, type Table } from "./model.ts";
import { isForeignKey } from "../constraint/model.ts";
import { resource } from "../../resources.ts";
import { positionsLost } from "../foreign.ts";

/** Removes a table with all that belongs to it. Refused by PostgreSQL where a foreign key of another table refers to it. */
export interface DropTable {
  readonly kind: "dropTable";
  readonly schema: string;
  readonly name: string;
}

/** Removes a foreign table. Its rows stay where they are. */
export interface DropForeignTable {
  readonly kind: "dropForeignTable";
  readonly schema: string;
  readonly name: string;
}

type Drop = DropTable | DropForeignTable;

/** All that goes with it, and lets go of what it used. */
function touches({ schema, name }: Drop, before: DatabaseSchema, kinds: Kinds): Touches {
  const ref = { kind: "table", schema, name };
  const table = tableAt(before, { schema, name });
  if (table !== undefined) {
    const left = parentsOf(table).flatMap((parent) => [roomKey(parent)]);
    return { ...withoutHeirs(dropTouches(ref, before, kinds), table, before, kinds), ...(left.length === 0 ? {} : { creates: left }) };
  }
  return { drops: [resource.relation(schema, name), resource.type(schema, name)], frees: [resource.schema(schema)] };
}

/** What tables inherit from it they have lost before, or have become tables of their own. */
function withoutHeirs({ drops = [], frees = [] }: Touches, table: Table, before: DatabaseSchema, kinds: Kinds): Touches {
  const heirs = descendantsOf(before, table, kinds).filter(({ partitionOf }) => partitionOf === undefined);
  const theirs = new Set(heirs.flatMap((heir) => objectsIn(before, heir).flatMap((object) => ownedBy(object, kinds))));
  return { drops: drops.filter((key) => !theirs.has(key)), frees: frees.filter((key) => !theirs.has(key)) };
}

/** Its foreign keys go with it, which locks the tables that they refer to. */
function facts(op: DropTable, before: DatabaseSchema, kinds: Kinds): OperationFacts {
  const referred = objectsIn(before, op)
    .filter(isForeignKey)
    .map(({ references }) => references)
    .filter(({ schema, table }) => schema !== op.schema || table !== op.name);
  return {
    ...locksOf(op, referred, before, kinds),
    losesData: `all rows of table ${quoteIdentifier(op.name)}`,
    losesFrom: [{ schema: op.schema, table: op.name }],
  };
}

/** With it the partitioned table that it leaves, and its own partitions, which go with it. */
function locksOf(op: Drop, referred: readonly { readonly schema: string; readonly table: string }[], before: DatabaseSchema, kinds: Kinds) {
  const parent = tableAt(before, op)?.partitionOf;
  const tables = [...referred, ...(parent === undefined ? [] : [{ schema: parent.schema, table: parent.name }])];
  return lockingHeirs({ ...quickExclusive, ...lockingTables(tables, "access exclusive") }, op, before, kinds, "partitions");
}

/** What any operation that drops a table does. */
const dropping = {
  about: aboutOf("table"),
  ...statewise<Drop>((before, { schema, name }, kinds) => {
    const parent = tableAt(before, { schema, name })?.partitionOf;
    const without = withoutObject(before, { kind: "table", schema, name }, kinds);
    return parent === undefined ? without : withLacking(without, parent, kinds, "gone");
  }),
  touches,
};

export const dropForeignTable: OperationSpec<DropForeignTable> = {
  ...dropping,
  sql: ({ schema, name }) => [sql`drop foreign table ${{ schema, name }}`],
  facts: (op, before, kinds) => ({
    ...locksOf(op, [], before, kinds),
    ...positionsLost(before, { schema: op.schema, table: op.name }),
  }),
};

export const dropTable: OperationSpec<DropTable> = {
  ...dropping,
  sql: ({ schema, name }) => [sql`drop table ${{ schema, name }}`],
  facts,
};
