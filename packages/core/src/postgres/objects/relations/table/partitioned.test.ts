import { expect, test } from "vitest";
import { isMigError } from "../../../../errors.ts";
import { emptySchema, schemaOf } from "../../../../schema/database-schema.ts";
import { diffSchemas } from "../../../../diff/diff.ts";
import { kinds } from "../../index.ts";
import type { Table } from "./model.ts";

const table = (partitionBy?: string): Table => ({
  kind: "table",
  schema: "public",
  name: "m",
  ...(partitionBy === undefined ? {} : { partitionBy }),
});

/** What PostgreSQL cannot change is refused before anything is written, with a code and a way on. */
test.each([
  { from: undefined, to: "RANGE (a)", says: "is not partitioned and is wanted partitioned by RANGE (a)" },
  { from: "LIST (a)", to: undefined, says: "is partitioned by LIST (a) and is wanted without partitions" },
  { from: "RANGE (a)", to: "RANGE (b)", says: "is partitioned by RANGE (a) and is wanted partitioned by RANGE (b)" },
])("a table $from to $to", ({ from, to, says }) => {
  let refused: unknown;
  try {
    diffSchemas({ before: schemaOf([table(from)]), after: schemaOf([table(to)]) }, kinds);
  } catch (error) {
    refused = error;
  }
  if (!isMigError(refused)) throw new Error("It was not refused.");
  expect(refused.code).toBe("PARTITIONING_FIXED");
  expect(refused.message).toContain(says);
  expect(refused.hint).toContain("mig revision --empty");
});

test("a partitioned table comes and goes", () => {
  const ends = { before: emptySchema, after: schemaOf([table("RANGE (a)")]) };
  expect(diffSchemas(ends, kinds).map(({ kind }) => kind)).toEqual(["createTable"]);
  expect(diffSchemas({ before: ends.after, after: emptySchema }, kinds).map(({ kind }) => kind)).toEqual(["dropTable"]);
});
