import type { Expression } from "../../../../operation/ends.ts";
import { hasObject } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import type { RenameStatistics, SetStatisticsSchema } from "./rename.ts";
import { nameOf } from "../address.ts";
import { tableName } from "../table-part.ts";
import { standsAsideOfText } from "../text-part.ts";
import { statisticsKinds, type Statistics } from "./model.ts";
import type { CreateStatistics, DropStatistics, SetStatisticsTarget } from "./operations.ts";
import { renamedStatistics, statisticsKey, usesOfStatistics } from "./uses.ts";

export const statisticsKind: PostgresKind<
  Statistics,
  CreateStatistics | DropStatistics | SetStatisticsTarget | RenameStatistics | SetStatisticsSchema
> = {
  kind: "statistics",
  owns: (statistics) => [statisticsKey(statistics)],
  uses: usesOfStatistics,
  // PostgreSQL makes them anew for another type of a column, without their target and for who is connected.
  standsAside: ({ schema, name, on, expressions = [], target }, change, { before, after }) =>
    (change.isRetyped &&
      (target !== undefined || [before, after].some((end) => hasObject(end, { kind: "owner", of: "statistics", schema, name })))) ||
    standsAsideOfText(on, expressions, change),
  // They would go along with their table, but are dropped by name: the name may be wanted on another table before that is dropped.
  rename: renamedBy("renameStatistics", "setStatisticsSchema"),
  renamed: renamedStatistics,
  normalize: normalizeStatistics,
  create: ({ target, ...statistics }) => [
    { ...statistics, kind: "createStatistics" },
    ...(target === undefined ? [] : [setTarget({ ...statistics, target })]),
  ],
  drop: ({ schema, name }) => [{ kind: "dropStatistics", schema, name }],
  alter: (from, to) => (sameData(withoutTarget(from), withoutTarget(to)) ? [setTarget(to)] : "recreate"),
  expressions: ({ on, expressions = [] }) => expressions.map((text): Expression => ({ text, as: "value", table: tableName(on) })),
  withExpressions: (statistics, expressions) => (expressions.length === 0 ? statistics : { ...statistics, expressions }),
  addresses: {
    statistics: {
      sql: (ref) => sql`statistics ${nameOf(ref)}`,
      key: ({ schema = "", name }) => statisticsKey({ schema, name }),
      commentLock: "none",
    },
  },
};

const setTarget = ({ schema, name, target }: Pick<Statistics, "schema" | "name" | "target">): SetStatisticsTarget => ({
  kind: "setStatisticsTarget",
  schema,
  name,
  target: target ?? "default",
});

/** Columns are in no order; over a single expression nothing else can be gathered. */
function normalizeStatistics({ schema, name, on, kinds, columns = [], expressions = [], target }: Statistics): Statistics {
  const chosen = statisticsKinds.filter((kind) => kinds?.includes(kind) === true);
  const isSingle = columns.length === 0 && expressions.length === 1;
  return {
    kind: "statistics",
    schema,
    name,
    on,
    ...(isSingle || chosen.length === 0 || chosen.length === statisticsKinds.length ? {} : { kinds: chosen }),
    ...(columns.length === 0 ? {} : { columns: columns.toSorted() }),
    ...(expressions.length === 0 ? {} : { expressions }),
    ...(target === undefined ? {} : { target }),
  };
}

function withoutTarget(statistics: Statistics): Statistics {
  const { target: _, ...rest } = normalizeStatistics(statistics);
  return rest;
}
