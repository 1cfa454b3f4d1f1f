import { objectsOf, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { isStatistics } from "./model.ts";
import { usesOfStatistics } from "./uses.ts";

/** The schema after PostgreSQL made the extended statistics over a column anew, which it does without their target. */
export function withStatisticsAnew(schema: DatabaseSchema, column: string): DatabaseSchema {
  const targeted = objectsOf(schema)
    .filter(isStatistics)
    .filter(({ target }) => target !== undefined)
    .filter((statistics) => usesOfStatistics(statistics).some(({ of }) => of === column));
  return targeted.length === 0
    ? schema
    : putObjects(
        schema,
        targeted.map(({ target: _, ...statistics }) => statistics),
      );
}
