import type { Adapter } from "../../../schema/model-source.ts";
import type { SqlOptions } from "./sql-options.ts";

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
