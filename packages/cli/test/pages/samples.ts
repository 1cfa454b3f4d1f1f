import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess, tempProject } from "@migts/testkit";
import { attribute, piecesOf, reasonNotToRun } from "./page.ts";
import { linkPackages } from "./tools.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const isCode = /^(?:ts|mts|js|mjs)$/u;

/** What the samples of the pages may import, besides what a project has. */
const packages = ["@migts/test", "@types/node", "@types/pg", "fastify", "vitest"];

const compilerOptions = {
  strict: true,
  noEmit: true,
  target: "es2023",
  lib: ["es2023", "dom"],
  module: "nodenext",
  types: ["node"],
  skipLibCheck: true,
  allowJs: true,
  allowImportingTsExtensions: true,
};

/**
 * The TypeScript and JavaScript of a page, as folders of files. A fence `file=path` is that file, any other one a file of its own. Where a
 * page writes a file once more, the files so far are a folder.
 */
export function samplesOf(page: string): readonly Readonly<Record<string, string>>[] {
  const folders: Record<string, string>[] = [];
  let files: Record<string, string> = {};
  for (const piece of piecesOf(page)) {
    if (piece.kind === "scene" || !isCode.test(piece.language) || reasonNotToRun(piece) !== undefined) continue;
    if (attribute(piece.info, "show") !== undefined) continue; // mig wrote it
    const file = attribute(piece.info, "file") ?? `line-${piece.line}.${piece.language}`;
    if (files[file] !== undefined) {
      folders.push(files);
      files = { ...files };
    }
    files[file] = attribute(piece.info, "edit") === undefined ? piece.body : `import type { Op } from "@migts/core/op";\n${piece.body}`;
  }
  if (Object.keys(files).length > 0) folders.push(files);
  return folders;
}

/** Compiles the samples of all pages in one go. @returns what the compiler says; nothing if all is well */
export async function compileSamples(pages: Readonly<Record<string, string>>): Promise<string> {
  if (Object.values(pages).every((text) => samplesOf(text).length === 0)) return "";
  const project = await tempProject({ "tsconfig.json": { compilerOptions, include: ["pages/**/*"] } });
  try {
    await linkPackages(project.path, packages);
    for (const [name, text] of Object.entries(pages)) {
      for (const [index, files] of samplesOf(text).entries()) {
        for (const [file, body] of Object.entries(files)) {
          const place = path.join(project.path, "pages", name, String(index), file);
          await mkdir(path.dirname(place), { recursive: true });
          await writeFile(place, body);
        }
      }
    }
    const { code, stdout } = await runProcess(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", "."], {
      cwd: project.path,
    });
    return code === 0 ? "" : stdout;
  } finally {
    await project.remove();
  }
}
