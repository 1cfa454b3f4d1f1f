import type { Diagnostic } from "@migts/core/adapter";
import type { Document, SchemaFile, Setting, Value } from "./document/document.ts";
import { placeInText } from "./document/place.ts";
import { isLarge, lint } from "./prisma-engine.ts";
import type { VerdictCache } from "./verdict-cache.ts";

/** One remark of Prisma's own validation; positions are in UTF-16 units. */
interface Remark {
  readonly file_name: string;
  readonly start: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** Asks Prisma itself whether the schema is right; of a large one that was right the last time, it is not asked again. */
export async function validate(document: Document, cache: VerdictCache): Promise<readonly Diagnostic[]> {
  const input = JSON.stringify(document.files.map((file) => [file.path, modernText(file, document)]));
  if (isLarge(input) && (await cache.isKnownGood(input))) return [];
  const remarks: readonly Remark[] = JSON.parse(await lint(input));
  if (isLarge(input) && remarks.length === 0) await cache.remember(input);
  const byPath = new Map(document.files.map((file) => [file.path, file]));
  return remarks.map((remark) => {
    const file = byPath.get(remark.file_name) ?? { path: remark.file_name, text: "" };
    return {
      severity: remark.is_warning ? "warning" : "error",
      code: remark.is_warning ? "PRISMA_WARNING" : "PRISMA_INVALID",
      message: remark.text,
      place: placeInText(file, remark.start),
    };
  });
}

/** Settings that older versions of Prisma have in the file, and 7 refuses or ignores. */
const retired: Readonly<Record<string, ReadonlySet<string>>> = {
  datasource: new Set(["url", "directUrl", "shadowDatabaseUrl"]),
  generator: new Set(["engineType"]),
};

/** Preview features that allow something in a model; the others are the client's, and which there are depends on its version. */
const modelFeatures = new Set(["views", "partialIndexes", "postgresqlExtensions"]);

/** The text of a file as the newest Prisma wants it, with all positions kept: what does not concern the database is blanked. */
function modernText(file: SchemaFile, document: Document): string {
  let { text } = file;
  for (const block of [...document.datasources, ...document.generators]) {
    for (const setting of block.settings) {
      const replacement = retired[block.kind]?.has(setting.name) === true ? "" : withModelFeatures(setting);
      const from = setting.at - file.start;
      const to = setting.end - file.start;
      if (replacement === undefined || from < 0 || to > text.length) continue;
      text = text.slice(0, from) + replacement.padEnd(to - from) + text.slice(to);
    }
  }
  return text;
}

/** `previewFeatures` with no other features than those of models. `undefined`: another setting. */
function withModelFeatures({ name, value }: Setting): string | undefined {
  if (name !== "previewFeatures" || value.kind !== "array") return undefined;
  const kept = value.items.filter((item): item is Extract<Value, { kind: "string" }> => item.kind === "string" && modelFeatures.has(item.value));
  return `${name}=[${kept.map((item) => `"${item.value}"`).join(",")}]`;
}
