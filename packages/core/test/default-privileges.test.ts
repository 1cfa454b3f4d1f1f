import { servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { wholeSource } from "../src/diff/sources.ts";
import { modelsSide } from "../src/runtime/compare/side.ts";
import { putObjects } from "../src/schema/database-schema.ts";
import type { Scope } from "../src/schema/model-source.ts";
import { diffDatabases, readSchema } from "./database-diff.ts";

// What default privileges give a new table, and models say or do not say.

const aboutTables: Scope = {
  covers: ({ kind }) => ["table", "column"].includes(kind),
  adopt: (wanted) => wanted,
};

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("stays where models say nothing about privileges, and goes where they say that nobody has any", async () => {
    const setup = "alter default privileges in schema public grant select on tables to pg_monitor; create table old (a int)";
    await withDatabase({ major, setup }, async (live) => {
      const { schema } = await readSchema(live);
      const wanted = putObjects(schema, [
        { kind: "table", schema: "public", name: "fresh" },
        { kind: "column", schema: "public", table: "fresh", name: "a", type: "integer" } as { kind: string; name: string },
      ]);
      const kindsOfUpgrade = async (scope?: Scope): Promise<readonly string[]> => {
        const whole = wholeSource(wanted);
        const { upgrade } = await diffDatabases(live, modelsSide(scope === undefined ? whole : { ...whole, scope }));
        return upgrade.map(({ kind }) => kind);
      };
      expect(await kindsOfUpgrade(aboutTables)).toEqual(["createTable"]);
      expect(await kindsOfUpgrade()).toEqual(["createTable", "revoke"]);
    });
  });
});
