// The door for what @migts/test takes into itself: made-up rows, and what a catalog and its tables hold, on an open connection.
export { catalogLines } from "./catalog-snapshot.ts";
export type { Query } from "./query-rows.ts";
export { makeRows, type MadeRows, type RowAmount } from "./rows/make-rows.ts";
export { keptRows } from "./rows/kept.ts";
export { readTablesBy, type TableRows } from "./rows/read.ts";
