// The door for tests: databases of their own, and tests of the revisions themselves.
export { databaseFixture, type DatabaseFixture } from "./databases/fixture.ts";
export type { Row, TestDatabase } from "./databases/handle.ts";
export { testDatabase, type TestDatabaseOptions } from "./databases/test-database.ts";
export type { TemplateOptions } from "./databases/template.ts";
export type { ProjectOptions } from "./project/test-project.ts";
export { migrationSteps, testMigrations, type MigrationStep, type MigrationStepsOptions } from "./migrations/migration-steps.ts";
export type { RoundTrip } from "./migrations/round-trip.ts";
export { migrationTest, type MigrationDatabase, type MigrationTestOptions, type RowsByTable } from "./migrations/migration-test.ts";
