import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A schema.prisma of the corpus. */
export interface CorpusSchema {
  readonly name: string;
  readonly text: string;
  /** SQL that the schema takes for granted, by its lines `// prelude: ...`. */
  readonly prelude: string;
}

/** Versions of one schema, the oldest first. */
export interface CorpusHistory {
  readonly name: string;
  readonly versions: readonly CorpusSchema[];
}

const corpus = fileURLToPath(new URL("corpus/", import.meta.url));

function readSchema(file: string): CorpusSchema {
  const text = readFileSync(file, "utf8");
  const prelude = Array.from(text.matchAll(/^\/\/ prelude: (.*)$/gmu), ([, sql = ""]) => sql).join(";\n");
  return { name: path.basename(file, ".prisma"), text, prelude };
}

const schemasIn = (folder: string): readonly CorpusSchema[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".prisma"))
    .toSorted()
    .map((name) => readSchema(path.join(folder, name)));

/** One thing that Prisma's language can say, a file each. */
export const features = schemasIn(path.join(corpus, "features"));

/** Whole applications. */
export const products = schemasIn(path.join(corpus, "products"));

/** Applications as they grew. */
export const histories: readonly CorpusHistory[] = readdirSync(path.join(corpus, "histories"))
  .toSorted()
  .map((name) => ({ name, versions: schemasIn(path.join(corpus, "histories", name)) }));
