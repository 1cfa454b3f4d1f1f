// `pnpm run borders`: holds the import rules of ARCHITECTURE.md. With --mermaid it prints the map of rooms instead.
import { fileURLToPath } from "node:url";
import { findViolations, findWarnings } from "./borders/check.mjs";
import { mermaidMap } from "./borders/map.mjs";
import { readSources } from "./borders/sources.mjs";

const root =
  process.argv.find((arg) => arg.startsWith("--root="))?.slice("--root=".length) ?? fileURLToPath(new URL("..", import.meta.url));
const sources = readSources(root);

if (process.argv.includes("--mermaid")) console.log(mermaidMap(sources));
else {
  const violations = findViolations(sources);
  for (const { file, line, rule, text } of violations) console.log(`${file}:${line}  ${rule}\n    ${text}`);
  for (const warning of findWarnings(sources)) console.log(`warning: ${warning}`);
  console.log(`${sources.length} files, ${violations.length} broken borders`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
