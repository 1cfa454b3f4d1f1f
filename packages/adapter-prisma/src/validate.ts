import type { Diagnostic } from "@migts/core/adapter";
import type { Document, SchemaFile, Setting } from "./document/document.ts";
import { placeInText } from "./document/place.ts";

/** One remark of Prisma's own validation; positions are in UTF-16 units. */
interface Remark {
  readonly file_name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** Settings of the datasource that Prisma 7 took out of the file; older versions need them there. */
const movedSettings = new Set(["url", "directUrl", "shadowDatabaseUrl"]);

/**
 * Asks Prisma itself whether the schema is right. Its engine (WASM) is loaded here and not before; compiling and
 * running it takes most of the time that reading a schema.prisma takes.
 */
export async function validate(document: Document): Promise<readonly Diagnostic[]> {
  const { lint, preview_features: previewFeatures } = await import("@prisma/prisma-schema-wasm");
  const features: readonly string[] = JSON.parse(previewFeatures());
  const files = document.files.map((file) => [file.path, modernText(file, document, new Set(features))]);
  const remarks: readonly Remark[] = JSON.parse(lint(JSON.stringify(files)));
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

/** The text of a file as Prisma 7 wants it, with all positions kept: what is out of date is blanked, none of it concerns tables. */
function modernText(file: SchemaFile, document: Document, features: ReadonlySet<string>): string {
  const outdated = [
    ...document.datasources.flatMap(({ settings }) => settings.filter(({ name }) => movedSettings.has(name))),
    ...document.generators.flatMap(({ settings }) => settings.filter(({ name }) => name === "engineType")),
  ];
  const retired = document.generators.flatMap(({ settings }) => settings.filter((setting) => setting.name === "previewFeatures"));
  const within = ({ at }: Setting): boolean => at >= file.start && at <= file.start + file.text.length;
  let { text } = file;
  const put = ({ at, end }: Setting, replacement: string): void => {
    const from = at - file.start;
    const to = end - file.start;
    text = text.slice(0, from) + replacement.padEnd(to - from) + text.slice(to);
  };
  for (const setting of outdated.filter(within)) put(setting, "");
  for (const setting of retired.filter(within)) put(setting, knownFeatures(setting, features) ?? text.slice(setting.at - file.start, setting.end - file.start));
  return text;
}

/** The setting with only the features that are still there. `undefined`: nothing to change. */
function knownFeatures({ name, value }: Setting, features: ReadonlySet<string>): string | undefined {
  if (value.kind !== "array") return undefined;
  const known = value.items.filter((item) => item.kind !== "string" || features.has(item.value));
  if (known.length === value.items.length) return undefined;
  return `${name}=[${known.map((item) => (item.kind === "string" ? JSON.stringify(item.value) : "")).join(",")}]`;
}
