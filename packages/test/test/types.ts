import { test as base } from "vitest";
import { databaseFixture } from "@migts/test";

// What README.md shows compiles.
const test = base.extend(databaseFixture());
export const shown = (): void => {
  test("a user is stored", async ({ db }) => {
    await db.query<{ users: number }>("select count(*)::int as users from users").then(([row]) => row?.users);
  });
};
