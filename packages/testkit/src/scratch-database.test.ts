import { describe, expect, test } from "vitest";
import { createDatabase, servers, withDatabase } from "@migts/testkit";
import { queryRows } from "./query-rows.ts";

test("the run has the oldest and the newest major", () => {
  expect(servers().length).toBeGreaterThanOrEqual(process.env["MIG_TEST_MAJORS"] === undefined ? 2 : 1);
});

describe.each(servers())("PostgreSQL $major", ({ major, url }) => {
  test("answers as that major", async () => {
    const [row] = await queryRows<{ number: number }>(url, "select current_setting('server_version_num')::int as number");
    expect(Math.trunc((row?.number ?? 0) / 10_000)).toBe(major);
  });

  test("gives a database of its own, set up and dropped", async () => {
    const name = await withDatabase({ major, setup: "create table a (id int); create table b (id int)" }, async (database) => {
      const rows = await database.query("select relname from pg_class where relnamespace = 'public'::regnamespace order by 1");
      expect(rows).toEqual([{ relname: "a" }, { relname: "b" }]);
      return database.name;
    });
    expect(await queryRows(url, "select from pg_database where datname = $1", [name])).toEqual([]);
  });

  test("drops the database whose setup fails", async () => {
    const name = `failing_${major}`;
    await expect(createDatabase({ major, name, setup: "create table a (id no_such_type)" })).rejects.toThrow("no_such_type");
    expect(await queryRows(url, "select from pg_database where datname = $1", [name])).toEqual([]);
  });
});
