import { existsSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { compileFunction } from "node:vm";

/** What `import`s one file has, with the place of each. Those of types need nothing. */
const imports = /^[ \t]*import\s+(?!type\b)(?:[^"';]*?\bfrom\s*)?(?<quote>["'])(?<name>[^"'\n]+)\k<quote>[^\n;]*;?/gmu;
const exportsOfOthers = /^[ \t]*export\s+(?:\*|\{[^}]*\})[^\n;]*;?/gmu;
const typeImports = /^[ \t]*import\s+type\b[^;\n]*;?/gmu;

/** Strings and comments: what they hold is no code. */
const notCode = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\/|`(?:[^`\\]|\\[^])*`/gu;

/** What JavaScript does not have and TypeScript does, where it is easily told. */
const onlyTypeScript =
  /\b(?:interface|enum|namespace|declare|abstract|satisfies|readonly)\s+[\w{$]|\btype\s+\w+(?:<[^>]*>)?\s*=|\bas\s+(?:const|unknown|any|\w+)|\bimport\s*\{[^}]*\btype\s|\(\s*\w+\??\s*:|\)\s*:\s*[\w{[][^;=]*(?:\{|=>)|\b(?:const|let|var)\s+\w+\s*:|\w<\w[^>]*>\(|\w!\s*[.;,)\]]/u;

/** What JavaScript says where a type stands. */
const mayBeType = /^Unexpected (?:token '[:?!<]'|identifier '(?:as|is|satisfies)')/u;

/**
 * The mistake in a file that cannot be run here without a loader, if a loader would not help: it is no valid JavaScript and has
 * nothing of TypeScript, or it imports what is not there. Undefined: nothing was found, so a loader may run it.
 */
export function mistakeIn(text: string, file: string): Error | undefined {
  return syntaxMistake(text, file) ?? missingImport(text, file);
}

function syntaxMistake(text: string, file: string): Error | undefined {
  const code = text.replaceAll(notCode, (part) => (part.startsWith("/") ? "" : '""'));
  if (onlyTypeScript.test(code)) return undefined;
  const blank = (part: string): string => part.replaceAll(/[^\n]/gu, " ");
  const body = text
    .replaceAll(typeImports, blank)
    .replaceAll(imports, blank)
    .replaceAll(exportsOfOthers, blank)
    .replaceAll(/^([ \t]*)export default\b/gmu, "$1void      ")
    .replaceAll(/^([ \t]*)export(?= (?:const|let|var|function|async|class)\b)/gmu, "$1      ")
    .replaceAll(/\bimport\.meta\b/gu, "({})     ");
  try {
    compileFunction(`return async () => {${body}\n};`, [], { filename: file });
    return undefined;
  } catch (error) {
    return error instanceof SyntaxError && !mayBeType.test(error.message) ? error : undefined;
  }
}

const endings = ["", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"];

function missingImport(text: string, file: string): Error | undefined {
  const require = createRequire(file);
  for (const { groups = {}, index } of text.matchAll(imports)) {
    const name = groups["name"] ?? "";
    if (isBuiltin(name) || name.startsWith("@migts/") || isThere(name, file, require)) continue;
    const line = text.slice(0, index).split("\n").length;
    const error = new Error(`Cannot find "${name}", which it imports`);
    error.stack = `${error.message}\n    at ${file}:${line}:1`;
    return error;
  }
  return undefined;
}

function isThere(name: string, file: string, require: NodeJS.Require): boolean {
  if (/^\.{1,2}(?:\/|$)/u.test(name)) {
    const stem = path.resolve(path.dirname(file), name);
    return [...endings.map((ending) => stem + ending), stem.replace(/\.([cm]?)js$/u, ".$1ts")].some((one) => existsSync(one));
  }
  if (!/^@?[\w.-]+(?:\/|$)/u.test(name)) return true; // an alias, a URL: only its loader knows
  const [scope, second] = name.split("/");
  const folder = name.startsWith("@") ? `${scope}/${second}` : (scope ?? "");
  return (require.resolve.paths(folder) ?? []).some((modules) => existsSync(path.join(modules, folder)));
}
