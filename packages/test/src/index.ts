// The door for tests: databases of their own, and tests of the revisions themselves.
export { testDatabase, type Row, type TestDatabase, type TestDatabaseOptions } from "./databases/test-database.ts";
export type { TemplateOptions } from "./databases/template.ts";
export type { ProjectOptions } from "./project/test-project.ts";
