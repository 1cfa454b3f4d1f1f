import path from "node:path";
import { emptySchema, refKey, type Adapter, type Diagnostic, type ModelSource } from "@migts/core/adapter";
import type { Document } from "./document/document.ts";
import { parsingDocument } from "./document/parse.ts";
import { placeOf } from "./document/place.ts";
import { followersOf } from "./followers.ts";
import { ourJudge, type Judge } from "./judge/engine.ts";
import { projectPrisma } from "./judge/project.ts";
import { readFiles, type SourceText } from "./read-files.ts";
import { scopeOf } from "./scope.ts";
import { prismaMigrate } from "./tool.ts";
import { memoryFor, noMemory, type Memory, type Reading } from "./remembered.ts";
import { atOnce, inTurns } from "./steps.ts";
import type { TranslationOptions } from "./to-schema/reading/settings.ts";
import { translating } from "./to-schema/translate.ts";
import { validate } from "./validate.ts";

export interface PrismaAdapterOptions {
  /** A .prisma file, or a folder with several. */
  readonly schema: string;
  /** Where a relative `schema` starts. Absent: the current folder of the process. */
  readonly cwd?: string;
  /** The schema of models that name none. Absent: `public`. */
  readonly defaultSchema?: string;
  /** "exact": an enum whose labels stand in another order is a difference. Absent: it is none, as to Prisma itself. */
  readonly enumOrder?: "exact" | "any";
  /** Whether `///` comments become comments on tables, columns and enum types. Absent: no, and those of the database stay. */
  readonly comments?: boolean;
}

/**
 * Reads the models of a schema.prisma.
 * @example prismaAdapter({ schema: "prisma/schema.prisma" })
 */
export function prismaAdapter(options: PrismaAdapterOptions): PrismaAdapter {
  return { name: "prisma", tool: prismaMigrate, load: () => load(options) };
}

/** A schema.prisma builds on no other source. */
export interface PrismaAdapter extends Adapter {
  readonly load: () => Promise<ModelSource>;
}

async function load({
  schema,
  cwd = process.cwd(),
  defaultSchema = "public",
  enumOrder = "any",
  comments = false,
}: PrismaAdapterOptions): Promise<ModelSource> {
  const files = await readFiles(schema, cwd);
  if ("code" in files) return invalid([files]);
  const file = path.resolve(cwd, schema);
  const { judge = ourJudge(), major = newest } = projectPrisma(schema.endsWith(".prisma") ? path.dirname(file) : file) ?? {};
  const joinTables = major < 6 ? "unique index" : "primary key";
  return loadTexts(files, { defaultSchema, enumOrder, comments, joinTables, judge, memory: memoryFor(file) });
}

/** What a project is taken for that has no Prisma. */
const newest = 7;

export interface TextOptions extends TranslationOptions {
  /** Who says whether the texts are right. Absent: the Prisma that mig brings along. */
  readonly judge?: Judge;
  /** Absent: the texts are read anew. */
  readonly memory?: Memory;
}

/** Reads models from texts that are there already. */
export async function loadTexts(
  files: readonly SourceText[],
  { memory = noMemory, judge = ourJudge(), ...options }: TextOptions,
): Promise<ModelSource> {
  const input = { files, options, judge: judge.version };
  const known = await memory.recall(input);
  const reading = known ?? (await readTexts(files, options, judge));
  if (!("schema" in reading)) return invalid(reading);
  if (known === undefined) await memory.remember(input, reading);
  const { schema, diagnostics, declared } = reading;
  const placeOfObject = placesIn(files, options);
  const followers = followersOf(reading, placeOfObject);
  return {
    schema,
    scope: scopeOf(reading),
    diagnostics,
    ...(declared.renames.length === 0 ? {} : { renames: declared.renames }),
    ...(followers === undefined ? {} : { followers }),
    placeOf: placeOfObject,
  };
}

/** What the texts say, or what is wrong with them. */
async function readTexts(
  files: readonly SourceText[],
  options: TranslationOptions,
  judge: Judge,
): Promise<Reading | readonly Diagnostic[]> {
  const verdict = validate(files, judge);
  const document = await inTurns(parsingDocument(files));
  const translation = document.faults.length === 0 ? await inTurns(translating(document, options)) : undefined;
  const remarks = await verdict;
  if (hasErrors(remarks)) return remarks;
  if (translation === undefined) return [...remarks, ...faults(document)];
  const diagnostics = [...remarks, ...translation.diagnostics];
  return hasErrors(diagnostics) ? diagnostics : { ...translation, diagnostics };
}

/** Models that cannot be used: nothing is wanted, and nothing spoken for. */
const invalid = (diagnostics: readonly Diagnostic[]): ModelSource => ({
  schema: emptySchema,
  scope: { covers: () => false, adopt: (wanted) => wanted },
  diagnostics,
});

/** Where objects are written. Few are asked for, and mostly none: the texts are read for it. */
function placesIn(files: readonly SourceText[], options: TranslationOptions): NonNullable<ModelSource["placeOf"]> {
  let found: { readonly document: Document; readonly positions: ReadonlyMap<string, number> } | undefined;
  return (ref) => {
    found ??= positionsIn(files, options);
    const at = found.positions.get(refKey(ref));
    return at === undefined ? undefined : placeOf(found.document, at);
  };
}

function positionsIn(files: readonly SourceText[], options: TranslationOptions) {
  const document = atOnce(parsingDocument(files));
  const { made } = atOnce(translating(document, options));
  return { document, positions: new Map(made.map(({ object, at }) => [refKey(object), at])) };
}

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === "error");

/** What Prisma can read and mig cannot. */
const faults = (document: Document): readonly Diagnostic[] =>
  document.faults.map(({ at, message }) => ({
    severity: "error",
    code: "PRISMA_UNREADABLE",
    message: `mig cannot read this line. ${message}`,
    place: placeOf(document, at),
  }));
