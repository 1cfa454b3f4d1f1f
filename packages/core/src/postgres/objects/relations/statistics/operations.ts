import type { SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { getObject, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { tableName } from "../table-part.ts";
import { isStatistics, type Statistics } from "./model.ts";
import { renameStatistics, setStatisticsSchema, type RenameStatistics, type SetStatisticsSchema } from "./rename.ts";
import { statisticsKey, usesOfStatistics } from "./uses.ts";

/** Gathers nothing by itself: the next ANALYZE does. */
export interface CreateStatistics extends Omit<Statistics, "kind" | "target"> {
  readonly kind: "createStatistics";
}

export interface DropStatistics {
  readonly kind: "dropStatistics";
  readonly schema: string;
  readonly name: string;
}

/** How exactly the next ANALYZE looks for extended statistics. */
export interface SetStatisticsTarget {
  readonly kind: "setStatisticsTarget";
  readonly schema: string;
  readonly name: string;
  /** From 0, which is not at all, to 10000. `default`: as at the columns. */
  readonly target: number | "default";
}

export interface StatisticsOperations {
  readonly createStatistics: CreateStatistics;
  readonly dropStatistics: DropStatistics;
  readonly setStatisticsTarget: SetStatisticsTarget;
  readonly renameStatistics: RenameStatistics;
  readonly setStatisticsSchema: SetStatisticsSchema;
}

function createSql({ schema, name, on, kinds = [], columns = [], expressions = [] }: CreateStatistics): Sql {
  const over = [...columns.map(identifier), ...expressions.map((text) => sql`(${raw(text)})`)];
  return words(
    sql`create statistics ${{ schema, name }}`,
    when(kinds.length > 0, () => sql`(${kinds.map(identifier)})`),
    sql`on ${over} from ${tableName(on)}`,
  );
}

const setTarget = alters<SetStatisticsTarget, Statistics>("statistics", ({ target: _, ...statistics }, { target }) =>
  target === "default" || target < 0 ? statistics : { ...statistics, target },
);

const statisticsAt = (schema: DatabaseSchema, { schema: own, name }: Pick<Statistics, "schema" | "name">): Statistics | undefined => {
  const found = getObject(schema, { kind: "statistics", schema: own, name });
  return found !== undefined && isStatistics(found) ? found : undefined;
};

/** Their table's: whoever changes its definition waits, and so does its VACUUM; readers and writers do not. */
const facts: OperationFacts = { ...metadataOnly, lock: "share update exclusive" };

export const statisticsOperations: SpecsOf<StatisticsOperations> = {
  createStatistics: {
    ...creates<CreateStatistics>("statistics"),
    sql: (op) => [createSql(op)],
    facts: () => facts,
  },
  dropStatistics: {
    ...drops<DropStatistics>("statistics"),
    sql: ({ schema, name }) => [sql`drop statistics ${{ schema, name }}`],
    facts: () => facts,
  },
  setStatisticsTarget: {
    ...setTarget,
    // A change of type of a column makes the statistics anew without it.
    touches: (op, before, kinds) => {
      const statistics = statisticsAt(before, op);
      const needs = statistics === undefined ? [] : usesOfStatistics(statistics).map(({ of }) => of);
      return { ...setTarget.touches(op, before, kinds), alters: [statisticsKey(op)], needs };
    },
    sql: ({ schema, name, target }) => [
      sql`alter statistics ${{ schema, name }} set statistics ${raw(target === "default" ? "-1" : BigInt(target).toString())}`,
    ],
    facts: () => metadataOnly,
  },
  renameStatistics,
  setStatisticsSchema,
};
