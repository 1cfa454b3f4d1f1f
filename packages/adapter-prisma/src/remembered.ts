import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { keptFile, migVersion, objectsOf, schemaOf, type Diagnostic, type Place, type SchemaObject } from "@migts/core/adapter";
import type { Declared } from "./directives/declared.ts";
import type { SourceText } from "./read-files.ts";
import type { Settings, TranslationOptions } from "./to-schema/reading/settings.ts";
import type { Translation } from "./to-schema/translate.ts";

/** What came of reading a schema.prisma: its objects, and what is to be said of it. */
export interface Reading extends Omit<Translation, "made"> {}

/** All that a reading depends on, beside the code that reads. */
export interface ReadingInput {
  readonly files: readonly SourceText[];
  readonly options: TranslationOptions;
  /** The version of Prisma that judges. */
  readonly judge: string;
}

/** Remembers the last reading in which there were no errors, so that an unchanged schema is neither judged nor translated again. */
export interface Memory {
  readonly recall: (input: ReadingInput) => Promise<Reading | undefined>;
  readonly remember: (input: ReadingInput, reading: Reading) => Promise<void>;
}

/** Remembers nothing. */
export const noMemory: Memory = { recall: async () => undefined, remember: async () => {} };

/** One file for each schema in the user's cache folder: a digest of all that the reading depends on, and the reading behind it. */
export function memoryFor(schema: string): Memory {
  const kept = keptFile("prisma", digest(schema));
  return {
    recall: async (input) => {
      const text = await kept.read();
      if (text === undefined) return undefined;
      const key = keyOf(input);
      return text.startsWith(key) ? readingIn(text.slice(key.length), input) : undefined;
    },
    remember: (input, reading) => kept.write(keyOf(input) + textOf(reading, input)),
  };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Without the paths, which depend on the folder that the command was called in. */
const keyOf = ({ files, judge, options: { defaultSchema, enumOrder, comments, joinTables } }: ReadingInput): string =>
  digest(JSON.stringify([judge, migVersion(), ownDigest(), defaultSchema, enumOrder, comments, joinTables, files.map(({ text }) => text)]));

/** This package is one file. Of two builds of one version each remembers for itself. */
const ownDigest = (): string => digest(readFileSync(new URL(import.meta.url), "utf8"));

/** A reading as JSON. */
interface Kept {
  readonly objects: readonly SchemaObject[];
  readonly settings: Omit<Settings, "previewFeatures"> & { readonly previewFeatures: readonly string[] };
  readonly views: readonly string[];
  readonly unsaidDefaults: readonly string[];
  readonly unsized: readonly string[];
  readonly unsupported: readonly string[];
  readonly declared: { readonly [Key in keyof Declared]: Declared[Key] extends ReadonlySet<string> ? readonly string[] : Declared[Key] };
  readonly joins: Reading["joins"];
  /** The file of a place is its number among the files. */
  readonly diagnostics: readonly Diagnostic[];
}

function textOf(
  { schema, settings, views, unsaidDefaults, unsized, unsupported, declared, joins, diagnostics }: Reading,
  { files }: ReadingInput,
): string {
  const numbers = new Map(files.map(({ path }, at) => [path, String(at)]));
  const toNumber = (file: string): string => numbers.get(file) ?? file;
  const kept: Kept = {
    objects: objectsOf(schema),
    settings: { ...settings, previewFeatures: [...settings.previewFeatures] },
    views: [...views],
    unsaidDefaults: [...unsaidDefaults],
    unsized: [...unsized],
    unsupported: [...unsupported],
    declared: {
      whole: [...declared.whole],
      notGenerated: [...declared.notGenerated],
      noComments: [...declared.noComments],
      renames: declared.renames.map((rename) => withFile(rename, toNumber)),
    },
    joins,
    diagnostics: diagnostics.map((said) => withFile(said, toNumber)),
  };
  return JSON.stringify(kept);
}

/** Undefined: somebody has cut or changed the text. */
function readingIn(text: string, { files }: ReadingInput): Reading | undefined {
  const kept = keptIn(text);
  if (kept === undefined) return undefined;
  const { objects, settings, views, unsaidDefaults, unsized, unsupported, declared, joins, diagnostics } = kept;
  const paths = new Map(files.map(({ path }, at) => [String(at), path]));
  const toFile = (number: string): string => paths.get(number) ?? number;
  return {
    schema: schemaOf(objects),
    settings: { ...settings, previewFeatures: new Set(settings.previewFeatures) },
    views: new Set(views),
    unsaidDefaults: new Set(unsaidDefaults),
    unsized: new Set(unsized),
    unsupported: new Set(unsupported),
    declared: {
      whole: new Set(declared.whole),
      notGenerated: new Set(declared.notGenerated),
      noComments: new Set(declared.noComments),
      renames: declared.renames.map((rename) => withFile(rename, toFile)),
    },
    joins,
    diagnostics: diagnostics.map((said) => withFile(said, toFile)),
  };
}

function keptIn(text: string): Kept | undefined {
  try {
    return JSON.parse(text) as Kept; // as `textOf` writes it
  } catch {
    return undefined;
  }
}

const withFile = <Said extends { readonly place?: Place }>(said: Said, change: (file: string) => string): Said =>
  said.place === undefined ? said : { ...said, place: { ...said.place, file: change(said.place.file) } };
