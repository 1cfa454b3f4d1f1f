// The door for tests. It needs vitest; programs take "@migts/testkit/server".
export { createDatabase, withDatabase, servers, runScript, type ScratchDatabase, type ScratchDatabaseOptions } from "./scratch-database.ts";
export type { TestServer } from "./global-setup.ts";
export { startServer, type PostgresServer, type ServerOptions } from "./postgres-server.ts";
export { queryRows, withClient } from "./query-rows.ts";
