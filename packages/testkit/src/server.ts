// The door for programs outside the tests: the demo, the example application, the pairs of another tool.
export { catalogSnapshot } from "./catalog-snapshot.ts";
export { startServer, type PostgresServer, type ServerOptions } from "./postgres-server.ts";
export { queryRows, withClient } from "./query-rows.ts";
export { comesBack, gonePlaces, keptRows, lostPlaces, rowsAsWanted } from "./rows/kept.ts";
export { fillTables } from "./rows/fill.ts";
export { readTables } from "./rows/read.ts";
