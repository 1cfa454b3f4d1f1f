import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";

/** What ties a module to its place or its surroundings. */
const bound = /\bimport\s*[(.]|\brequire\b|\b__dirname\b|\b__filename\b|\bexports\s*[.[=]/u;

/** Where such a module finds the modules that it is provided with. */
const shelf = `globalThis[Symbol.for("@migts/core provided modules")]`;

/** Puts modules where texts of `plainModule` find them. */
export function provide(modules: Readonly<Record<string, unknown>>): void {
  Object.assign(globalThis, { [Symbol.for("@migts/core provided modules")]: modules });
}

let shelves = 0;

/** The same for imports that Node resolves: a URL by name, of a module that exports what the given one has. */
export function providedUrls(modules: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  if (Object.keys(modules).length === 0) return new Map();
  provide(modules);
  shelves += 1; // Node keeps a module by its URL
  return new Map(
    Object.entries(modules).map(([name, exported]) => {
      const names = Object.keys(Object(exported) as object).filter((one) => one !== "default");
      const text = `const module = ${shelf}[${JSON.stringify(name)}]; export default module.default; export const { ${names.join(", ")} } = module; //${shelves}`;
      return [name, `data:text/javascript,${encodeURIComponent(text)}`] as const;
    }),
  );
}

/** Strings, comments and templates: what they hold is no code. */
const notCode = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\/|`(?:[^`\\]|\\[^])*`/gu;

/** The type of the rows that a query gives, and what is no code, where it would be none. */
const rowType = new RegExp(String.raw`${notCode.source}|(?<=\.query)<\{[^{}<>()]*\}>(?=\()`, "gu");
const withoutRowType = (token: string): string => (token.startsWith("<") ? token.replaceAll(/[^\n]/gu, " ") : token); // columns stay

/** Templates that hold code, or lines that look like code to be translated. */
const isOddTemplate = (token: string): boolean =>
  token.startsWith("`") && (token.includes("${") || /^\s*(?:import|export)\b/mu.test(token));

/**
 * A module as text that needs no other module, translated from TypeScript where it is written as mig writes it: types only in an import, in
 * the heads of `upgrade` and `downgrade`, and for the rows of `op.query`. Undefined: it takes a real loader. What is left is checked by
 * whoever loads it: any other TypeScript is a syntax error there. `provided`: modules that it may import (see `provide`).
 */
export function plainModule(text: string, provided: readonly string[] = []): string | undefined {
  if (bound.test(text) || text.match(notCode)?.some(isOddTemplate) === true) return undefined;
  const plain = text
    .replaceAll(/^import type [^;\n]*;?[ \t]*$/gmu, "")
    .replaceAll(/^import "([@\w/-]+)";?[ \t]*$/gmu, (line, name: string) => (provided.includes(name) ? "" : line))
    .replaceAll(/^import (\{[\w, ]+\}) from "([@\w/-]+)";?[ \t]*$/gmu, (line, names: string, name: string) =>
      provided.includes(name) ? `const ${names} = ${shelf}[${JSON.stringify(name)}];` : line,
    )
    .replaceAll(
      /^(export (?:async )?function (?:upgrade|downgrade)\()\s*(?:(\w+)(?:\s*: Op)?)?\s*\)(?:\s*: (?:void|Promise<void>))?(\s*\{)/gmu,
      "$1$2)$3",
    )
    .replaceAll(rowType, withoutRowType);
  // `f<string>(x)` is JavaScript too, and means something else.
  const couldMislead = /<(?!=)/u.test(plain.replaceAll(notCode, ""));
  return couldMislead || /^\s*import\b|^\s*export\b[^\n]*\bfrom\s*["']/mu.test(plain) ? undefined : plain;
}

let count = 0;

/** The beginning of the URL that such a file's module has, in the stacks of tools that do not know sourceURL. */
export const plainUrl = (file: string): string => `data:text/javascript;file=${encodeURIComponent(file)};base64,`;

/** Loads such a text. Errors name the file and its lines. Undefined: it is not JavaScript. */
export async function importPlain(text: string, file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  count += 1; // or Node would hand out the module of an equal text, which was run with other surroundings
  const source = `${text}\n//# sourceURL=${pathToFileURL(file).href}\n//${count}`;
  try {
    // a module's exports
    return (await import(`${plainUrl(file)}${Buffer.from(source).toString("base64")}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const wanted = `({ ${["upgrade", "downgrade", "irreversible"]
  .map((name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`)
  .join(", ")} })`;

/**
 * The functions of a revision that is such a text, run as a function's body instead of a module: a fifth of the time, a
 * thousand times over. Undefined: it needs more than that (another export, `await` at its top), or is not JavaScript.
 */
export function runPlainRevision(text: string, file: string): Readonly<Record<string, unknown>> | undefined {
  const plain = plainModule(text)?.replaceAll(/^export(?= (?:const|let|var|function|async function)\b)/gmu, "      "); // columns stay
  if (plain === undefined || /\bexport\b/u.test(plain.replaceAll(notCode, ""))) return undefined;
  let run: () => unknown;
  try {
    run = compileFunction(`"use strict";${plain}\nreturn ${wanted};`, [], { filename: file }) as () => unknown; // its parameters are none
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return run() as Readonly<Record<string, unknown>>; // as it is written above
}
