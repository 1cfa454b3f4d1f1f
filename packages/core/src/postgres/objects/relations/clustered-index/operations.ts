import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { usedBy } from "../../../../operation/links.ts";
import { aboutOf, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { getObject, putObjects, removeObjects } from "../../../../schema/database-schema.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { ClusteredIndex } from "./model.ts";

/** Says by which index CLUSTER puts the rows in order. They stay where they are until then. */
export interface SetClusteredIndex extends Omit<ClusteredIndex, "kind"> {
  readonly kind: "setClusteredIndex";
}

/** CLUSTER has to be told an index again. */
export interface DropClusteredIndex {
  readonly kind: "dropClusteredIndex";
  readonly schema: string;
  /** That of the table or materialized view. */
  readonly name: string;
}

export interface ClusteredIndexOperations {
  readonly setClusteredIndex: SetClusteredIndex;
  readonly dropClusteredIndex: DropClusteredIndex;
}

const made = (op: SetClusteredIndex): ClusteredIndex => ({ ...op, kind: "clusteredIndex" });

const facts: OperationFacts = { ...quickExclusive, lock: "share update exclusive" };

const setClusteredIndex: OperationSpec<SetClusteredIndex> = {
  about: aboutOf("clusteredIndex"),
  ...statewise((before, op) => putObjects(before, [made(op)])),
  touches: (op, _, kinds) => ({ needs: usedBy(made(op), kinds) }),
  sql: ({ schema, name, index }) => [sql`alter table ${{ schema, name }} cluster on ${identifier(index)}`],
  facts: () => facts,
};

const dropClusteredIndex: OperationSpec<DropClusteredIndex> = {
  about: aboutOf("clusteredIndex"),
  ...statewise((before, { schema, name }) => removeObjects(before, [{ kind: "clusteredIndex", schema, name }])),
  touches: ({ schema, name }, before, kinds) => {
    const had = getObject(before, { kind: "clusteredIndex", schema, name });
    return { frees: had === undefined ? [] : usedBy(had, kinds) };
  },
  sql: ({ schema, name }) => [sql`alter table ${{ schema, name }} set without cluster`],
  facts: () => facts,
};

export const clusteredIndexOperations: SpecsOf<ClusteredIndexOperations> = { setClusteredIndex, dropClusteredIndex };
