import { newestServer, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { wholeSource } from "../src/diff/sources.ts";
import type { Tablespace } from "../src/postgres/objects/relations/tablespace/model.ts";
import { modelsSide } from "../src/runtime/compare/side.ts";
import { putObjects } from "../src/schema/database-schema.ts";
import { diffDatabases, readSchema } from "./database-diff.ts";

const configuration = { config: { compare: { tablespaces: true } } } as const;
const table = "create table t (id int primary key, n int); create index t_n on t (n);";
const elsewhere = "alter table t set tablespace mig_test_space; alter index t_n set tablespace mig_test_space;";

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test("tablespaces are compared only where the configuration says so", () =>
    withDatabase({ major, setup: table }, (live) =>
      withDatabase({ major, setup: table + elsewhere }, async (wanted) => {
        const silent = await diffDatabases(live, wanted);
        expect([silent.upgrade, silent.notCompared]).toEqual([[], []]);
        const asked = await diffDatabases(live, wanted, { configuration });
        expect(asked.notCompared).toEqual([]);
        expect(asked.upgrade).toEqual([
          { kind: "setTablespace", of: "index", schema: "public", table: "t", name: "t_n", tablespace: "mig_test_space" },
          { kind: "setTablespace", of: "table", schema: "public", name: "t", tablespace: "mig_test_space" },
        ]);
      }),
    ));

  test("what is made again comes back to where it was, without the setting", () =>
    withDatabase({ major, setup: table + elsewhere }, (live) =>
      withDatabase({ major, setup: table.replace("(n)", "(n desc)") }, async (wanted) => {
        const { upgrade } = await diffDatabases(live, wanted);
        expect(upgrade.map(({ kind }) => kind)).toEqual(["dropIndex", "createIndex", "execute"]);
        expect(upgrade.at(-1)).toEqual({ kind: "execute", sql: "alter index public.t_n set tablespace mig_test_space" });
      }),
    ));

  test("a tablespace that the server has not is named before anything is written", () =>
    withDatabase({ major, setup: table }, async (live) => {
      const { schema } = await readSchema(live);
      const placed: Tablespace = { kind: "tablespace", of: "table", schema: "public", name: "t", tablespace: "not here" };
      const side = modelsSide(wholeSource(putObjects(schema, [placed])));
      await expect(diffDatabases(live, side, { configuration })).rejects.toMatchObject({
        code: "TABLESPACE_NOT_FOUND",
        message: expect.stringContaining("for table public.t") as string,
      });
    }));
});
