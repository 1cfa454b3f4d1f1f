import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readText, type MigrationFile, type MigrationTool } from "./tool.ts";

const versioned = /^V(?<version>[\d._]+)__(?<what>.*)\.sql$/u;

/** Flyway: files of SQL with a version in their names. */
export const flyway: MigrationTool = {
  id: "flyway",
  name: "Flyway",
  table: "flyway_schema_history",
  rowsSql: (table) => `
    select m.script::text as key, m.checksum::text as checksum, case when m.success then 'applied' else 'failed' end as state
    from ${table} m where m.version is not null and m.type in ('SQL', 'SQL_BASELINE') order by m.installed_rank`,
  findFolder: (root) =>
    [
      ...toldFolders(root),
      ...["sql", "db/migration", "db/migrations", "migrations", "src/main/resources/db/migration"].map((name) => path.join(root, name)),
    ].find((folder) => namesIn(folder).length > 0),
  readFolder: (folder) =>
    namesIn(folder)
      .toSorted((left, right) => byVersion(versionOf(left), versionOf(right)))
      .map((name): MigrationFile => {
        const file = path.join(folder, name);
        const sql = readText(file);
        return { name: path.basename(name, ".sql"), key: name.split(path.sep).join("/"), file, sql, checksums: [checksumOf(sql)] };
      }),
  deploy: "flyway migrate",
  settle: () => "flyway repair",
};

/** As its table has it: CRC-32 of the lines in UTF-8, without their ends and without a byte order mark, as a signed number. */
const checksumOf = (sql: string): string => {
  const { crc32 } = process.getBuiltinModule("node:zlib");
  return String(
    sql
      .replace(/^\uFEFF/u, "")
      .split(/\r\n|[\n\r]/u)
      .reduce((sum, line) => crc32(line, sum), 0) | 0,
  );
};

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => versioned.test(path.basename(name)))
    : [];

const versionOf = (name: string): readonly number[] =>
  (versioned.exec(path.basename(name))?.groups?.["version"] ?? "").split(/[._]/u).map(Number);

function byVersion(left: readonly number[], right: readonly number[]): number {
  const at = [...left, ...right].findIndex((_, index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** `flyway.locations=filesystem:...` of flyway.conf, or `locations = [...]` of flyway.toml. */
const toldFolders = (root: string): readonly string[] =>
  ["flyway.conf", "flyway.toml", "conf/flyway.conf"].flatMap((name) => {
    const file = path.join(root, name);
    const line = existsSync(file) ? /^\s*(?:flyway\.)?locations\s*=(.*)$/mu.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    return Array.from((line ?? "").matchAll(/filesystem:([^,"'\]\s]+)/gu), ([, folder = ""]) => path.resolve(root, folder));
  });
