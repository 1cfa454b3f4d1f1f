import type { Diagnostic } from "@migts/core/adapter";
import type { Setting } from "./document/document.ts";
import { parseDocument } from "./document/parse.ts";
import { placeInText } from "./document/place.ts";
import { lint, ourJudge, type Judge } from "./judge/engine.ts";
import type { SourceText } from "./read-files.ts";
import { stringsOf } from "./to-schema/reading/single-or-list.ts";

/** One remark of Prisma's own validation; positions are in UTF-16 units. */
interface Remark {
  readonly file_name: string;
  readonly start: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** Asks Prisma itself whether the schema is right. */
export async function validate(files: readonly SourceText[], judge: Judge): Promise<readonly Diagnostic[]> {
  const said = await remarksOf(judge, files).catch((error: unknown) => {
    const ours = ourJudge();
    if (judge.version === ours.version) throw error;
    return remarksOf(ours, files); // the project's copy is broken, or not what it says it is
  });
  const remarks = said.filter(({ text }) => !noneOfModels.some((pattern) => pattern.test(text)));
  const byPath = new Map(files.map((file) => [file.path, file]));
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

async function remarksOf(judge: Judge, files: readonly SourceText[]): Promise<readonly Remark[]> {
  const changes = Number.parseInt(judge.version, 10) >= 7 ? forNew : forOld;
  const input = files.map(({ path, text }) => [path, text.replaceAll(configBlock, (block) => judgedBlock(block, changes))]);
  const said = JSON.parse(await lint(judge, JSON.stringify(input))) as readonly Remark[]; // as Prisma's own commands read it
  return said.some(isMissingUrl) ? remarksOf(ourJudge(), files) : said;
}

/** Without a URL, which may stand elsewhere, an older version says nothing of the models. */
const isMissingUrl = ({ text }: Remark): boolean => text.startsWith('Argument "url" is missing in data source block');

/** What Prisma says of other things than tables. */
const noneOfModels = [
  // What older versions of Prisma allow in a view, and 7 does not. No view is part of what is compared.
  /Views cannot have (?:primary keys|indexes)/u,
  // Features are the client's.
  /^(?:On [^,]*, p|The p|P)review feature /u,
];

/** What a version is not told, as it concerns the connection or the client. */
interface Changes {
  readonly retired: Readonly<Record<string, ReadonlySet<string>>>;
  /** What `previewFeatures` becomes. `undefined`: it stays. */
  readonly features: (setting: Setting) => string | undefined;
}

/** Preview features that allow something in a model; the others are the client's, and which there are depends on its version. */
const modelFeatures = new Set(["views", "partialIndexes", "postgresqlExtensions"]);

/** The beginning of a block that is no model, and all up to a line that begins with its end. */
const configBlock = /^[^\S\r\n]*(?:datasource|generator)[^\S\r\n][^{\r\n]*\{[^]*?^[^\S\r\n]*\}/gmu;

/** A block as a version is told it. What it is not told is blanked, so that all positions stay the same. */
function judgedBlock(text: string, { retired, features }: Changes): string {
  const { datasources, generators } = parseDocument([{ path: "", text }]);
  let modern = text;
  for (const block of [...datasources, ...generators]) {
    for (const setting of block.settings) {
      const replacement = retired[block.kind]?.has(setting.name) === true ? "" : features(setting);
      if (replacement === undefined) continue;
      modern = modern.slice(0, setting.at) + replacement.padEnd(setting.end - setting.at) + modern.slice(setting.end);
    }
  }
  return modern;
}

/** `previewFeatures` with no other features than those of models. `undefined`: another setting. */
function withModelFeatures({ name, value }: Setting): string | undefined {
  if (name !== "previewFeatures") return undefined;
  const kept = stringsOf(value)
    .filter((feature) => modelFeatures.has(feature))
    .map((feature) => `"${feature}"`);
  return `${name}=${kept.length === 1 ? kept.join("") : `[${kept.join(",")}]`}`; // never longer than what was there
}

/** 7 refuses what older versions have in the file, or ignores it. */
const forNew: Changes = {
  retired: { datasource: new Set(["url", "directUrl", "shadowDatabaseUrl"]), generator: new Set(["engineType"]) },
  features: withModelFeatures,
};

/** An older version wants a URL, and knows its features. */
const forOld: Changes = { retired: { datasource: new Set(["directUrl", "shadowDatabaseUrl"]) }, features: () => undefined };
