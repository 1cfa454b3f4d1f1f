import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { blank } from "./blank.mjs";

/**
 * @typedef {{ line: number, specifier: string, target: string | undefined }} Import `target`: the file in the workspace that a relative
 * path means
 */
/**
 * @typedef {{ file: string, package: string, inside: string, isTest: boolean, lines: number, code: string, imports: Import[], kinds: {
 * line: number, name: string }[] }} Source `kinds`: what its code calls a kind; `inside`: the path below the package's src
 */

const importPattern = /\b(?:from|import)\s*\(?\s*(["'])( *)\1/g;

/** Reads the TypeScript sources of all packages below `root`. @param {string} root @returns {Source[]} */
export function readSources(root) {
  const packages = readdirSync(path.join(root, "packages"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return packages.flatMap(({ name }) => {
    const src = path.join(root, "packages", name, "src");
    const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    return files.toSorted().map((inside) => readSource(root, name, inside.replaceAll("\\", "/")));
  });
}

function readSource(root, name, inside) {
  const file = `packages/${name}/src/${inside}`;
  const text = readFileSync(path.join(root, file), "utf8");
  const code = blank(text);
  const imports = [...code.matchAll(importPattern)].map((match) => {
    const end = match.index + match[0].length - 1;
    const specifier = text.slice(end - (match[2] ?? "").length, end);
    const target = specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : undefined;
    return { line: lineAt(text, match.index), specifier, target };
  });
  const kinds = [...code.matchAll(/\bkind(?:\??: | === | !== )" *"/g)].map(({ index, 0: found }) => {
    const end = index + found.length - 1;
    return { line: lineAt(text, index), name: text.slice(text.lastIndexOf('"', end - 1) + 1, end) };
  });
  return {
    kinds,
    file,
    package: name,
    inside,
    isTest: /\.test\.ts$|^test\//.test(inside),
    lines: text.split("\n").length - 1,
    code,
    imports,
  };
}

/** The number of the line of a position, from 1. */
export const lineAt = (text, index) => text.slice(0, index).split("\n").length;
