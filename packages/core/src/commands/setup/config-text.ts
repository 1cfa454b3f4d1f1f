import path from "node:path";
import { migTables, type MigTableNames } from "../../runtime/tables/mig-tables.ts";
import { isSql } from "../project/models.ts";

/** What a new configuration says. */
export interface NewConfig {
  /** Path of the models, or a pattern for files of SQL. Absent: none were found. */
  readonly models: string | undefined;
  /** Folder of the revisions. */
  readonly versions: string;
  /** The package that it is imported from. */
  readonly from: string;
  /** Path of the template for revisions. Absent: the usual one. */
  readonly template?: string | undefined;
  /** The version table. Absent: alembic_version in public. */
  readonly versionTable?: MigTableNames;
  /** Names of presets that leave objects alone. Absent: none. */
  readonly presets?: readonly string[];
  /** What else is left alone. Absent: nothing. */
  readonly exclude?: readonly unknown[];
  /** A line about the file, at its top. Absent: none. */
  readonly note?: string;
}

export function configText({ models, versions, from, template, versionTable, presets, exclude, note }: NewConfig): string {
  const quoted = (text: string): string => JSON.stringify(text.split(path.sep).join("/"));
  const isFiles = models !== undefined && isSql(models);
  const listed = (key: string, values: readonly unknown[] = []): readonly string[] =>
    values.length === 0 ? [] : [`${key}: [${values.map((value) => JSON.stringify(value)).join(", ")}],`];
  const lines = [
    models === undefined ? `// models: "prisma/schema.prisma",` : `models: ${isFiles ? `sql(${quoted(models)})` : quoted(models)},`,
    `versions: ${quoted(versions)},`,
    ...listed("presets", presets),
    ...listed("exclude", exclude),
    ...(template === undefined ? [] : [`revisionTemplate: ${quoted(template)},`]),
    ...(versionTable === undefined ? [] : [ownTablesLine(versionTable)]),
    "// url: the database is taken from DATABASE_URL unless it is set here",
  ];
  return `${note === undefined ? "" : `// ${note}\n`}import { defineConfig${isFiles ? ", sql" : ""} } from "${from}";

export default defineConfig({
${lines.map((line) => `  ${line}`).join("\n")}
});
`;
}

/** Where the version table is, which the log is beside. */
export function ownTablesLine(versionTable: MigTableNames): string {
  const names = Object.entries(versionTable).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `versionTable: { ${names.join(", ")} }, // and ${migTables({ versionTable }).log.name}`;
}
