import { refKey, schemaOf, type DatabaseSchema, type Diagnostic, type Extension, type NamedSchema } from "@migts/core/adapter";
import { declareEnum, declareJoins, declareModel, reportStray } from "../directives/declare.ts";
import { nothingDeclared, type Declared } from "../directives/declared.ts";
import type { Document } from "../document/document.ts";
import type { Steps } from "../steps.ts";
import type { Context, Made } from "./context.ts";
import { makeEnum } from "./enum.ts";
import { implicitRelationsIn, joinTableOf, makeImplicitTables, type JoinTable } from "./implicit-table.ts";
import { makeKeys } from "./key.ts";
import { isLeftAlone } from "./left-alone.ts";
import { mapEnums, mappingModels } from "./reading/mapped.ts";
import { reportRefused } from "./refused.ts";
import { makeForeignKeys } from "./relation.ts";
import { reportTwins } from "./name-twice.ts";
import { reportInto } from "./reading/report.ts";
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
  /** What directives say beside the objects. */
  readonly declared: Declared;
  /** Tables of many-to-many relations without a model of their own. */
  readonly joins: readonly JoinTable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Translates a document into the objects of a database, with a pause after each model. */
export function* translating(document: Document, options: TranslationOptions): Steps<Translation> {
  const diagnostics: Diagnostic[] = [];
  const report = reportInto(diagnostics, document);
  const settings = readSettings(document, options, report);
  const models = yield* mappingModels(document.models, settings, report);
  const enums = mapEnums(document.enums, settings, report);
  const declared = nothingDeclared();
  const context: Context = { document, settings, models, enums, report, declared };
  const relations = implicitRelationsIn(context);

  const written = [...models.values()].filter(({ block }) => block.kind === "model");
  const tables = written.filter((model) => !isLeftAlone(model.table));
  for (const { block, table } of written)
    if (isLeftAlone(table)) report.warn("PRISMA_IGNORED", block.at, `Prisma leaves the table "${table}" alone, and so does mig.`);
  const taken = new Set(tables.map(({ schema, table }) => `${schema}.${table}`));
  const [unsaidDefaults, unsized, unsupported] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const made: Made[] = [...settings.extensions.map(makeExtension), ...[...enums.values()].map(makeEnum)];
  for (const model of tables) {
    const table = makeTable(model, taken, context);
    const keyOf = (name: string): string => refKey({ kind: "column", schema: model.schema, table: model.table, name });
    for (const name of table.unsaidDefaults) unsaidDefaults.add(keyOf(name));
    for (const name of table.unsized) unsized.add(keyOf(name));
    for (const name of table.unsupported) unsupported.add(keyOf(name));
    made.push(...declareModel(model, table.objects, context), ...makeKeys(model, context), ...makeForeignKeys(model, context));
    yield;
  }
  made.push(...makeImplicitTables(relations, context), ...[...enums.values()].flatMap((one) => declareEnum(one, context)));
  declareJoins(relations, context);
  reportStray(context);
  const objects = [...namedSchemas(made), ...made.map(({ object }) => object)];
  const schema = schemaOf(objects);
  if (sizeOf(schema) < objects.length || declared.whole.size > 0) reportTwins(made, declared.whole, report);
  reportRefused(made, report);
  const views = [...models.values()].filter(({ block }) => block.kind === "view").map((view) => `${view.schema}.${view.table}`);
  return {
    schema,
    made,
    settings,
    views: new Set(views),
    unsaidDefaults,
    unsized,
    unsupported,
    declared,
    joins: relations.map(joinTableOf),
    diagnostics,
  };
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
