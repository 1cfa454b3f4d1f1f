// The door for programs outside the tests: the demo and the example application.
export { startServer, type PostgresServer, type ServerOptions } from "./postgres-server.ts";
export { queryRows, withClient } from "./query-rows.ts";
