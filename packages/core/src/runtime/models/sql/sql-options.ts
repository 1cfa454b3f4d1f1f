import type { ObjectRef } from "../../../schema/object.ts";

export interface SqlOptions {
  /** Where relative paths start. Absent: the folder of the configuration. */
  readonly cwd?: string;
  /**
   * What is dropped from the database if no model names it. "schemas": what lies in a schema in which these files or earlier models declare
   * something. "database": everything, also other schemas, and what is in no schema, such as an extension. Absent: "schemas".
   */
  readonly owns?: "schemas" | "database";
  /**
   * Tells which objects of the database to leave alone, although no model names them.
   * @example ({ name }) => name.startsWith("legacy_")
   */
  readonly leaves?: (object: ObjectRef) => boolean;
}
