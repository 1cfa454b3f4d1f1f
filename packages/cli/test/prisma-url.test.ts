import { runMig } from "@migts/testkit";
import { expect, test } from "vitest";
import { withShop } from "./shop.ts";

test("models lie in the schema that a URL of Prisma's names", () =>
  withShop(async ({ project, database }) => {
    const env = { DATABASE_URL: `${database.url}?schema=app&connection_limit=5` };
    for (const args of [["revision"], ["upgrade"], ["check"]]) expect(await runMig(args, { cwd: project.path, env })).toMatchObject({ code: 0 });
    expect(await database.query("select table_schema from information_schema.tables where table_name = 'customers'")).toEqual([{ table_schema: "app" }]);
  }));
