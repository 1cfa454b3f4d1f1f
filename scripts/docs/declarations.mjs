import { readFileSync } from "node:fs";
import path from "node:path";
import { blank } from "../borders/blank.mjs";

/**
 * @typedef {{ file: string, name: string, comment: string, text: string, code: string, body: string }} Declaration
 * An interface or type alias. `comment`: its doc comment in plain words; `text`: as it is written, without `export`;
 * `code`: the same with comments and strings blanked; `body`: of an interface, what is between its braces.
 */

const declarationPattern = /^(?:export )?(?:interface|type) (\w+)/gm;
const importPattern = /^(?:import|export) (?:type )?\{([^}]*)\} from "( *)"/gm;

/** Reads the declarations of files, and follows their imports to those of others. @param {string} root */
export function declarationReader(root) {
  const files = new Map();
  const read = (file) => {
    if (!files.has(file)) files.set(file, readFile(root, file));
    return files.get(file);
  };
  /** The declaration that a name means in a file. @returns {Declaration | undefined} */
  const find = (file, name) => {
    const { declarations, imports } = read(file);
    const found = declarations.find((declaration) => declaration.name === name);
    if (found !== undefined) return found;
    const from = imports.get(name);
    return from === undefined ? undefined : find(from.file, from.name);
  };
  return { declarationsOf: (file) => read(file).declarations, find };
}

function readFile(root, file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const code = blank(text);
  const declarations = [...code.matchAll(declarationPattern)].map(({ index, 0: head, 1: name }) => {
    const end = endOf(code, index, head);
    const start = head.startsWith("export ") ? index + "export ".length : index;
    const open = code.indexOf("{", index) + 1;
    return {
      file,
      name,
      comment: commentBefore(text, index),
      text: text.slice(start, end),
      code: code.slice(start, end),
      body: text.slice(open, end - 1),
    };
  });
  const imports = new Map();
  for (const { index, 0: whole, 1: names } of code.matchAll(importPattern)) {
    const specifier = /"([^"]*)"$/.exec(text.slice(index, index + whole.length))?.[1] ?? "";
    if (!specifier.startsWith(".")) continue;
    const target = path.posix.join(path.posix.dirname(file), specifier);
    for (const part of names.split(",")) {
      const [name, alias = name] = part
        .trim()
        .replace(/^type /, "")
        .split(" as ");
      if (name !== undefined && name !== "") imports.set(alias, { file: target, name });
    }
  }
  return { declarations, imports };
}

/** An interface ends with its brace, an alias with the first semicolon outside of all braces. */
function endOf(code, from, head) {
  const isInterface = /\binterface\b/.test(head);
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "{") depth++;
    if (code[at] === "}" && --depth === 0 && isInterface) return at + 1;
    if (code[at] === ";" && depth === 0) return at + 1;
  }
  throw new Error(`No end of "${head}".`);
}

/** The doc comment that ends just before a position, in plain words. */
export function commentBefore(text, index) {
  const before = text.slice(0, index).trimEnd();
  if (!before.endsWith("*/")) return "";
  const lines = before.slice(before.lastIndexOf("/*")).split("\n");
  return lines
    .map((line) =>
      line
        .replace(/^\s*(?:\/\*\*?|\*\/|\*)?\s?/, "")
        .replace(/\s*\*\/$/, "")
        .trim(),
    )
    .filter((line) => line !== "")
    .join(" ");
}
