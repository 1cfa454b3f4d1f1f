import { newestServer, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { wholeSource } from "../src/diff/sources.ts";
import type { Owner } from "../src/postgres/objects/access/owner/model.ts";
import { modelsSide } from "../src/runtime/compare/side.ts";
import { putObjects } from "../src/schema/database-schema.ts";
import { diffDatabases, readSchema } from "./database-diff.ts";

const configuration = { config: { compare: { owners: true } } } as const;
const table = "create table t (id int primary key);";

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test("owners are compared only where the configuration says so", () =>
    withDatabase({ major, setup: table }, (live) =>
      withDatabase({ major, setup: `${table} alter table t owner to pg_monitor` }, async (wanted) => {
        const silent = await diffDatabases(live, wanted);
        expect([silent.upgrade, silent.notCompared]).toEqual([[], []]);
        const asked = await diffDatabases(live, wanted, { configuration });
        expect(asked.upgrade).toEqual([{ kind: "setOwner", of: "table", schema: "public", name: "t", owner: "pg_monitor" }]);
        expect(asked.downgrade).toEqual([{ kind: "setOwner", of: "table", schema: "public", name: "t", owner: "current_user" }]);
      }),
    ));

  const right = { kind: "grant", of: "table", schema: "public", name: "t", role: "pg_monitor", privileges: ["select"] } as const;

  test.each([
    {
      name: "as of another's table",
      grants: "grant select, insert on t to current_user with grant option; revoke delete on t from current_user",
    },
    { name: "on a column", grants: "grant select (id) on t to current_user" },
    { name: "beside others", grants: "grant select on t to current_user; grant select on t to pg_monitor", differs: [right] },
  ])("rights of who is connected are none of the difference where only owners differ: $name", ({ grants, differs = [] }) =>
    withDatabase({ major, setup: `${table} alter table t owner to pg_read_all_data; ${grants}` }, (others) =>
      withDatabase({ major, setup: `${table} ${grants.replace(/; grant select on t to pg_monitor/u, "")}` }, async (own) => {
        expect((await diffDatabases(own, others)).upgrade).toEqual(differs);
        expect((await diffDatabases(others, own)).downgrade).toEqual(differs);
        expect((await diffDatabases(others, own)).upgrade).toHaveLength(differs.length);
      }),
    ),
  );

  test("rights of who is connected are compared where the owner is another one on both sides", () =>
    withDatabase({ major, setup: `${table} alter table t owner to pg_read_all_data; grant select on t to current_user` }, (live) =>
      withDatabase(
        {
          major,
          setup: `${table} create table u (id int); alter table t owner to pg_read_all_data; alter table u owner to pg_read_all_data`,
        },
        async (wanted) => {
          const { upgrade } = await diffDatabases(live, wanted);
          expect(upgrade.map(({ kind }) => kind)).toContain("revoke");
        },
      ),
    ));

  test("a role that the server has not is named before anything is written", () =>
    withDatabase({ major, setup: table }, async (live) => {
      const { schema } = await readSchema(live);
      const owner: Owner = { kind: "owner", of: "table", schema: "public", name: "t", owner: "nobody here" };
      const side = modelsSide(wholeSource(putObjects(schema, [owner])));
      await expect(diffDatabases(live, side, { configuration })).rejects.toMatchObject({
        code: "OWNER_NOT_FOUND",
        message: expect.stringContaining("the owner of table public.t") as string,
      });
    }));
});
