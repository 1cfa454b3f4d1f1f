import type { TestDatabase } from "./handle.ts";
import { testDatabase, type TestDatabaseOptions } from "./test-database.ts";

/** A fixture as vitest's `test.extend` takes it. */
export interface DatabaseFixture {
  readonly db: (used: object, use: (database: TestDatabase) => Promise<void>) => Promise<void>;
}

/**
 * A database of its own for each test of vitest that names it. Tests that do not name it get none.
 * @example const test = base.extend(databaseFixture()); // test("a user", async ({ db }) => { ... })
 */
export const databaseFixture = (options?: TestDatabaseOptions): DatabaseFixture => ({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture uses from its parameter
  db: async ({}, use) => {
    const database = await testDatabase(options);
    try {
      await use(database);
    } finally {
      await database.close();
    }
  },
});
