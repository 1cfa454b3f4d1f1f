import { refKey, refText, schemaOf, type DatabaseSchema, type Diagnostic, type Extension, type NamedSchema } from "@migts/core/adapter";
import type { Document } from "../document/document.ts";
import type { Steps } from "../steps.ts";
import type { Context, Made } from "./context.ts";
import { makeEnum } from "./enum.ts";
import { makeImplicitTables } from "./implicit-table.ts";
import { makeKeys } from "./key.ts";
import { mapEnums, mappingModels } from "./reading/mapped.ts";
import { makeForeignKeys } from "./relation.ts";
import { reportInto, type Report } from "./reading/report.ts";
import { readSettings, type DeclaredExtension, type Settings, type TranslationOptions } from "./reading/settings.ts";
import { makeTable } from "./table.ts";

/** A schema.prisma as a database has it, and what its scope is worked out from. */
export interface Translation {
  readonly schema: DatabaseSchema;
  /** Its objects with their places in the document. */
  readonly made: readonly Made[];
  readonly settings: Settings;
  /** Views of the file, which mig leaves alone: `schema.name`. */
  readonly views: ReadonlySet<string>;
  /** Columns with `dbgenerated()`, whose default only the database knows: keys of their refs. */
  readonly unsaidDefaults: ReadonlySet<string>;
  /** Columns of a type without the length that it could have: `@db.Char`. Keys of their refs. */
  readonly unsized: ReadonlySet<string>;
  /** Columns whose type is written as `Unsupported("...")`. Keys of their refs. */
  readonly unsupported: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Translates a document into the objects of a database, with a pause after each model. */
export function* translating(document: Document, options: TranslationOptions): Steps<Translation> {
  const diagnostics: Diagnostic[] = [];
  const report = reportInto(diagnostics, document);
  const settings = readSettings(document, options, report);
  const models = yield* mappingModels(document.models, settings, report);
  const enums = mapEnums(document.enums, settings, report);
  const context: Context = { document, settings, models, enums, report };

  const tables = [...models.values()].filter(({ block }) => block.kind === "model");
  const taken = new Set(tables.map(({ schema, table }) => `${schema}.${table}`));
  const [unsaidDefaults, unsized, unsupported] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const made: Made[] = [...settings.extensions.map(makeExtension), ...[...enums.values()].map(makeEnum)];
  for (const model of tables) {
    const table = makeTable(model, taken, context);
    const keyOf = (name: string): string => refKey({ kind: "column", schema: model.schema, table: model.table, name });
    for (const name of table.unsaidDefaults) unsaidDefaults.add(keyOf(name));
    for (const name of table.unsized) unsized.add(keyOf(name));
    for (const name of table.unsupported) unsupported.add(keyOf(name));
    made.push(...table.objects, ...makeKeys(model, context), ...makeForeignKeys(model, context));
    yield;
  }
  made.push(...makeImplicitTables(context));
  const objects = [...namedSchemas(made), ...made.map(({ object }) => object)];
  const schema = schemaOf(objects);
  if (sizeOf(schema) < objects.length) reportTwins(made, report);
  const views = [...models.values()].filter(({ block }) => block.kind === "view").map((view) => `${view.schema}.${view.table}`);
  return { schema, made, settings, views: new Set(views), unsaidDefaults, unsized, unsupported, diagnostics };
}

const makeExtension = ({ name, at, schema, version }: DeclaredExtension): Made<Extension> => ({
  object: {
    kind: "extension",
    name,
    ...(schema === undefined ? {} : { installedIn: schema }),
    ...(version === undefined ? {} : { version }),
  },
  at,
});

/** Every schema that something lies in. */
function namedSchemas(made: readonly Made[]): readonly NamedSchema[] {
  const names = new Set<string>();
  for (const { object } of made) if (object.schema !== undefined) names.add(object.schema);
  return [...names].map((name) => ({ kind: "schema", name }));
}

function sizeOf({ containers }: DatabaseSchema): number {
  let size = 0;
  for (const container of containers.values()) size += container.size;
  return size;
}

/** Two objects of one name: after names were cut, or by a name that Prisma does not check. */
function reportTwins(made: readonly Made[], report: Report): void {
  const seen = new Set<string>();
  for (const { object, at } of made) {
    const key = refKey(object);
    if (seen.has(key)) report.error("PRISMA_NAME_TWICE", at, `This name is used twice: ${refText(object)}.`);
    seen.add(key);
  }
}
