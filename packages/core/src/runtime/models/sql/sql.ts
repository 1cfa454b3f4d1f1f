import type { Adapter } from "../../../schema/model-source.ts";
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

/**
 * Models in SQL: CREATE statements and what goes with them, in files and in an order of your choice. A path is a file, a folder, or a
 * pattern with `*`, and `**` for folders at any depth.
 * @example defineConfig({ models: ["prisma/schema.prisma", sql("db")] })
 */
export function sql(paths: string | readonly string[], options: SqlOptions = {}): Adapter {
  const patterns = typeof paths === "string" ? [paths] : paths;
  return {
    name: "sql",
    load: async (given) => (await import("./load-sql.ts")).loadSql(patterns, options, given),
  };
}
