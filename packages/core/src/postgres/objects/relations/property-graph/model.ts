import type { SchemaObject } from "../../../../schema/object.ts";

/** A property graph of PostgreSQL 19: tables as vertices and edges, for queries with GRAPH_TABLE. It holds no rows. */
export interface PropertyGraph {
  readonly kind: "propertyGraph";
  readonly schema: string;
  readonly name: string;
  /** What follows the name, as the server prints it: `VERTEX TABLES (...) EDGE TABLES (...)`. Empty: it has no elements. */
  readonly definition: string;
}

export const isPropertyGraph = (object: SchemaObject): object is PropertyGraph => object.kind === "propertyGraph";
