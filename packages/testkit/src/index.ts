// The door for tests. It needs vitest; programs take "@migts/testkit/server".
export { designsWith, type Design, type Feature } from "./random/design.ts";
export { designSql } from "./random/design-sql.ts";
export { randomSeed } from "./random/seed.ts";
export { catalogSnapshot, migTables, type SnapshotOptions } from "./catalog-snapshot.ts";
export type { TestServer } from "./global-setup.ts";
export { findPgBouncer, startPgBouncer, type PgBouncer } from "./pgbouncer.ts";
export { pgDump, type PgDump } from "./pg-dump.ts";
export { fillTables } from "./rows/fill.ts";
export { comesBack, gonePlaces, keptRows, lostPlaces, rowsAsWanted } from "./rows/kept.ts";
export { readTables, type TableRows } from "./rows/read.ts";
export { startServer, type PostgresServer, type ServerOptions } from "./postgres-server.ts";
export { queryRows, withClient, prepared } from "./query-rows.ts";
export { createDatabasePool, createReusedDatabase, type DatabasePool, type ReusedDatabase } from "./reused-database.ts";
export {
  inherited,
  migBin,
  migNode,
  runMig,
  runProcess,
  startMig,
  startProcess,
  type ProcessOptions,
  type ProcessResult,
  type StartedProcess,
} from "./run-process.ts";
export {
  createDatabase,
  runScript,
  newestServer,
  servers,
  withDatabase,
  type ScratchDatabase,
  type ScratchDatabaseOptions,
} from "./scratch-database.ts";
export { tempProject, type ProjectFiles, type TempProject } from "./temp-project.ts";
export { closerTrapsSql, trapsSql } from "./traps.ts";
