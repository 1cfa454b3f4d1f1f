// `pnpm run api`: writes packages/*/api, what each entry point of a published package exports, so that a review shows a change to it,
// and `publishConfig` in package.json, which follows from the entry points (publish-config.mjs).
// API Extractor reads the declarations that the build has written. What an entry point uses without exporting it is there too; what
// the report of an entry point before it has is not repeated.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { writePublishConfig } from "./publish-config.mjs";
import { publishedPackages, root } from "./published.mjs";

/** The reports by their paths from the root, as they are to be. @returns {Record<string, string>} */
export function apiReports() {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "mig-api-"));
  try {
    return Object.fromEntries(
      publishedPackages().flatMap(({ folder, manifest }) => {
        const known = new Map();
        return doorsOf(manifest).map(({ name, types }) => {
          const text = reportOf({ folder, entry: path.join(folder, types), name, scratch });
          return [
            path.relative(root, path.join(folder, "api", `${name}.api.md`)).replaceAll("\\", "/"),
            page(manifest.name, name, text, known),
          ];
        });
      }),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Entry points with their declarations, the one that has the fewest types of its own last: `index`. */
const doorsOf = ({ exports }) =>
  Object.values(exports)
    .filter((door) => typeof door === "object")
    .map(({ types }) => ({ types, name: path.basename(types, ".d.ts") }))
    .toSorted((left, right) => Number(left.name === "index") - Number(right.name === "index"));

/** The declarations of an entry point, as API Extractor prints them. */
function reportOf({ folder, entry, name, scratch }) {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    typeRoots: [path.join(root, "node_modules/@types")],
    skipLibCheck: true,
    strict: true,
  };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: scratch,
        reportTempFolder: path.join(scratch, "temp"),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: { extractorMessageReporting: { default: { logLevel: "none" } }, tsdocMessageReporting: { default: { logLevel: "none" } } },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(folder, "package.json"),
  });
  const problems = [];
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error || message.messageId.startsWith("TS")) problems.push(message.text);
      message.handled = true;
    },
  });
  if (problems.length > 0) throw new Error(`${entry}:\n${problems.join("\n")}`);
  return readFileSync(path.join(scratch, `${name}.api.md`), "utf8");
}

/** A report without what every declaration would say, and without what one before it has. */
function page(packageName, name, text, known) {
  const [, code = ""] = /```ts\n([^]*?)```/u.exec(text) ?? [];
  const declarations = code
    .replaceAll(/^ *\/\/ (?:\(undocumented\)|@public(?: \(undocumented\))?)\n/gmu, "")
    .replaceAll(/^ {4}/gmu, "  ")
    .trim()
    .split(/\n\n+(?=\S)/u)
    .filter((declaration) => declaration !== "" && !declaration.startsWith("// (No @packageDocumentation"));
  const added = declarations.filter((declaration) => !known.has(declaration));
  for (const declaration of declarations) if (!known.has(declaration)) known.set(declaration, name);
  const others = [
    ...new Set(declarations.flatMap((declaration) => (known.get(declaration) === name ? [] : [`${known.get(declaration)}.api.md`]))),
  ];
  return [
    `<!-- Written by \`pnpm run api\`. -->`,
    `# ${name === "index" ? packageName : `${packageName}/${name}`}`,
    ...(others.length > 0 ? [`Types that ${others.join(", ")} ${others.length === 1 ? "has" : "have"} are not repeated here.`] : []),
    `\`\`\`ts\n${added.join("\n\n")}\n\`\`\``,
    "",
  ].join("\n\n");
}

if (process.argv[1] === import.meta.filename) {
  for (const { folder } of publishedPackages()) writePublishConfig(folder);
  const reports = apiReports();
  for (const { folder } of publishedPackages()) {
    const target = path.join(folder, "api");
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(target)) rmSync(path.join(target, file));
  }
  for (const [file, text] of Object.entries(reports)) {
    writeFileSync(path.join(root, file), text);
    console.log(file);
  }
}
