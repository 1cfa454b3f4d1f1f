import type { ConfigBlock, Document, Value } from "../../document/document.ts";
import type { Report } from "./report.ts";
import { itemsOf, stringsOf } from "./single-or-list.ts";

/** What the datasource and the generators say that concerns the database. */
export interface Settings {
  /** Where objects are that name no schema. */
  readonly defaultSchema: string;
  /** The schemas that the source speaks for. */
  readonly schemas: readonly string[];
  readonly foreignKeys: "in the database" | "none";
  readonly extensions: readonly DeclaredExtension[];
  readonly previewFeatures: ReadonlySet<string>;
  /** Whether the order of an enum's labels counts. */
  readonly enumOrder: "exact" | "any";
  /** Whether documentation is a comment in the database. */
  readonly comments: boolean;
  /** What makes the pairs of a table that Prisma makes for a many-to-many relation unique. Before version 6 it made an index. */
  readonly joinTables: "primary key" | "unique index";
}

export interface DeclaredExtension {
  readonly name: string;
  readonly at: number;
  readonly schema?: string;
  readonly version?: string;
}

/** What the file itself does not say. */
export interface TranslationOptions {
  /** The schema of the connection. */
  readonly defaultSchema: string;
  /** Absent: "any". */
  readonly enumOrder?: Settings["enumOrder"];
  /** Absent: false. */
  readonly comments?: boolean;
  /** Absent: "primary key". */
  readonly joinTables?: Settings["joinTables"];
}

const datasourceSettings = new Set([
  "provider",
  "url",
  "directUrl",
  "shadowDatabaseUrl",
  "relationMode",
  "referentialIntegrity",
  "extensions",
  "schemas",
]);

/** Reads the datasource and generator blocks. `defaultSchema` is that of the connection. */
export function readSettings(
  document: Document,
  { defaultSchema, enumOrder = "any", comments = false, joinTables = "primary key" }: TranslationOptions,
  report: Report,
): Settings {
  const datasource = document.datasources[0];
  checkDatasource(datasource, document, report);
  const setting = (name: string): Value | undefined => datasource?.settings.find((candidate) => candidate.name === name)?.value;
  const schemas = stringsOf(setting("schemas"));
  const mode = setting("relationMode") ?? setting("referentialIntegrity");
  return {
    defaultSchema,
    enumOrder,
    comments,
    joinTables,
    schemas: schemas.length === 0 ? [defaultSchema] : schemas,
    foreignKeys: mode?.kind === "string" && mode.value === "prisma" ? "none" : "in the database",
    extensions: extensionsOf(setting("extensions"), report),
    previewFeatures: new Set(
      document.generators.flatMap(({ settings }) =>
        settings.filter(({ name }) => name === "previewFeatures").flatMap(({ value }) => stringsOf(value)),
      ),
    ),
  };
}

function checkDatasource(datasource: ConfigBlock | undefined, document: Document, report: Report): void {
  if (datasource === undefined) {
    report.error(
      "PRISMA_DATASOURCE",
      document.files[0]?.start ?? 0,
      'There is no datasource block. mig needs one with provider = "postgresql".',
    );
    return;
  }
  for (const { name, at } of datasource.settings) {
    if (!datasourceSettings.has(name))
      report.error("PRISMA_NOT_UNDERSTOOD", at, `mig does not understand the setting "${name}" of the datasource.`);
  }
  const provider = datasource.settings.find(({ name }) => name === "provider");
  if (provider?.value.kind === "string" && ["postgresql", "postgres"].includes(provider.value.value)) return;
  report.error(
    "PRISMA_DATASOURCE",
    provider?.at ?? datasource.at,
    'mig supports only PostgreSQL: the provider of the datasource must be "postgresql".',
  );
}

function extensionsOf(value: Value | undefined, report: Report): readonly DeclaredExtension[] {
  return itemsOf(value).flatMap((item) => {
    if (item.kind === "name") return [{ name: item.name, at: item.at }];
    if (item.kind !== "call") {
      report.error("PRISMA_NOT_UNDERSTOOD", item.at, "mig does not understand this extension.");
      return [];
    }
    const argument = (name: string): string | undefined => {
      const found = item.args.find((candidate) => candidate.name === name)?.value;
      return found?.kind === "string" ? found.value : undefined;
    };
    const schema = argument("schema");
    const version = argument("version");
    return [
      {
        name: argument("map") ?? item.name,
        at: item.at,
        ...(schema === undefined ? {} : { schema }),
        ...(version === undefined ? {} : { version }),
      },
    ];
  });
}
