import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { createdIn, readText, type MigrationTool } from "./tool.ts";

/** A folder with files of SQL that ran in the order of their names. Nothing says which ran. */
export const sqlFiles: MigrationTool = {
  id: "sql",
  name: "files of SQL",
  findFolder: () => undefined, // only where somebody names it: any folder may hold SQL
  readFolder: (folder) =>
    (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [])
      .filter((name) => name.endsWith(".sql") && !/(?:[._-]down|[._-]rollback|[._-]undo)\.sql$/iu.test(name))
      .toSorted((left, right) => left.localeCompare(right, "en", { numeric: true }))
      .map((name) => {
        const file = path.join(folder, name);
        return {
          name: path.basename(name, ".sql"),
          key: name.split(path.sep).join("/"),
          file,
          sql: readText(file),
          ...createdIn(path.basename(name)),
        };
      }),
};
