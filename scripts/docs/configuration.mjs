import { readFileSync } from "node:fs";
import path from "node:path";
import { commentBefore, declarationReader } from "./declarations.mjs";
import { fence } from "./operations.mjs";

const folder = "packages/core/src/runtime";

const introduction = `# Configuration

<!-- Written by \`pnpm run docs\` from the sources of packages/core. -->

\`mig.config.ts\` exports a configuration as default: \`export default defineConfig({ ... })\`. \`mig config\` shows the one that holds. The types
below are as they stand in the sources. A wrong value is an error that names its key (CONFIG_INVALID).
`;

/** What is printed, in order: a title, and declarations of a file. */
const sections = [
  { title: "Settings", file: "config/config.ts", names: ["MigConfig", "MigConfigWithEnvironments", "AfterWrite", "ConfigContext"] },
  { title: "Which objects", file: "config/object-rule.ts", names: ["ObjectRule", "ObjectFields", "NamePattern", "ObjectView"] },
  { title: "Differences that do not count", file: "config/difference-rule.ts", names: ["DifferenceRule", "FieldRule", "FieldDifference"] },
  { title: "Names", file: "config/naming.ts", names: ["NamingConvention"] },
  { title: "Hooks", file: "selection/before-write.ts", names: ["BeforeWrite", "PlannedChanges", "RewrittenChanges"] },
];

/** The page of the configuration. @param {string} root */
export function configurationPage(root) {
  const reader = declarationReader(root);
  const texts = sections.map(({ title, file, names }) => {
    const found = names.map((name) => {
      const declaration = reader.find(`${folder}/${file}`, name);
      if (declaration === undefined) throw new Error(`${file} has no ${name}.`);
      return `### ${name}\n\n${proseOf(declaration.comment)}\n\n${fence("ts", declaration.text)}`;
    });
    return `## ${title}\n\n${found.join("\n")}`;
  });
  return [introduction, ...texts, `## Presets\n\n${presetsText(root)}`].join("\n");
}

/** A comment without its example. */
const proseOf = (comment) => comment.replace(/ @example[\s\S]*$/, "");

/** Each preset: its comment, and its rules as they are written. */
function presetsText(root) {
  const text = readFileSync(path.join(root, folder, "config/presets.ts"), "utf8");
  const names = /export const presets = \{ ([^}]*) \} as const/.exec(text)?.[1]?.split(", ") ?? [];
  return names
    .map((entry) => {
      const [name = "", constant = name] = entry.split(": ");
      const start = text.indexOf(`const ${constant}: `);
      const open = text.indexOf("= ", start) + 2;
      const rules = text.slice(open, text.indexOf("\n];", open) + 2);
      return `### ${name}\n\n${commentBefore(text, start)}\n\n${fence("ts", rules)}`;
    })
    .join("\n");
}
