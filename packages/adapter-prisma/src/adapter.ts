import path from "node:path";
import { emptySchema, refKey, type Adapter, type Diagnostic, type ModelSource } from "@migts/core/adapter";
import type { Document } from "./document/document.ts";
import { parsingDocument } from "./document/parse.ts";
import { placeOf } from "./document/place.ts";
import { engineVersion } from "./prisma-engine.ts";
import { readFiles, type SourceText } from "./read-files.ts";
import { prismaMigrate, scopeOf } from "./scope.ts";
import { inTurns } from "./steps.ts";
import type { TranslationOptions } from "./to-schema/reading/settings.ts";
import { translating, type Translation } from "./to-schema/translate.ts";
import { validate } from "./validate.ts";
import { fileCache, noCache, type VerdictCache } from "./verdict-cache.ts";

export interface PrismaAdapterOptions {
  /** A .prisma file, or a folder with several. */
  readonly schema: string;
  /** Where a relative `schema` starts. Absent: the current folder of the process. */
  readonly cwd?: string;
  /** The schema of models that name none. Absent: `public`. */
  readonly defaultSchema?: string;
  /** "exact": an enum whose labels stand in another order is a difference. Absent: it is none, as to Prisma itself. */
  readonly enumOrder?: "exact" | "any";
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
}: PrismaAdapterOptions): Promise<ModelSource> {
  const files = await readFiles(schema, cwd);
  if ("code" in files) return invalid([files]);
  return loadTexts(files, { defaultSchema, enumOrder, cache: fileCache(path.resolve(cwd, schema), engineVersion()) });
}

export interface TextOptions extends TranslationOptions {
  /** Absent: Prisma judges the texts anew. */
  readonly cache?: VerdictCache;
}

/** Reads models from texts that are there already. */
export async function loadTexts(files: readonly SourceText[], { cache = noCache, ...options }: TextOptions): Promise<ModelSource> {
  const verdict = validate(files, cache);
  const document = await inTurns(parsingDocument(files));
  const translation = document.faults.length === 0 ? await inTurns(translating(document, options)) : undefined;
  const remarks = await verdict;
  if (hasErrors(remarks)) return invalid(remarks);
  if (translation === undefined) return invalid([...remarks, ...faults(document)]);
  const diagnostics = [...remarks, ...translation.diagnostics];
  if (hasErrors(diagnostics)) return invalid(diagnostics);
  return { schema: translation.schema, scope: scopeOf(translation), diagnostics, placeOf: placesIn(document, translation) };
}

/** Models that cannot be used: nothing is wanted, and nothing spoken for. */
const invalid = (diagnostics: readonly Diagnostic[]): ModelSource => ({
  schema: emptySchema,
  scope: { covers: () => false, adopt: (wanted) => wanted },
  diagnostics,
});

/** Where objects are written. Few are asked for, and mostly none. */
function placesIn(document: Document, { made }: Translation): NonNullable<ModelSource["placeOf"]> {
  let positions: ReadonlyMap<string, number> | undefined;
  return (ref) => {
    positions ??= new Map(made.map(({ object, at }) => [refKey(object), at]));
    const at = positions.get(refKey(ref));
    return at === undefined ? undefined : placeOf(document, at);
  };
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
